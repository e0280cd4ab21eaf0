package flink

import (
	"fmt"
	"strings"
)

// flowScanner reads a flat YAML flow map on one line. It knows less than YAML and refuses the rest: Flink falls back to
// the string form when YAML fails, and then reads braces as parts of keys, without an error.
type flowScanner struct {
	text   string
	masked string // the text with its templates masked: plain scalars are scanned here
	pos    int
}

// parseFlow reads a text that starts with a brace.
func parseFlow(text string) (Map, error) {
	trimmed := strings.Trim(text, " \t\r\n")
	s := flowScanner{text: trimmed, masked: maskTemplates(trimmed), pos: 1}
	m := Map{Flow: true, sources: map[Pair]source{}}
	pad := s.space()
	seen := map[string]bool{}
	for s.peek() != '}' {
		p, raw, reason := s.entry()
		if seen[p.Key] && reason == "" {
			reason = "the key of an earlier entry"
		}
		if reason != "" {
			return Map{}, refuseFlow(text, fmt.Sprintf("flow map, entry %d: %s", len(m.Pairs)+1, reason))
		}
		m.Pairs = append(m.Pairs, p)
		m.sources[p] = source{raw: raw, keep: raw}
		m.pad = pad
		seen[p.Key] = true
	}
	if s.pos+1 != len(s.text) {
		return Map{}, refuseFlow(text, "flow map: text after the closing brace")
	}
	return m, nil
}

// refuseFlow adds to the reason what the flow form looks like.
func refuseFlow(text, reason string) *ParseError {
	return &ParseError{text, reason, `the form is {key: "value", key: "value"}, on one line, with a space after each ':'`}
}

// entry reads one entry and the comma after it, and returns it with its text.
func (s *flowScanner) entry() (p Pair, raw, reason string) {
	from := s.pos
	key, quoted, reason := s.scalar()
	if reason != "" {
		return p, "", reason
	}
	s.space()
	if s.peek() != ':' {
		return p, "", missingColon(key)
	}
	s.pos++
	if s.space() == "" && !quoted {
		return p, "", "no space after ':'"
	}
	value, _, reason := s.scalar()
	if reason != "" {
		return p, "", reason
	}
	raw = strings.TrimRight(s.text[from:s.pos], " ")
	s.space()
	switch s.peek() {
	case ',':
		s.pos++
		s.space()
	case '}':
	case 0:
		return p, "", "the brace is not closed"
	default:
		return p, "", "text after the value"
	}
	return Pair{key, value}, raw, ""
}

// missingColon tells the usual slip from others: YAML takes {team:data} for one key without a value.
func missingColon(key string) string {
	if strings.Contains(key, ":") {
		return "no space after ':'"
	}
	return "not a key: value pair"
}

// scalar reads one plain or quoted scalar, and says whether it was quoted.
func (s *flowScanner) scalar() (text string, quoted bool, reason string) {
	switch s.peek() {
	case '\'':
		inside, end := unquote(s.text, s.pos)
		if end < 0 {
			return "", true, reasonOpenQuote
		}
		s.pos = end
		return inside, true, controlReason(inside)
	case '"':
		text, reason = s.doubleQuoted()
		return text, true, reason
	}
	from := s.pos
	for s.pos < len(s.text) && !s.plainEnds() {
		s.pos++
	}
	if reason = plainReason(strings.TrimRight(s.masked[from:s.pos], " ")); reason != "" {
		return "", false, reason
	}
	text = strings.TrimRight(s.text[from:s.pos], " ")
	text, reason = resolvePlain(text)
	return text, false, reason
}

// plainEnds reports whether a plain scalar ends before the next byte.
func (s *flowScanner) plainEnds() bool {
	switch s.masked[s.pos] {
	case ',', '}':
		return true
	case ':':
		return s.pos+1 == len(s.masked) || strings.IndexByte(" ,[]{}", s.masked[s.pos+1]) >= 0
	}
	return false
}

// escapes are the escape sequences that are read and written inside double quotes.
var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'n': '\n', 'r': '\r', 't': '\t'}

// doubleQuoted reads the double-quoted scalar at the position.
func (s *flowScanner) doubleQuoted() (text, reason string) {
	var b strings.Builder
	from := s.pos
	for s.pos++; s.pos < len(s.text); s.pos++ {
		switch c := s.text[s.pos]; c {
		case '"':
			s.pos++
			return b.String(), controlReason(s.text[from:s.pos])
		case '\\':
			s.pos++
			plain, known := escapes[s.peek()]
			if !known {
				return "", "an escape sequence that is not understood here"
			}
			b.WriteByte(plain)
		default:
			b.WriteByte(c)
		}
	}
	return "", reasonOpenQuote
}

// peek returns the byte at the position, 0 at the end.
func (s *flowScanner) peek() byte {
	if s.pos < len(s.text) {
		return s.text[s.pos]
	}
	return 0
}

// space passes over spaces and returns them. YAML 1.1 parsers take no tab here.
func (s *flowScanner) space() string {
	from := s.pos
	for s.peek() == ' ' {
		s.pos++
	}
	return s.text[from:s.pos]
}
