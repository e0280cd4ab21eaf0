package manifest

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// longKey is how long a key may be: go-yaml refuses one of 1024 characters.
const longKey = 1000

// key reads a key and its colon at a column of the line; rest is the column
// behind the colon.
func (p *fastParser) key(at int) (key *yaml.Node, rest int, ok bool) {
	text := p.text(p.line)
	if at >= len(text) {
		return nil, 0, false
	}
	end := at
	if text[at] == '"' || text[at] == '\'' {
		if key, end, ok = p.quoted(text, at); !ok {
			return nil, 0, false
		}
	} else {
		if !wordStart(text[at]) {
			return nil, 0, false
		}
		for end < len(text) && !(text[end] == ':' && (end+1 == len(text) || text[end+1] == ' ')) {
			if text[end] == '\t' || text[end] == '#' && text[end-1] == ' ' {
				return nil, 0, false
			}
			end++
		}
		key = p.node(yaml.ScalarNode, at)
		key.Value = string(bytes.TrimRight(text[at:end], " "))
	}
	colon := skipSpaces(text, end)
	if colon >= len(text) || text[colon] != ':' || colon+1 < len(text) && text[colon+1] != ' ' || colon-at > longKey || key.Value == "<<" {
		return nil, 0, false
	}
	return key, colon + 1, true
}

// wordStart reports whether a plain scalar that is nothing special can start
// with c.
func wordStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '/' || c == '.' || c == '_' || c == '$' || c == '(' || c == '~' || c >= 0x80
}

// scalar reads a value that ends on the line; end is the column behind it.
func (p *fastParser) scalar(text []byte, at int) (n *yaml.Node, end int, ok bool) {
	switch c := text[at]; {
	case c == '"' || c == '\'':
		return p.quoted(text, at)
	case c == '{' || c == '[':
		return p.flow(text, at)
	case !wordStart(c) && !(c == '-' && at+1 < len(text) && text[at+1] != ' ' && wordStart(text[at+1])):
		return nil, 0, false
	}
	for end = at; end < len(text) && !(text[end] == '#' && text[end-1] == ' '); end++ {
		if text[end] == '\t' || text[end] == ':' && (end+1 == len(text) || text[end+1] == ' ') {
			return nil, 0, false
		}
	}
	n = p.node(yaml.ScalarNode, at)
	n.Value = string(bytes.TrimRight(text[at:end], " "))
	return n, at + len(n.Value), true
}

// quoted reads a quoted scalar that ends on the line, with the escapes that
// people write.
func (p *fastParser) quoted(text []byte, at int) (n *yaml.Node, end int, ok bool) {
	quote := text[at]
	n = p.node(yaml.ScalarNode, at)
	n.Tag, n.Style = "!!str", yaml.SingleQuotedStyle
	if quote == '"' {
		n.Style = yaml.DoubleQuotedStyle
	}
	var b strings.Builder
	for i := at + 1; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\t':
			return nil, 0, false
		case c == '\\' && quote == '"':
			i++
			if i == len(text) {
				return nil, 0, false
			}
			escape := strings.IndexByte(`nt"\`, text[i])
			if escape < 0 {
				return nil, 0, false
			}
			b.WriteByte("\n\t\"\\"[escape])
		case c == quote && quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
			b.WriteByte(quote)
		case c == quote:
			n.Value = b.String()
			return n, i + 1, true
		default:
			b.WriteByte(c)
		}
	}
	return nil, 0, false
}

// literal reads a block scalar that has no more than a chomping indicator.
func (p *fastParser) literal(at, c int) (*yaml.Node, bool) {
	n := p.node(yaml.ScalarNode, at)
	n.Tag, n.Style = "!!str", yaml.LiteralStyle
	chomp := string(p.text(p.line)[at+1:])
	if chomp != "" && chomp != "-" && chomp != "+" {
		return nil, false
	}
	first := p.line + 1
	for p.line = first; p.line+1 < len(p.lines.starts) && len(p.text(p.line)) == 0; p.line++ {
	}
	if p.line+1 >= len(p.lines.starts) || p.indent() == len(p.text(p.line)) {
		return nil, false
	}
	indent := p.indent()
	if indent <= c || p.text(p.line)[indent] == '\t' {
		return nil, false
	}
	var b strings.Builder
	for p.line = first; p.line+1 < len(p.lines.starts); p.line++ {
		text := p.text(p.line)
		if i := p.lines.indent(p.line); i < indent && i < len(text) {
			if text[i] == '\t' {
				return nil, false
			}
			break
		}
		if len(text) > indent {
			b.Write(text[indent:])
		}
		b.WriteByte('\n')
	}
	n.Value = b.String()
	switch chomp {
	case "-":
		n.Value = strings.TrimRight(n.Value, "\n")
	case "":
		n.Value = strings.TrimRight(n.Value, "\n") + "\n"
	}
	if p.next() && p.indent() > c {
		return nil, false
	}
	return n, true
}

// flow reads a flow collection that ends on the line and holds only quoted
// scalars, simple words and more of the kind.
func (p *fastParser) flow(text []byte, at int) (n *yaml.Node, end int, ok bool) {
	if p.depth++; p.depth > fastDepth {
		return nil, 0, false
	}
	defer func() { p.depth-- }()
	kind, bracket := yaml.SequenceNode, byte(']')
	if text[at] == '{' {
		kind, bracket = yaml.MappingNode, '}'
	}
	n = p.node(kind, at)
	n.Style = yaml.FlowStyle
	at = skipSpaces(text, at+1)
	for at < len(text) && text[at] != bracket {
		var item *yaml.Node
		if kind == yaml.MappingNode {
			start := at
			if item, at, ok = p.flowItem(text, at); !ok || item.Kind != yaml.ScalarNode || item.Value == "<<" || at+1 >= len(text) || text[at] != ':' || text[at+1] != ' ' || at-start > longKey {
				return nil, 0, false
			}
			n.Content = append(n.Content, item)
			at = skipSpaces(text, at+1)
		}
		if item, at, ok = p.flowItem(text, at); !ok {
			return nil, 0, false
		}
		n.Content = append(n.Content, item)
		at = skipSpaces(text, at)
		if at < len(text) && text[at] == ',' {
			if at = skipSpaces(text, at+1); at < len(text) && text[at] == bracket {
				return nil, 0, false
			}
		} else if at >= len(text) || text[at] != bracket {
			return nil, 0, false
		}
	}
	return n, at + 1, at < len(text)
}

func (p *fastParser) flowItem(text []byte, at int) (n *yaml.Node, end int, ok bool) {
	if at >= len(text) {
		return nil, 0, false
	}
	switch c := text[at]; {
	case c == '"' || c == '\'':
		return p.quoted(text, at)
	case c == '{' || c == '[':
		return p.flow(text, at)
	case !wordStart(c):
		return nil, 0, false
	}
	for end = at; end < len(text) && (nameByte(text[end]) || text[end] == '/'); end++ {
	}
	if end < len(text) && strings.IndexByte(" ,]}:", text[end]) < 0 {
		return nil, 0, false
	}
	if next := skipSpaces(text, end); next == len(text) || next > end && strings.IndexByte(",]}", text[next]) < 0 {
		return nil, 0, false
	}
	n = p.node(yaml.ScalarNode, at)
	n.Value = string(text[at:end])
	return n, end, true
}
