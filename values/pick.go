package values

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/manifest"
)

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

// pick copies the wanted part of a node, read as Kubernetes' readers do: through
// aliases and merge keys, the last of equal keys. What is neither a mapping, nor
// text, nor null is only noted, as true.
func pick(n *yaml.Node, shape any) any {
	n = manifest.Resolve(n)
	if below, ok := shape.(tree); ok && n.Kind == yaml.MappingNode {
		out := tree{}
		for key, sub := range below {
			if value := manifest.Get(n, key); value != nil {
				out[key] = pick(value, sub)
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
