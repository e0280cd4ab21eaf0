package manifest

import (
	"bytes"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// fastParser reads the plain part of YAML that charts are mostly made of: block
// mappings and sequences, scalars on one line, literal block scalars, and flow
// collections on one line. Whatever else stands in a text (anchors, tags, merge
// keys, folded or continued scalars, odd escapes, …) it leaves to go-yaml, and
// what go-yaml would refuse, too. BenchmarkParse compares the
// two.
//
// FuzzFastParser holds its trees to those of go-yaml, positions and styles
// included. Edits are never proved by it.
type fastParser struct {
	src   []byte
	lines lines
	line  int // index of the line that is looked at
	depth int // how deep the collections that are being read nest

	// the last place on a line with more than ASCII, so that columns are counted on
	// from there
	seenLine, seenByte, seenRune int
}

// fastDepth is how deep the fast parser goes: it must end before the stack does.
const fastDepth = 500

// decodeFast sets the text's root, or reports that go-yaml has to read it.
func (t *Text) decodeFast() bool {
	p := &fastParser{src: t.src, lines: t.lines}
	if bytes.HasPrefix(t.src, []byte("...")) || bytes.Contains(t.src, []byte("\n...")) {
		return false // the end of a document, perhaps
	}
	if len(t.src) == 0 || t.src[len(t.src)-1] != '\n' || bytes.Count(t.src, newline) != len(t.lines.starts)-1 || !plainText(t.src, t.lines.ascii) {
		return false
	}
	if !p.next() || p.indent() != 0 {
		return false
	}
	root, ok := p.mapping(0, 0)
	if !ok || p.next() {
		return false
	}
	t.root = root
	return true
}

// plainText reports whether a text holds only characters that YAML takes
// anywhere.
func plainText(text []byte, ascii bool) bool {
	for _, c := range text {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return false
		}
	}
	if ascii {
		return true
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError || r >= 0x80 && r < 0xA0 || r == 0xFEFF || r&^1 == 0xFFFE {
			return false
		}
		i += n
	}
	return true
}

// next goes to the next line, this one included, that holds more than blanks and
// comments; false at the end.
func (p *fastParser) next() bool {
	for ; p.line < len(p.lines.starts); p.line++ {
		if text := p.text(p.line); len(text) > 0 {
			if i := p.lines.indent(p.line); i < len(text) && text[i] != '#' {
				return true
			}
		}
	}
	return false
}

// text returns line i without its break.
func (p *fastParser) text(i int) []byte {
	if i+1 >= len(p.lines.starts) {
		return nil // a text ends with a line break
	}
	return p.src[p.lines.starts[i] : p.lines.starts[i+1]-1]
}

func (p *fastParser) indent() int { return p.lines.indent(p.line) }

// node makes a node at a column, in bytes, of the line.
func (p *fastParser) node(kind yaml.Kind, column int) *yaml.Node {
	n := &yaml.Node{Kind: kind, Line: p.line + 1, Column: column + 1}
	if !p.lines.ascii {
		if p.seenLine != p.line || p.seenByte > column {
			p.seenLine, p.seenByte, p.seenRune = p.line, 0, 0
		}
		p.seenRune += utf8.RuneCount(p.text(p.line)[p.seenByte:column])
		p.seenByte = column
		n.Column = p.seenRune + 1
	}
	switch kind {
	case yaml.MappingNode:
		n.Tag = "!!map"
	case yaml.SequenceNode:
		n.Tag = "!!seq"
	}
	return n
}

// dash reports whether the text at a column is the "-" of a sequence.
func dash(text []byte, column int) bool {
	return column < len(text) && text[column] == '-' && (column+1 == len(text) || text[column+1] == ' ')
}

// mapping reads the entries at column c. The first key stands at column first of
// the line, which is c, or behind dashes.
func (p *fastParser) mapping(c, first int) (*yaml.Node, bool) {
	if p.depth++; p.depth > fastDepth {
		return nil, false
	}
	defer func() { p.depth-- }()
	m := p.node(yaml.MappingNode, first)
	for at := first; ; at = c {
		key, rest, ok := p.key(at)
		if !ok {
			return nil, false
		}
		value, ok := p.value(rest, c, true)
		if !ok {
			return nil, false
		}
		m.Content = append(m.Content, key, value)
		if !p.next() || p.indent() < c {
			return m, true
		}
		if p.indent() > c || dash(p.text(p.line), c) {
			return nil, false
		}
	}
}

// sequence reads the items whose dashes stand at column c.
func (p *fastParser) sequence(c int) (*yaml.Node, bool) {
	if p.depth++; p.depth > fastDepth {
		return nil, false
	}
	defer func() { p.depth-- }()
	s := p.node(yaml.SequenceNode, c)
	for {
		text := p.text(p.line)
		at := skipSpaces(text, c+1)
		if at < len(text) && dash(text, at) {
			return nil, false
		}
		var item *yaml.Node
		var ok bool
		if _, _, isKey := p.key(at); isKey {
			item, ok = p.mapping(at, at)
		} else {
			item, ok = p.value(c+1, c, false)
		}
		if !ok {
			return nil, false
		}
		s.Content = append(s.Content, item)
		if !p.next() || p.indent() < c || p.indent() == c && !dash(p.text(p.line), c) {
			return s, true
		}
		if p.indent() > c {
			return nil, false
		}
	}
}

// value reads what follows a key's colon, or a dash, at a column of the line:
// a scalar, or a block on the next lines. c is the column of the mapping or
// sequence. It leaves p behind the value.
func (p *fastParser) value(at, c int, ofKey bool) (*yaml.Node, bool) {
	text := p.text(p.line)
	blank := at
	at = skipSpaces(text, at)
	if at == len(text) || text[at] == '#' && at > blank {
		return p.below(blank, c, ofKey)
	}
	if text[at] == '|' {
		return p.literal(at, c)
	}
	n, end, ok := p.scalar(text, at)
	if !ok || !onlyComment(text, end) {
		return nil, false
	}
	p.line++
	if p.next() && p.indent() > c {
		return nil, false // a continued scalar, or an error
	}
	return n, true
}

// below reads the block on the lines after a key or dash that ends at a column,
// or nothing, which is null.
func (p *fastParser) below(end, c int, ofKey bool) (*yaml.Node, bool) {
	null := p.node(yaml.ScalarNode, end)
	null.Tag = "!!null"
	p.line++
	if !p.next() {
		return null, true
	}
	d := p.indent()
	switch text := p.text(p.line); {
	case d > c && dash(text, d), ofKey && d == c && dash(text, d):
		return p.sequence(d)
	case d > c:
		return p.mapping(d, d)
	}
	return null, true
}

func skipSpaces(text []byte, i int) int {
	for i < len(text) && text[i] == ' ' {
		i++
	}
	return i
}

// onlyComment reports whether a line holds nothing but a comment from i on.
func onlyComment(text []byte, i int) bool {
	j := skipSpaces(text, i)
	return j == len(text) || j > i && text[j] == '#'
}
