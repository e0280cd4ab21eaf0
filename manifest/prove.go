package manifest

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// Bytes returns the text with its edits in place. The result is parsed again and
// must hold the tree that the edits intended: the same kinds, resolved tags,
// values, keys in order, anchors and alias names. Style and comments are free.
func (t *Text) Bytes(maxDepth int) ([]byte, error) {
	out, _, err := t.rewrite(maxDepth)
	return out, err
}

// rewrite returns the proved text and the splices that made it. It works once:
// carrying the edits of embedded texts over changes the tree.
func (t *Text) rewrite(maxDepth int) ([]byte, []Splice, error) {
	splices, err := t.splices(maxDepth)
	if err != nil || len(splices) == 0 {
		return t.src, nil, err
	}
	out := apply(t.src, splices)
	if !t.holdsInPart(splices, maxDepth) && !t.holds(out, t.root, maxDepth) {
		return nil, nil, t.unproved()
	}
	return out, splices, nil
}

// addedDepth is how much deeper an edit can nest a text than it was.
const addedDepth = 10

// holds reports whether a text reads, to go-yaml, as the tree below n.
func (t *Text) holds(text []byte, n *yaml.Node, maxDepth int) bool {
	again, err := parse(text, t.Place, maxDepth+addedDepth, func(*Text) bool { return false })
	return err == nil && again.root != nil && again.json == t.json && equal(again.root, n)
}

// unproved is the error of an edit whose result is not the intended one.
func (t *Text) unproved() error {
	n := t.root
	if len(t.edits) > 0 {
		n = &t.edits[0].was
	}
	return t.errorf(n, "this text cannot be edited safely: the result would not read as intended").
		WithHint("write it in a plainer style, or opt the resource out with the annotation postrender.dev/skip: \"true\"; please report it, too")
}

// apply returns text with splices, which are in order, in place.
func apply(text []byte, splices []Splice) []byte {
	size := len(text)
	for _, s := range splices {
		size += len(s.New)
	}
	out := make([]byte, 0, size)
	at := 0
	for _, s := range splices {
		out = append(out, text[at:s.Start]...)
		out = append(out, s.New...)
		at = s.End
	}
	return append(out, text[at:]...)
}

// equal compares two trees by what a reader of them sees, aliases by name.
func equal(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || a.Anchor != b.Anchor || len(a.Content) != len(b.Content) {
		return false
	}
	if a.Kind == yaml.AliasNode || a.Kind == yaml.ScalarNode {
		if a.Value != b.Value {
			return false
		}
	}
	if a.Kind != yaml.AliasNode && shortTag(a) != shortTag(b) {
		return false
	}
	for i := range a.Content {
		if !equal(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}

// shortTag is the resolved tag. A merge key counts as one with and without the
// tag that go-yaml writes before it.
func shortTag(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode && isMerge(n) {
		return mergeTag
	}
	return strings.TrimPrefix(n.ShortTag(), "!!")
}
