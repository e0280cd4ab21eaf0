package transform

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/flink"
	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
)

// textFinder looks into the texts of one ConfigMap. What the platform's
// ConfigMap and its keys are called is not documented, so its defaults are
// recognised by their own names, under a data key or anywhere in a YAML text, and
// by their shape.
type textFinder struct {
	run       *run
	configMap *manifest.Resource
	ours      bool
	found     []platformDefault
	resources []*manifest.Resource // VVP resources, each the whole of a text
}

func (f *textFinder) data() {
	data := f.configMap.Lookup("data")
	for _, e := range manifest.Entries(data) {
		if e.Value == nil || e.Value.Kind != yaml.ScalarNode {
			continue
		}
		path := manifest.Path("data", e.Key)
		above := append(f.configMap.Above(), f.configMap.Node(), data)
		name := e.Key
		for _, ext := range []string{".yaml", ".yml", ".json"} {
			name = strings.TrimSuffix(name, ext)
		}
		holds := func(words []string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(e.Value.Value, w) })
		}
		switch {
		case slices.Contains(defaultsNames, name):
			f.block(f.configMap.Text(), name, e.Value, above, path)
		case holds(defaultsNames):
			if inner := f.open(f.configMap.Text(), e.Value, above, path); inner != nil && isFilled(inner.Root()) {
				f.search(inner, inner.Root(), nil, path)
			}
		case (holds(flink.Words) || holds(flink.Names)) && strings.Contains(e.Value.Value, "kind"):
			f.resource(e.Value, above, path)
		}
	}
}

// resource takes a text that is a VVP resource. One that the platform's pods do
// not read may be an example in some documentation.
func (f *textFinder) resource(n *yaml.Node, above []*yaml.Node, path string) {
	inner, err := f.configMap.Text().Embedded(n, above, f.run.settings.Limits.Depth)
	if err != nil || !isFilled(inner.Root()) {
		return
	}
	res := f.configMap.Within(inner, inner.Root(), nil, path)
	switch _, ok, _ := flink.CarrierOf(res); {
	case !ok || res.Annotation(SkipAnnotation) == "true":
	case f.ours:
		f.resources = append(f.resources, res)
	default:
		f.run.find(res, nil, "VVP016", report.SeverityInfo, "name the ConfigMap in configMaps if something sends it to the platform",
			"this text is a VVP "+res.Kind+", but no pod of the platform's accounts reads it: left alone")
	}
}

// open parses the text in a scalar. A text of the platform's that is no YAML is
// reported; elsewhere a name may well stand in prose.
func (f *textFinder) open(t *manifest.Text, n *yaml.Node, above []*yaml.Node, path string) *manifest.Text {
	inner, err := t.Embedded(n, above, f.run.settings.Limits.Depth)
	if err == nil {
		return inner
	}
	if f.ours {
		e := report.AsError(err)
		e.Place.Path = path
		f.run.findings(report.Finding{
			Rule: "VVP018", Severity: report.SeverityWarning, Fix: "set the two label options there by hand",
			Message: "defaults seem to stand in this text, which cannot be read: " + e.Message, Resource: f.configMap.Ref(), Place: e.Place,
		})
	}
	return nil
}

// search walks the mappings of a text. It does not follow aliases: what they
// share stands elsewhere, once. The parser has bounded the depth.
func (f *textFinder) search(t *manifest.Text, m *yaml.Node, above []*yaml.Node, path string) {
	above = append(slices.Clone(above), m)
	for i := 0; i+1 < len(m.Content); i += 2 {
		key, value := m.Content[i].Value, m.Content[i+1]
		at := path + "." + key
		name := key[strings.LastIndexByte(key, '.')+1:] // Spring also takes vvp.globalDeploymentDefaults
		switch {
		case slices.Contains(defaultsNames, name):
			f.block(t, name, value, above, at)
		case value.Kind == yaml.MappingNode:
			f.search(t, value, above, at)
		}
	}
}

// block takes one block of defaults, a text or a mapping. An empty one is none.
func (f *textFinder) block(t *manifest.Text, name string, v *yaml.Node, above []*yaml.Node, path string) {
	if v.Kind == yaml.ScalarNode && strings.TrimSpace(manifest.Str(v)) != "" {
		inner := f.open(t, v, above, path)
		if inner == nil {
			return
		}
		t, v, above = inner, inner.Root(), nil
	}
	if !isFilled(v) {
		return
	}
	res := f.configMap.Within(t, v, above, path)
	d := platformDefault{name: name, configMap: f.configMap, ours: f.ours}
	switch name {
	case deploymentDefaults:
		d.conf = deploymentConf(res)
	case sessionDefaults:
		d.conf = []defaultConf{{flink.Defaults(res, halfOr(res, "spec", "flinkConfiguration")...), false, false}}
	default:
		d.conf = []defaultConf{{flink.Defaults(res), true, name == batchDefaults}}
	}
	f.found = append(f.found, d)
}

// deploymentConf says where the labels belong in globalDeploymentDefaults. Its
// settings stand under spec, and from chart 3.1.3 on under batchSpec for batch
// jobs; or at the top for both, and then the halves only override them.
func deploymentConf(res *manifest.Resource) []defaultConf {
	var conf []defaultConf
	top := res.Lookup("flinkConfiguration") != nil
	for _, half := range []string{"spec", "batchSpec"} {
		path := []string{half, "template", "spec", "flinkConfiguration"}
		if res.Lookup(path...) != nil || !top && res.Lookup(half) != nil {
			conf = append(conf, defaultConf{flink.Defaults(res, path...), top, half == "batchSpec"})
		}
	}
	if top || len(conf) == 0 {
		conf = append(conf, defaultConf{flink.Defaults(res, "flinkConfiguration"), false, false})
	}
	return conf
}

// halfOr returns the path below half, or the path's last key where half is missing.
func halfOr(res *manifest.Resource, path ...string) []string {
	if res.Lookup(path[0]) != nil {
		return path
	}
	return path[len(path)-1:]
}
