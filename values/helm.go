package values

import (
	"strings"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
	"go.yaml.in/yaml/v3"
	"helm.sh/helm/v3/pkg/strvals"
)

// inHelm is the kind of origin of what Helm values say.
const inHelm = "helm values"

// identityPaths is where charts keep the identity, the likeliest first: the
// two readings of VVP 3's documentation, then VVP 2's own block.
var identityPaths = []string{
	"global.workloadIdentity.azure",
	"global.blobStorage.workloadIdentity.azure",
	"workloadIdentity.azure",
}

// idKeys is the keys below each of them, which are our settings' keys too.
var idKeys = []string{"clientId", "tenantId"}

// tree is values as Helm has them: a mapping is a tree, null is nil.
type tree = map[string]any

// fromHelm is what the chart's values say. They are a convenience, so only the
// identity is read, and nothing is demanded of the rest. Ids that a stronger
// source has decided are not asked for, so that a flag settles a conflict.
func fromHelm(src Sources, decided Settings) (Layer, error) {
	var out Layer
	h := helm{merged: tree{}, from: map[string]string{}}
	for _, path := range src.Values {
		data, err := read(src, path, "-f takes the path of a Helm values file")
		if err != nil {
			return out, err
		}
		values, f := valuesFile(data)
		if f != nil {
			return out, f.at(report.Place{Source: path})
		}
		h.add(values, path)
	}
	for _, expression := range src.Set {
		values := tree{}
		if strvals.ParseInto(expression, values) != nil { // its error repeats the value
			return out, report.Errorf(report.Place{Source: "--set"}, "the expression cannot be read").
				WithHint("--set KEY=VALUE, as for helm")
		}
		h.add(values, "--set")
	}
	return h.layer(decided)
}

// helm merges values as Helm does, and remembers who said what.
type helm struct {
	merged tree
	from   map[string]string // path → the last source that gave it a value
}

func (h helm) add(values tree, source string) {
	for _, base := range identityPaths {
		for _, key := range idKeys {
			if path := base + "." + key; lookup(values, path) != nil {
				h.from[path] = source
			}
		}
	}
	merge(h.merged, values)
}

// layer is the ids that the merged values hold.
func (h helm) layer(decided Settings) (out Layer, err error) {
	for _, key := range idKeys {
		if decided.isSet(key) {
			continue
		}
		id, from, err := h.id(key)
		if err != nil {
			return out, err
		}
		row, _ := find(key)
		if id != "" && row.cell.fromText(&out.given, []string{id}) == nil {
			out.given.setOrigin(key, origin{in: inHelm, Place: report.Place{Source: from}})
		}
	}
	return out, nil
}

// id is the first id under the paths, and the source and path that it comes
// from. Two that differ are an error: the chart reads one of them, and which
// one depends on the chart.
func (h helm) id(key string) (id, from string, err error) {
	for _, base := range identityPaths {
		path := base + "." + key
		value := lookup(h.merged, path)
		if value == nil {
			continue
		}
		s, ok := value.(string)
		if !ok {
			return "", "", report.Errorf(report.Place{Source: h.from[path]}, "%s is not text", path).
				WithHint("put the id in quotes")
		}
		here := h.from[path] + ": " + path
		switch {
		case s == "":
		case id == "":
			id, from = s, here
		case !strings.EqualFold(id, s):
			return "", "", report.Errorf(report.Place{Source: inHelm}, "two different ids, in %s and in %s", from, here).
				WithHint("keep one, or say which with --%s", flagName(key))
		}
	}
	return id, from, nil
}

// lookup is the value at a dotted path; nil when there is none.
func lookup(values tree, path string) any {
	group, rest, more := strings.Cut(path, ".")
	if !more {
		return values[group]
	}
	below, _ := values[group].(tree)
	return lookup(below, rest)
}

// merge lays over upon base: mappings join, anything else replaces, and null
// removes what was there.
func merge(base, over tree) {
	for key, value := range over {
		below, isTree := value.(tree)
		if present, ok := base[key].(tree); ok && isTree {
			merge(present, below)
			continue
		}
		base[key] = value
	}
}

// valuesFile is the part of a values file that is read here. Whatever Helm
// takes passes.
func valuesFile(data []byte) (tree, *fault) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, syntax(err, data)
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	root := doc.Content[0]
	if f := notValues(root); f != nil {
		return nil, f
	}
	values, ok := pick(root, wanted()).(tree)
	if !ok && root.ShortTag() != "!!null" {
		return nil, faultf("the values are %s, not a mapping", nodeName(root)).on(root.Line)
	}
	return values, nil
}

// notValues recognizes the files that people give by mistake.
func notValues(root *yaml.Node) *fault {
	version, kind := manifest.Get(root, "apiVersion"), manifest.Get(root, "kind")
	if version == nil || kind == nil {
		return nil
	}
	if kind.Value == Kind && strings.HasPrefix(version.Value, "postrender.dev/") {
		return faultf("is a config of postrender, not a Helm values file").withHint("--config FILE")
	}
	return faultf("is a Kubernetes manifest, not a Helm values file").withHint("manifests come on stdin: < file")
}
