package flink

import (
	"slices"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// FuzzReaders holds Ambiguous against a real YAML parser: where it says that both readers agree, they do. The parser is
// not Flink's SnakeYAML, but of the same family; what it resolves differently is left to the table tests.
func FuzzReaders(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := parseString(text)
		if err != nil || Ambiguous(text) || !utf8.ValidString(text) {
			return
		}
		var doc yaml.Node
		if yaml.Unmarshal([]byte(text), &doc) != nil || len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
			return // Flink takes the string form
		}
		var view []Pair
		for i, nodes := 0, doc.Content[0].Content; i < len(nodes); i += 2 {
			if nodes[i].Tag == "!!null" || nodes[i+1].Tag == "!!null" {
				return // Flink's conversion fails, and it takes the string form
			}
			view = append(view, Pair{nodes[i].Value, nodes[i+1].Value})
		}
		if !slices.Equal(view, m.Pairs) {
			t.Fatalf("%q is %q to the string form and %q to YAML, but not ambiguous", text, m.Pairs, view)
		}
	})
}
