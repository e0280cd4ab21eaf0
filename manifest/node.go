package manifest

import (
	"encoding/base64"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Resolve follows an alias to the node that it stands for; other nodes, and nil,
// are returned as they are.
func Resolve(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// Get returns the value of key in mapping m as kubectl and Helm see it, whose
// decoder (sigs.k8s.io/yaml, on go-yaml v2) takes entries in order: the last of
// duplicate keys counts, and a merge key overrides what stands before it. nil
// when there is none or m is no mapping. The result is resolved. A merge cycle
// ends, and each merged mapping is looked at once, however often it is named.
func Get(m *yaml.Node, key string) *yaml.Node { return get(m, key, nil) }

func get(m *yaml.Node, key string, seen map[*yaml.Node]bool) *yaml.Node {
	m = Resolve(m)
	if m == nil || m.Kind != yaml.MappingNode {
		return nil
	}
	for i := len(m.Content) - 2; i >= 0; i -= 2 {
		if !isMerge(m.Content[i]) {
			if k := Resolve(m.Content[i]); k.Kind == yaml.ScalarNode && k.Value == key {
				return Resolve(m.Content[i+1])
			}
			continue
		}
		if seen == nil {
			seen = map[*yaml.Node]bool{m: true}
		}
		for _, src := range mergeSources(m.Content[i+1]) {
			if seen[src] {
				continue
			}
			seen[src] = true
			if v := get(src, key, seen); v != nil {
				return v
			}
		}
	}
	return nil
}

// overridden returns the value that a merge key behind the own value at position
// at in m.Content brings for the same key, nil when none does. Readers disagree
// on such a key: go-yaml v3 and the YAML specification let the own one count.
func overridden(m *yaml.Node, at int) *yaml.Node {
	rest := &yaml.Node{Kind: yaml.MappingNode, Content: m.Content[at+1:]}
	return Get(rest, Resolve(m.Content[at-1]).Value)
}

// mergeTag is the resolved tag of a merge key.
const mergeTag = "!!merge"

// isMerge reports whether a key is the merge key, "<<" or "!!merge <<".
func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Value == "<<" && (key.Tag == "" || key.Tag == "!" || key.ShortTag() == mergeTag)
}

// mergeSources returns the mappings that the value of a merge key names.
func mergeSources(v *yaml.Node) []*yaml.Node {
	v = Resolve(v)
	if v.Kind != yaml.SequenceNode {
		return []*yaml.Node{v}
	}
	sources := make([]*yaml.Node, len(v.Content))
	for i, c := range v.Content {
		sources[i] = Resolve(c)
	}
	return sources
}

// own returns the positions in m.Content of the values that m itself has for key.
func own(m *yaml.Node, key string) []int {
	var at []int
	for i := 0; i+1 < len(m.Content); i += 2 {
		if k := Resolve(m.Content[i]); k.Kind == yaml.ScalarNode && k.Value == key && !isMerge(m.Content[i]) {
			at = append(at, i+1)
		}
	}
	return at
}

// duplicate returns a key that stands in m more than once, first and last place.
func duplicate(m *yaml.Node) (first, last *yaml.Node) {
	seen := make(map[string]*yaml.Node, len(m.Content)/2)
	for i := 0; i+1 < len(m.Content); i += 2 {
		k := Resolve(m.Content[i])
		if k.Kind != yaml.ScalarNode {
			continue
		}
		if before := seen[k.Value]; before != nil {
			return before, m.Content[i]
		}
		seen[k.Value] = m.Content[i]
	}
	return nil, nil
}

// Lookup walks keys from node m and returns the resolved value, nil when a step
// is missing.
func Lookup(m *yaml.Node, path ...string) *yaml.Node {
	n := Resolve(m)
	for _, key := range path {
		if n = Get(n, key); n == nil {
			return nil
		}
	}
	return n
}

// Str returns the text of the scalar at path, "" when it is missing, null or no
// scalar.
func Str(m *yaml.Node, path ...string) string {
	n := Lookup(m, path...)
	if n == nil || n.Kind != yaml.ScalarNode || isNull(n) {
		return ""
	}
	if n.ShortTag() == "!!binary" {
		if text, err := base64.StdEncoding.DecodeString(n.Value); err == nil {
			return string(text)
		}
	}
	return n.Value
}

// Items returns the resolved items of the sequence at path.
func Items(m *yaml.Node, path ...string) []*yaml.Node {
	n := Lookup(m, path...)
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	items := make([]*yaml.Node, len(n.Content))
	for i, c := range n.Content {
		items[i] = Resolve(c)
	}
	return items
}

// Entry is one key of a mapping and its resolved value.
type Entry struct {
	Key   string
	Value *yaml.Node
}

// Entries returns what a reader sees in the mapping at path, merge keys
// included, as [Get] does. Keys that are no scalars are left out.
func Entries(m *yaml.Node, path ...string) []Entry {
	return entries(Lookup(m, path...), map[*yaml.Node]bool{})
}

func entries(m *yaml.Node, seen map[*yaml.Node]bool) []Entry {
	if m == nil || m.Kind != yaml.MappingNode || seen[m] {
		return nil
	}
	seen[m] = true
	var out []Entry
	at := map[string]int{}
	put := func(e Entry) {
		if i, ok := at[e.Key]; ok {
			out[i].Value = e.Value
			return
		}
		at[e.Key] = len(out)
		out = append(out, e)
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if !isMerge(m.Content[i]) {
			if k := Resolve(m.Content[i]); k.Kind == yaml.ScalarNode {
				put(Entry{k.Value, Resolve(m.Content[i+1])})
			}
			continue
		}
		for _, src := range slices.Backward(mergeSources(m.Content[i+1])) {
			for _, e := range entries(src, seen) {
				put(e)
			}
		}
	}
	return out
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null"
}
