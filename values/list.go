package values

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/wi-postrender/postrender/report"
	"go.yaml.in/yaml/v3"
)

// list is a column of several texts: flag and variable separate them by commas.
func list[S any](r rule, at func(*S) *[]string) column[S] {
	return cell[S, []string]{at: at, kind: kind[[]string]{
		name: r.name + ",...",
		list: true,
		describe: func() schema {
			return schema{"type": "array", "items": schema{"type": "string", "minLength": 1}.with(r.schema())}
		},
		text: func(uses []string) ([]string, *fault) { return commas(uses), nil },
		node: func(n *yaml.Node) ([]string, *fault) {
			return items(n, func(n *yaml.Node) (string, *fault) { return scalar(n, "!!str") })
		},
		valid: func(v []string) *fault {
			for i, s := range v {
				if f := checkItem(r, s); f != nil {
					return f.in(index(i))
				}
			}
			return nil
		},
	}}
}

func checkItem(r rule, s string) *fault {
	if s == "" {
		return faultf("is empty").withHint("remove it")
	}
	return r.check(s)
}

// levels is the column of severities by rule id: WI001=off in text.
func levels[S any](at func(*S) *map[string]report.Severity) column[S] {
	type set = map[string]report.Severity
	return cell[S, set]{at: at, kind: kind[set]{
		name: "rule=severity,...",
		list: true,
		describe: func() schema {
			return schema{
				"type":                 "object",
				"propertyNames":        ruleIDRule.schema(),
				"additionalProperties": schema{"type": "string"}.with(levelRule.schema()),
			}
		},
		text: levelsFromText,
		node: func(n *yaml.Node) (set, *fault) {
			var out set
			f := entries(n, func(key, value *yaml.Node) *fault {
				s, f := scalar(value, "!!str")
				out = put(out, key.Value, report.Severity(s))
				return f.in("." + clean(key.Value)).on(value.Line)
			})
			return out, f
		},
		valid: func(v set) *fault {
			for _, id := range slices.Sorted(maps.Keys(v)) {
				if f := checkItem(ruleIDRule, id); f != nil {
					return f.in("." + clean(id))
				}
				if f := levelRule.check(string(v[id])); f != nil {
					return f.in("." + id)
				}
			}
			return nil
		},
	}}
}

func levelsFromText(uses []string) (out map[string]report.Severity, f *fault) {
	for _, use := range commas(uses) {
		id, level, ok := strings.Cut(use, "=")
		if !ok {
			return nil, faultf("wants RULE=SEVERITY").withHint("such as WI001=off")
		}
		if _, twice := out[id]; twice {
			return nil, faultf("is given twice").in("." + clean(id))
		}
		out = put(out, id, report.Severity(level))
	}
	return out, nil
}

func put[V any](m map[string]V, key string, v V) map[string]V {
	if m == nil {
		m = map[string]V{}
	}
	m[key] = v
	return m
}

// commas splits every use at its commas. Nothing between two of them is
// nothing, so that a trailing comma does no harm and "" empties a list.
func commas(uses []string) (out []string) {
	for _, use := range uses {
		for s := range strings.SplitSeq(use, ",") {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

// items reads the entries of a list.
func items[T any](n *yaml.Node, read func(*yaml.Node) (T, *fault)) (out []T, f *fault) {
	if n.Kind != yaml.SequenceNode {
		return nil, faultf("wants a list, has %s", nodeName(n)).withHint("[] is the empty list")
	}
	for i, entry := range n.Content {
		v, f := read(entry)
		if f != nil {
			return nil, f.in(index(i)).on(entry.Line)
		}
		out = append(out, v)
	}
	return out, nil
}

// entries calls each for the entries of a mapping, until a fault. A key that
// is given twice is a fault here, because YAML parsers disagree on which counts.
func entries(n *yaml.Node, each func(key, value *yaml.Node) *fault) *fault {
	if n.Kind != yaml.MappingNode {
		return faultf("wants a mapping, has %s", nodeName(n)).on(n.Line)
	}
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode || key.ShortTag() != "!!str" {
			return faultf("has a key that is not text, but %s", nodeName(key)).on(key.Line)
		}
		if first, twice := lines[key.Value]; twice {
			return faultf("has the key %s twice, on lines %d and %d", clean(key.Value), first, key.Line).on(key.Line)
		}
		lines[key.Value] = key.Line
		if f := each(key, value); f != nil {
			return f
		}
	}
	return nil
}

func index(i int) string { return fmt.Sprintf("[%d]", i) }
