package manifest

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// carry translates splices of the text in scalar n into splices of t.
func (t *Text) carry(n *yaml.Node, splices []Splice) ([]Splice, bool) {
	at, ok := t.scan.content(n)
	if !ok {
		return nil, false
	}
	switch {
	case n.Style&yaml.LiteralStyle != 0:
		return t.carryLiteral(n, at, splices)
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return t.carryQuoted(at, splices, unescape, func(s string) string {
			quoted := Quote(s)
			return quoted[1 : len(quoted)-1]
		})
	case n.Style&yaml.SingleQuotedStyle != 0 && t.oneLine(n, at):
		for _, s := range splices {
			if strings.ContainsAny(s.New, "\r\n") {
				return t.requote(n, at, splices)
			}
		}
		return t.carryQuoted(at, splices, unquote, func(s string) string { return strings.ReplaceAll(s, "'", "''") })
	}
	return nil, false
}

func (t *Text) oneLine(n *yaml.Node, at int) bool {
	end, ok := t.scan.end(n)
	return ok && t.lines.line(at) == t.lines.line(end)
}

// requote writes a one-line scalar anew, because single quotes cannot hold a
// line break on one line.
func (t *Text) requote(n *yaml.Node, at int, splices []Splice) ([]Splice, bool) {
	end, ok := t.scan.end(n)
	value := apply([]byte(n.Value), splices)
	return []Splice{{at, end, Quote(string(value)), maxTextDepth}}, ok
}

// maxTextDepth orders splices inside a scalar before those at its end.
const maxTextDepth = 1 << 20

// carryLiteral maps offsets line by line: line k of the value is line first+k of
// the text, behind the block's indent. Line separators that YAML keeps (LS, PS)
// break lines in both.
func (t *Text) carryLiteral(n *yaml.Node, at int, splices []Splice) ([]Splice, bool) {
	b, ok := t.scan.block(n, at)
	if !ok {
		return nil, false
	}
	value := indexLines([]byte(n.Value), true)
	place := func(offset int) (int, bool) {
		k := value.line(offset)
		column := offset - value.starts[k]
		line := b.first + k
		if line >= len(t.lines.starts) {
			return 0, false
		}
		start, end := t.lines.starts[line], t.lines.end(line)
		if column == 0 && start+b.indent > end {
			return end, true
		}
		return start + b.indent + column, start+b.indent+column <= end
	}
	indent := t.eol + strings.Repeat(" ", b.indent)
	out := make([]Splice, len(splices))
	for i, s := range splices {
		start, ok := place(s.Start)
		end, ok2 := place(s.End)
		if !ok || !ok2 {
			return nil, false
		}
		out[i] = Splice{start, end, strings.ReplaceAll(s.New, "\n", indent), maxTextDepth - i}
	}
	return out, true
}

// carryQuoted maps offsets by walking the quoted text; step reads one unit of it
// and returns how many bytes it takes and how many bytes of value it gives.
func (t *Text) carryQuoted(at int, splices []Splice, step func(text []byte) (taken, given int), encode func(string) string) ([]Splice, bool) {
	out := make([]Splice, len(splices))
	for i, s := range splices {
		out[i] = Splice{-1, -1, encode(s.New), maxTextDepth - i}
	}
	src, value := at+1, 0
	for i := 0; i < len(splices); {
		if value >= splices[i].Start && out[i].Start < 0 {
			out[i].Start = src
		}
		if value >= splices[i].End {
			out[i].End = src
			i++
			continue
		}
		if src >= len(t.src) {
			return nil, false
		}
		taken, given := step(t.src[src:])
		if taken == 0 {
			return nil, false
		}
		src, value = src+taken, value+given
	}
	return out, true
}

// unquote reads one unit of a single-quoted scalar on one line.
func unquote(text []byte) (taken, given int) {
	if text[0] == '\'' {
		if len(text) > 1 && text[1] == '\'' {
			return 2, 1
		}
		return 0, 0
	}
	return 1, 1
}

// unescape reads one unit of a double-quoted scalar: a byte or an escape. Line
// folding is read as YAML does it: a break and the blanks around it give a space,
// further breaks one line break each.
func unescape(text []byte) (taken, given int) {
	switch {
	case text[0] == '"':
		return 0, 0
	case text[0] == '\\':
		return unescapeOne(text)
	}
	i := skipBlank(text, 0)
	if i == len(text) || breakAt(text, i) == 0 {
		return 1, 1
	}
	breaks := 0
	for i < len(text) && breakAt(text, i) > 0 {
		breaks++
		i = skipBlank(text, i+breakAt(text, i))
	}
	return i, max(1, breaks-1)
}

func unescapeOne(text []byte) (taken, given int) {
	if len(text) < 2 {
		return 0, 0
	}
	if n := breakAt(text, 1); n > 0 {
		return skipBlank(text, 1+n), 0
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[1]]
	if digits == 0 {
		switch text[1] {
		case 'N', '_':
			return 2, 2
		case 'L', 'P':
			return 2, 3
		}
		return 2, 1
	}
	if len(text) < 2+digits {
		return 0, 0
	}
	r := hexRune(text[2 : 2+digits])
	if utf16.IsSurrogate(r) && len(text) >= 12 && text[6] == '\\' && text[7] == 'u' {
		return 12, utf8.RuneLen(utf16.DecodeRune(r, hexRune(text[8:12]))) // JSON's way to write what is beyond U+FFFF
	}
	return 2 + digits, max(1, utf8.RuneLen(r))
}

// hexRune returns the character that hexadecimal digits give, -1 when they are none.
func hexRune(digits []byte) rune {
	n, err := strconv.ParseUint(string(digits), 16, 31)
	if err != nil {
		return -1
	}
	return rune(n)
}
