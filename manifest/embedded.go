package manifest

import (
	"go.yaml.in/yaml/v3"
)

// insert is a text that a scalar holds.
type insert struct {
	scalar *yaml.Node
	above  []*yaml.Node // mappings and sequences that hold the scalar
	text   *Text
}

// Embedded parses the text that a scalar of t holds, such as the settings file
// in a ConfigMap. above are the nodes that hold the scalar. Edits to the text
// become edits of t. The same scalar gives the same Text. The error says that
// the text is no YAML.
func (t *Text) Embedded(n *yaml.Node, above []*yaml.Node, maxDepth int) (*Text, error) {
	if inner := t.texts[n]; inner != nil {
		return inner, nil
	}
	place := t.placeOf(n)
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		place.Line++
	}
	inner, err := Parse([]byte(n.Value), place, maxDepth)
	if err != nil {
		return nil, err
	}
	if t.texts == nil {
		t.texts = map[*yaml.Node]*Text{}
	}
	t.texts[n] = inner
	t.inserts = append(t.inserts, &insert{n, above, inner})
	return inner, nil
}

// embeddedSplices carries the edits of a text in a scalar over to t, and makes
// the new text the intended value of the scalar.
func (t *Text) embeddedSplices(in *insert, maxDepth int) ([]Splice, error) {
	out, splices, err := in.text.rewrite(maxDepth)
	if err != nil || len(splices) == 0 {
		return nil, err
	}
	n := in.scalar
	for _, holder := range append(in.above[:len(in.above):len(in.above)], n) {
		if err := t.unshared(holder); err != nil {
			return nil, err
		}
	}
	skipped := len(n.Value) - len(in.text.src) // a byte order mark
	for i := range splices {
		splices[i].Start += skipped
		splices[i].End += skipped
	}
	outer, ok := t.carry(n, splices)
	if !ok {
		return nil, t.errorf(n, "the text in this value cannot be edited in the style in which it is written").
			WithHint("write it as a literal block scalar (|)")
	}
	n.Value = n.Value[:skipped] + string(out)
	return outer, nil
}
