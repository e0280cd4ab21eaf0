package values

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/wi-postrender/postrender/report"
	"go.yaml.in/yaml/v3"
)

// APIVersion and Kind are those of a config.
const (
	APIVersion = "postrender.dev/v1alpha1"
	Kind       = "WorkloadIdentity"
)

// inConfig is the kind of origin of what a config says.
const inConfig = "config"

// Layer is what one source says: some settings, each with its origin.
type Layer struct {
	given Settings // only the keys that have an origin count
}

// ParseConfig reads a config: one YAML or JSON document of kind
// WorkloadIdentity, as [Schema] describes it. name is how messages call it: its
// path, or for example "functionConfig". The values' types are checked here,
// and the values themselves by [Load], because a stronger source may replace
// them. Every error is a [report.Error] with a place.
func ParseConfig(data []byte, name string) (Layer, error) {
	var out Layer
	place := report.Place{Source: name}
	root, f := document(data)
	if f != nil {
		return out, f.at(place)
	}
	if f := header(root); f != nil {
		return out, f.at(place)
	}
	f = entries(root, func(key, value *yaml.Node) *fault {
		switch key.Value {
		case "apiVersion", "kind", "metadata": // the metadata is the user's
			return nil
		case "spec":
			return out.spec("", value, name)
		}
		if slices.Contains(siblings(""), key.Value) {
			return faultf("is a setting, and stands outside spec").in(key.Value).on(key.Line).withHint("indent it below spec:")
		}
		return unknownKey(key.Value, []string{"apiVersion", "kind", "metadata", "spec"}).on(key.Line)
	})
	if f != nil && f.path == "" {
		f.what = "the config " + f.what
	}
	return out, f.at(place)
}

// spec reads the spec or, with the prefix "jobs.", a group in it. A group
// without content says nothing.
func (l *Layer) spec(prefix string, n *yaml.Node, name string) *fault {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		return nil
	}
	known := siblings(prefix)
	f := entries(n, func(key, value *yaml.Node) *fault {
		if !slices.Contains(known, key.Value) {
			return unknownKey(key.Value, known).in(prefix).on(key.Line)
		}
		path := prefix + key.Value
		row, leaf := find(path)
		if !leaf {
			return l.spec(path+".", value, name)
		}
		l.given.setOrigin(path, origin{in: inConfig, Place: report.Place{Source: name, Line: key.Line}})
		return row.cell.fromNode(&l.given, value).in(path)
	})
	if f != nil && f.path == "" { // about the mapping itself
		f.path = cmp.Or(strings.TrimSuffix(prefix, "."), "spec")
	}
	return f
}

// document is the content of the only document in data.
func document(data []byte) (*yaml.Node, *fault) {
	var root *yaml.Node
	in := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var doc yaml.Node
		err := in.Decode(&doc)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, syntax(err, data)
		}
		content := doc.Content[0]
		if content.Kind == yaml.ScalarNode && content.Tag == "!!null" {
			continue // nothing between two separators
		}
		if root != nil {
			return nil, faultf("a second document begins here").on(content.Line).withHint("one config a file")
		}
		root = content
	}
	if root == nil {
		return nil, faultf("the config is empty").on(1).withHint("%s", skeleton)
	}
	if line := aliasLine(root); line != 0 {
		return nil, faultf("aliases (*name) are not read in a config").on(line).withHint("write the value out")
	}
	return root, nil
}

const skeleton = "it begins with apiVersion: " + APIVersion + " and kind: " + Kind

// header checks what the document says that it is.
func header(root *yaml.Node) *fault {
	if root.Kind != yaml.MappingNode {
		return faultf("the config is %s, not a mapping", nodeName(root)).on(root.Line).withHint("%s", skeleton)
	}
	for _, want := range []struct{ key, value string }{{"apiVersion", APIVersion}, {"kind", Kind}} {
		n := valueOf(root, want.key)
		if n == nil {
			return faultf("the config has no %s", want.key).on(root.Line).
				withHint("%s; a Helm values file is given with -f", skeleton)
		}
		if n.Kind != yaml.ScalarNode || n.Value != want.value {
			return faultf("is not %s", want.value).in(want.key).on(n.Line).withHint("%s: %s", want.key, want.value)
		}
	}
	return nil
}

// valueOf is the first value of a key of a mapping; nil when there is none.
func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// aliasLine is the line of the first alias; 0 when there is none.
func aliasLine(n *yaml.Node) int {
	if n.Kind == yaml.AliasNode {
		return n.Line
	}
	for _, child := range n.Content {
		if line := aliasLine(child); line != 0 {
			return line
		}
	}
	return 0
}
