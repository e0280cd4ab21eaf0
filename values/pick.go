package values

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxVisits bounds the search of one values file: merge keys can be nested so
// that following all of them would never end.
const maxVisits = 100_000

// picker finds what is wanted in a document, through aliases and merge keys.
// Equal keys are no error for Helm: the last one counts.
type picker struct {
	left int // mappings that may still be looked into
}

// wanted is the shape of identityPaths.
func wanted() tree {
	out := tree{}
	for _, base := range identityPaths {
		at := out
		for part := range strings.SplitSeq(base, ".") {
			below, ok := at[part].(tree)
			if !ok {
				below = tree{}
				at[part] = below
			}
			at = below
		}
		for _, key := range idKeys {
			at[key] = nil
		}
	}
	return out
}

// pick copies the wanted part of a node. What is neither a mapping, nor text,
// nor null is only noted, as true.
func (p *picker) pick(n *yaml.Node, shape any) any {
	n = target(n)
	if below, ok := shape.(tree); ok && n.Kind == yaml.MappingNode {
		out := tree{}
		for key, sub := range below {
			if value := p.field(n, key); value != nil {
				out[key] = p.pick(value, sub)
			}
		}
		return out
	}
	switch {
	case n.Kind != yaml.ScalarNode:
		return true
	case n.ShortTag() == "!!null":
		return nil
	case n.ShortTag() == "!!str":
		return n.Value
	}
	return true
}

// field is the value of a key of a mapping; nil when there is none. A mapping's
// own keys are stronger than merged ones.
func (p *picker) field(n *yaml.Node, key string) (found *yaml.Node) {
	n = target(n)
	if p.left--; p.left < 0 || n.Kind != yaml.MappingNode {
		return nil
	}
	var merged *yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		switch n.Content[i].Value {
		case key:
			found = n.Content[i+1]
		case "<<":
			merged = target(n.Content[i+1])
		}
	}
	if found != nil || merged == nil {
		return found
	}
	if merged.Kind == yaml.MappingNode {
		return p.field(merged, key)
	}
	for _, m := range merged.Content { // a list of mappings: the first is the strongest
		if found = p.field(m, key); found != nil {
			return found
		}
	}
	return nil
}

func target(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}
