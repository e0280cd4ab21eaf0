package manifest

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// edit is what was done to one node of the tree. The tree itself holds the
// intended result; an edit remembers what the bytes still hold.
type edit struct {
	node  *yaml.Node
	was   yaml.Node // node as it was read
	added int       // position in node.Content of the first new entry; -1: node itself was replaced
	way             // how node was reached
}

// way is the mappings that lead from a resource to a node, outermost first. Of
// two edits at one place the one with the longer way comes first.
type way []*yaml.Node

// parent returns the mapping that holds the node, nil for a resource itself.
func (w way) parent() *yaml.Node {
	if len(w) == 0 {
		return nil
	}
	return w[len(w)-1]
}

// backwards returns the mappings of the way, innermost first.
func (w way) backwards() []*yaml.Node {
	nodes := slices.Clone(w)
	slices.Reverse(nodes)
	return nodes
}

// then returns the way one mapping further.
func (w way) then(m *yaml.Node) way { return append(w[:len(w):len(w)], m) }

// Scalar is a string to write.
type Scalar struct {
	Value string
	Plain bool // without quotes where YAML reads it as the same string
}

func (v Scalar) node() *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v.Value}
	if !v.Plain {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// set gives the scalar at path, below mapping m, a value; mappings on the way
// are made where they are missing or null. An equal string is no edit.
func (t *Text) set(m *yaml.Node, path []string, v Scalar) error {
	var w way
	for i, key := range path {
		var err error
		if err = t.open(m, w); err != nil {
			return err
		}
		last := i == len(path)-1
		at := own(m, key)
		switch {
		case len(at) > 1:
			return t.duplicateError(m.Content[at[0]-1], m.Content[at[1]-1])
		case len(at) == 0 && last:
			return t.add(m, w, key, v.node())
		case len(at) == 0:
			if inherited := Get(m, key); inherited != nil && !isNull(inherited) {
				return t.errorf(m, "%s comes in by a merge key, from line %d", key, t.placeOf(inherited).Line).
					WithHint("write %s out here, so that a line can be added to it", key)
			}
			child := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
			if err = t.add(m, w, key, child); err != nil {
				return err
			}
			m, w = child, w.then(m)
		case overridden(m, at[0]) != nil:
			return t.errorf(m.Content[at[0]], "a merge key below, from line %d, brings %s too: readers disagree on which one counts", t.placeOf(overridden(m, at[0])).Line, key).
				WithHint("put the merge key first in its mapping")
		case last:
			return t.replace(m.Content[at[0]], w.then(m), v)
		default:
			m, w = m.Content[at[0]], w.then(m)
		}
	}
	return nil
}

// open makes sure that entries can be added to, or looked for in, node m.
func (t *Text) open(m *yaml.Node, w way) error {
	switch {
	case m.Kind == yaml.AliasNode:
		return t.widen(m, w)
	case isNull(m):
		if err := t.unshared(m); err != nil {
			return err
		}
		t.edit(m, w, -1)
		m.Kind, m.Tag, m.Value, m.Style = yaml.MappingNode, "!!map", "", 0
		return nil
	case m.Kind != yaml.MappingNode:
		return t.errorf(m, "expected a mapping")
	}
	return t.unshared(m)
}

// widen turns the alias m into a mapping that merges what the alias stands for.
func (t *Text) widen(m *yaml.Node, w way) error {
	if m.Alias.Kind != yaml.MappingNode {
		return t.errorf(m, "alias *%s stands for no mapping", m.Value)
	}
	t.edit(m, w, -1)
	alias := *m
	alias.Line, alias.Column = 0, 0
	*m = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: m.Line, Column: m.Column, Content: []*yaml.Node{
		{Kind: yaml.ScalarNode, Tag: mergeTag, Value: "<<"}, &alias,
	}}
	return nil
}

// unshared refuses to change a node that an alias uses as well.
func (t *Text) unshared(n *yaml.Node) error {
	user := t.shared[n]
	if user == nil {
		return nil
	}
	return t.errorf(n, "&%s is also used by line %d, which the edit would change too", n.Anchor, t.placeOf(user).Line).
		WithHint("write one of the two out, without the anchor")
}

func (t *Text) duplicateError(first, last *yaml.Node) error {
	return t.errorf(last, "duplicate key %q, first on line %d: readers disagree on which one counts", last.Value, t.placeOf(first).Line).
		WithHint("remove one of them")
}

// add appends an entry to mapping m.
func (t *Text) add(m *yaml.Node, w way, key string, value *yaml.Node) error {
	if first, last := duplicate(m); first != nil {
		return t.duplicateError(first, last)
	}
	if m.Line > 0 {
		t.edit(m, w, len(m.Content))
	}
	m.Content = append(m.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, value)
	return nil
}

// replace gives scalar n another value. Quotes stay what they are; what had none
// gets those of v.
func (t *Text) replace(n *yaml.Node, w way, v Scalar) error {
	if n.Kind != yaml.ScalarNode && n.Kind != yaml.AliasNode {
		return t.errorf(n, "expected a string")
	}
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str" && n.Value == v.Value {
		return nil
	}
	if err := t.unshared(n); err != nil {
		return err
	}
	t.edit(n, w, -1)
	style := v.node().Style
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!str" && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		style = n.Style & (yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle)
	}
	n.Kind, n.Alias, n.Tag, n.Value, n.Style = yaml.ScalarNode, nil, "!!str", v.Value, style
	return nil
}

// edit records, once a node, what the node was before its first change.
func (t *Text) edit(n *yaml.Node, w way, added int) {
	if t.edited[n] != nil {
		return
	}
	e := &edit{node: n, was: *n, added: added, way: w}
	t.edited[n] = e
	t.edits = append(t.edits, e)
}
