package manifest

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// scanner finds where nodes start and end in the bytes. The parser gives only
// start positions, and those of an anchor or tag where a node has one; ends are
// found by following the node's own syntax. Every method reports false when the
// bytes are not what the tree says: the edit is then refused.
type scanner struct {
	src    []byte
	lines  lines
	edited map[*yaml.Node]*edit // nodes that no longer are what the bytes say
}

// asRead returns the node as the bytes have it, whatever was done to it since.
func (s scanner) asRead(n *yaml.Node) *yaml.Node {
	if e := s.edited[n]; e != nil {
		return &e.was
	}
	return n
}

// start returns the offset of the node's first byte: its anchor or tag, if any.
func (s scanner) start(n *yaml.Node) (int, bool) { return s.lines.offset(n.Line, n.Column) }

// content returns the offset of the node's content, after anchor and tag.
func (s scanner) content(n *yaml.Node) (int, bool) {
	n = s.asRead(n)
	at, ok := s.start(n)
	if !ok {
		return 0, false
	}
	if n.Kind == yaml.AliasNode {
		return at, true
	}
	for at < len(s.src) && (s.src[at] == '&' && n.Anchor != "" || s.src[at] == '!') {
		end := s.word(at)
		if isEmpty(n) {
			at = end // an empty node ends with its properties
			if next := skipBlank(s.src, at); next >= len(s.src) || s.src[next] != '&' && s.src[next] != '!' {
				return at, true
			}
		}
		at = s.space(end)
	}
	return at, true
}

// word returns the end of the anchor, tag or alias name that starts at offset at.
func (s scanner) word(at int) int {
	for at < len(s.src) && breakAt(s.src, at) == 0 && !strings.ContainsRune(" \t,[]{}", rune(s.src[at])) {
		at++
	}
	return at
}

// space skips blanks, line breaks and comments.
func (s scanner) space(at int) int {
	for at < len(s.src) {
		switch c := s.src[at]; {
		case c == ' ' || c == '\t':
			at++
		case breakAt(s.src, at) > 0:
			at += breakAt(s.src, at)
		case c == '#' && (at == 0 || s.src[at-1] == ' ' || s.src[at-1] == '\t' || s.lines.starts[s.lines.line(at)] == at):
			at = s.lines.end(s.lines.line(at))
		default:
			return at
		}
	}
	return at
}

// end returns the offset just after the node's last byte. A block scalar ends
// before the break of its last line.
func (s scanner) end(n *yaml.Node) (int, bool) {
	n = s.asRead(n)
	at, ok := s.content(n)
	if !ok {
		return 0, false
	}
	switch n.Kind {
	case yaml.AliasNode:
		return s.word(at), at < len(s.src) && s.src[at] == '*'
	case yaml.ScalarNode:
		return s.scalarEnd(n, at)
	case yaml.MappingNode:
		return s.mappingEnd(n, at)
	case yaml.SequenceNode:
		return s.sequenceEnd(n, at)
	}
	return 0, false
}

func (s scanner) scalarEnd(n *yaml.Node, at int) (int, bool) {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return s.quoted(at, '"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		return s.quoted(at, '\'')
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		b, ok := s.block(n, at)
		return b.end, ok
	}
	return s.plain(n.Value, at)
}

// quoted returns the end of the quoted scalar that starts at offset at.
func (s scanner) quoted(at int, quote byte) (int, bool) {
	if at >= len(s.src) || s.src[at] != quote {
		return 0, false
	}
	for at++; at < len(s.src); at++ {
		switch s.src[at] {
		case '\\':
			if quote == '"' {
				at++
			}
		case quote:
			if quote == '\'' && at+1 < len(s.src) && s.src[at+1] == '\'' {
				at++
				continue
			}
			return at + 1, true
		}
	}
	return 0, false
}

// plain returns the end of the plain scalar of that value: its words stand in
// the text as they are, with any white space between them.
func (s scanner) plain(value string, at int) (int, bool) {
	words := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(" \t\n\u2028\u2029", r) })
	for i, word := range words {
		for i > 0 && at < len(s.src) && (s.src[at] == ' ' || s.src[at] == '\t' || breakAt(s.src, at) > 0) {
			at += max(1, breakAt(s.src, at))
		}
		if !bytes.HasPrefix(s.src[at:], []byte(word)) {
			return 0, false
		}
		at += len(word)
	}
	return at, true
}

// mappingEnd finds the end by the last entry, which is cheap even in huge maps.
func (s scanner) mappingEnd(n *yaml.Node, at int) (int, bool) {
	flow := at < len(s.src) && s.src[at] == '{' && n.Style&yaml.FlowStyle != 0
	end := at + 1
	if len(n.Content) > 0 {
		var ok bool
		if end, ok = s.entryEnd(n.Content[len(n.Content)-2], n.Content[len(n.Content)-1]); !ok {
			return 0, false
		}
	}
	if !flow {
		return end, len(n.Content) > 0
	}
	return s.closing(end, '}')
}

func (s scanner) sequenceEnd(n *yaml.Node, at int) (int, bool) {
	flow := at < len(s.src) && s.src[at] == '[' && n.Style&yaml.FlowStyle != 0
	end := at + 1
	if len(n.Content) > 0 {
		var ok bool
		if end, ok = s.end(n.Content[len(n.Content)-1]); !ok {
			return 0, false
		}
	}
	if !flow {
		return end, len(n.Content) > 0
	}
	return s.closing(end, ']')
}

// closing returns the end of a flow collection whose last entry ends at offset at.
func (s scanner) closing(at int, bracket byte) (int, bool) {
	at = s.space(at)
	if at < len(s.src) && s.src[at] == ',' {
		at = s.space(at + 1)
	}
	return at + 1, at < len(s.src) && s.src[at] == bracket
}

// entryEnd returns the end of a mapping entry, colon included when the value is
// empty.
func (s scanner) entryEnd(key, value *yaml.Node) (int, bool) {
	value = s.asRead(value)
	if !isEmpty(value) {
		return s.end(value)
	}
	end, ok := s.end(key)
	if !ok {
		return 0, false
	}
	if colon := s.space(end); colon < len(s.src) && s.src[colon] == ':' {
		end = colon + 1
	}
	if value.Anchor != "" || value.Style&yaml.TaggedStyle != 0 {
		return s.content(value)
	}
	return end, true
}

// isEmpty reports whether a node has no text at all: a null that is not written
// out, or a tag alone.
func isEmpty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style&^yaml.TaggedStyle == 0
}
