package manifest

import (
	"bytes"
	"unicode/utf8"
)

// Head is what the first look at a document tells, without parsing it.
type Head struct {
	APIVersion, Kind string
	Sure             bool // the two are certain; else they may be anything
}

// Sniff reads the top-level keys of a block mapping. It is sure only of plain
// text: one "kind" key, keys without escapes, anchors or tags, nothing in flow
// style. Whatever is odd is left to the parser.
func Sniff(body []byte) Head {
	var h Head
	kinds, versions, keys := 0, 0, 0
	for len(body) > 0 {
		var line []byte
		if i := bytes.IndexByte(body, '\n'); i >= 0 {
			line, body = body[:i], body[i+1:]
		} else {
			line, body = body, nil
		}
		line = bytes.TrimSuffix(line, []byte("\r"))
		if bytes.IndexByte(line, '\r') >= 0 || bytes.Contains(line, []byte("\u0085")) || bytes.Contains(line, []byte("\u2028")) || bytes.Contains(line, []byte("\u2029")) {
			return Head{} // line breaks to YAML
		}
		if len(line) == 0 || line[0] == '#' || keys > 0 && (line[0] == ' ' || line[0] == '-' || line[0] == '\t') {
			continue
		}
		key, value, ok := simpleEntry(line)
		if !ok {
			if keys == 0 && len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			return Head{}
		}
		keys++
		switch key {
		case "kind":
			kinds++
			h.Kind = value
		case "apiVersion":
			versions++
			h.APIVersion = value
		}
	}
	h.Sure = kinds == 1 && versions <= 1 && h.Kind != "" && (versions == 0 || h.APIVersion != "")
	return h
}

// simpleEntry cuts "key: value" on a line; value is "" unless it is a plain word
// or one in quotes without escapes.
func simpleEntry(line []byte) (key, value string, ok bool) {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 || colon+1 < len(line) && line[colon+1] != ' ' && line[colon+1] != '\t' {
		return "", "", false
	}
	key, ok = simpleWord(bytes.TrimRight(line[:colon], " \t"))
	if !ok {
		return "", "", false
	}
	rest := bytes.TrimSpace(line[colon+1:])
	if i := bytes.Index(rest, []byte(" #")); i >= 0 {
		rest = bytes.TrimRight(rest[:i], " \t")
	}
	value, _ = simpleWord(rest)
	return key, value, true
}

// simpleWord returns a word of letters, digits and -._/ with or without quotes.
func simpleWord(text []byte) (string, bool) {
	if n := len(text); n >= 2 && (text[0] == '"' || text[0] == '\'') && text[n-1] == text[0] {
		text = text[1 : n-1]
	}
	for _, c := range text {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '.', c == '_', c == '/':
		default:
			return "", false
		}
	}
	return string(text), len(text) > 0
}

// MayHide reports whether the text could hold a word of letters, digits and
// -._/ in other bytes than its own: by an escape in double quotes that spells one
// of these, by one that joins two lines, or by a !!binary tag. Nothing else in
// YAML can write a word without blanks so.
func MayHide(text []byte) bool {
	for rest := text; ; {
		i := bytes.IndexByte(rest, '\\')
		if i < 0 || i+1 >= len(rest) {
			break
		}
		rest = rest[i+1:]
		switch rest[0] {
		case '/', '\n', '\r', 0xC2, 0xE2: // the last two start the line breaks NEL, LS and PS
			return true
		case 'x', 'u', 'U':
			if digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[rest[0]]; len(rest) > digits && isWordRune(hexRune(rest[1:1+digits])) {
				return true
			}
		}
	}
	return bytes.IndexByte(text, '!') >= 0 && (bytes.Contains(text, []byte("binary")) || bytes.IndexByte(text, '%') >= 0)
}

// isWordRune reports whether a needle can hold r. What is no number, because its
// digits are none, counts as well.
func isWordRune(r rune) bool {
	return r < 0 || r < utf8.RuneSelf && (nameByte(byte(r)) || r == '/')
}

// hasContent reports whether a document holds more than comments, blank lines
// and markers: whether kubectl would count it.
func hasContent(body []byte) bool {
	for len(body) > 0 {
		var line []byte
		line, body, _ = bytes.Cut(body, newline)
		line = bytes.TrimSpace(bytes.TrimPrefix(line, bom))
		if len(line) > 0 && line[0] != '#' && line[0] != '%' && string(line) != "..." {
			return true
		}
	}
	return false
}
