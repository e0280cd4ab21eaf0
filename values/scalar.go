package values

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// text is a column of one text. The empty text means: not set.
func text[S any, T ~string](r rule, at func(*S) *T) column[S] {
	return cell[S, T]{at: at, kind: kind[T]{
		name:     r.name,
		describe: func() schema { return orEmpty(schema{"type": "string"}.with(r.schema())) },
		text:     func(uses []string) (T, *fault) { return T(last(uses)), nil },
		node: func(n *yaml.Node) (T, *fault) {
			s, f := scalar(n, "!!str")
			return T(s), f
		},
		valid: func(v T) *fault {
			if v == "" {
				return nil
			}
			return r.check(string(v))
		},
	}}
}

// orEmpty lets an enumeration take the empty text as well.
func orEmpty(s schema) schema {
	if choices, ok := s["enum"].([]string); ok {
		s["enum"] = append([]string{""}, choices...)
	}
	return s
}

// toggle is a column of true or false.
func toggle[S any](at func(*S) *bool) column[S] {
	return cell[S, bool]{at: at, kind: kind[bool]{
		name:     "bool",
		describe: func() schema { return schema{"type": "boolean"} },
		text:     func(uses []string) (bool, *fault) { return truth(last(uses)) },
		node: func(n *yaml.Node) (bool, *fault) {
			s, f := scalar(n, "!!bool")
			if f != nil {
				return false, f
			}
			return truth(strings.ToLower(s))
		},
		valid: func(bool) *fault { return nil },
	}}
}

func truth(s string) (bool, *fault) {
	v, err := strconv.ParseBool(s)
	if err != nil {
		return false, faultf("is neither true nor false")
	}
	return v, nil
}

// number is a column of a whole number from least to most, or 0 where zero
// says so.
func number[S any, T int | int64](least, most T, zero bool, at func(*S) *T) column[S] {
	read := func(s string) (T, *fault) {
		v, err := strconv.ParseInt(s, 10, 64)
		if err != nil || int64(T(v)) != v {
			return 0, faultf("is not a whole number").withHint("digits only, from %d to %d", least, most)
		}
		return T(v), nil
	}
	return cell[S, T]{at: at, kind: kind[T]{
		name: "number",
		describe: func() schema {
			bounds := schema{"type": "integer", "minimum": least, "maximum": most}
			if zero {
				return schema{"anyOf": []schema{{"const": 0}, bounds}}
			}
			return bounds
		},
		text: func(uses []string) (T, *fault) { return read(last(uses)) },
		node: func(n *yaml.Node) (T, *fault) {
			s, f := scalar(n, "!!int")
			if f != nil {
				return 0, f
			}
			return read(s)
		},
		valid: func(v T) *fault {
			if v >= least && v <= most || zero && v == 0 {
				return nil
			}
			f := faultf("is %d, which is not from %d to %d", v, least, most)
			if zero {
				f = f.withHint("0 leaves it to the cluster")
			}
			return f
		},
	}}
}

// scalar is the text of a node that must have the given tag, as the YAML core
// schema resolves it: clientId: 12 is a number, not a text.
func scalar(n *yaml.Node, tag string) (string, *fault) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == tag {
		return n.Value, nil
	}
	f := faultf("wants %s, has %s", tagName(tag), nodeName(n))
	switch {
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null":
		f = f.withHint("remove the key, or give it a value")
	case tag == "!!str" && n.Kind == yaml.ScalarNode:
		f = f.withHint("put it in quotes")
	case tag == "!!bool":
		f = f.withHint("true or false, without quotes")
	case tag == "!!int":
		f = f.withHint("digits only, without quotes")
	}
	return "", f
}

// nodeName says what a node is in a word.
func nodeName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	return tagName(n.ShortTag())
}

func tagName(tag string) string {
	switch tag {
	case "!!str":
		return "text"
	case "!!bool":
		return "true or false"
	case "!!int", "!!float":
		return "a number"
	case "!!null":
		return "nothing"
	case "!!timestamp":
		return "a date"
	}
	return "a value with a tag"
}

// last is the use of a flag that counts when it takes one value.
func last(uses []string) string { return uses[len(uses)-1] }
