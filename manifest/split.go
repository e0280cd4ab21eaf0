package manifest

import (
	"bytes"
)

// Document is one piece of a stream: a separator line and what follows it.
// The pieces of a stream, joined, are the stream.
type Document struct {
	Index int    // 1-based place in the stream
	Line  int    // 1-based line in the stream at which Body starts
	Sep   []byte // the separator; empty before the first document of most streams
	Body  []byte // everything up to the next separator
	Glued bool   // the separator was glued to the text ("---kind: Pod")
}

var separator = []byte("\n---")

// Split cuts a stream at its separators without copying. A separator is a line
// that starts with "---" followed by space, tab, line end, the end of the stream
// or, as kubectl has it (apimachinery, YAMLReader), a comment. As Helm's own splitter does, a "---" glued to a mapping
// key splits too; kubectl would refuse it. A separator line that carries content
// ("--- {a: b}") gives that content to the body.
func Split(stream []byte) []Document {
	docs := make([]Document, 0, 1+bytes.Count(stream, separator))
	line, start := 1, 0 // start of the piece that is being looked at
	sep, glued := 0, false
	if n, g := separatorAt(stream); n > 0 {
		sep, glued = n, g
	}
	cut := func(end int) {
		d := Document{Index: len(docs) + 1, Sep: stream[start : start+sep : start+sep], Body: stream[start+sep : end : end], Glued: glued}
		line += bytes.Count(d.Sep, newline)
		d.Line = line
		line += bytes.Count(d.Body, newline)
		docs = append(docs, d)
	}
	for from := start; ; {
		i := bytes.Index(stream[from:], separator)
		if i < 0 {
			break
		}
		at := from + i + 1
		from = at
		n, g := separatorAt(stream[at:])
		if n == 0 {
			continue
		}
		if at > start {
			cut(at)
		}
		start, sep, glued = at, n, g
	}
	if start < len(stream) {
		cut(len(stream))
	}
	return docs
}

var newline = []byte("\n")

// separatorAt returns how many bytes at the start of text, which is at the start
// of a line, are a separator: the whole line when it holds nothing else but a
// comment, else the three dashes and the blanks after them; 0 for none.
func separatorAt(text []byte) (n int, glued bool) {
	if !bytes.HasPrefix(text, separator[1:]) {
		return 0, false
	}
	rest := text[3:]
	if len(rest) == 0 {
		return 3, false
	}
	switch rest[0] {
	case ' ', '\t', '\n', '\r', '#': // a comment needs no blank before it, for kubectl and for Helm
	default:
		if gluedKey(rest) {
			return 3, true
		}
		return 0, false
	}
	i := skipBlank(rest, 0)
	if i == len(rest) {
		return 3 + i, false
	}
	switch rest[i] {
	case '#':
		if j := bytes.IndexByte(rest, '\n'); j >= 0 {
			return 3 + j + 1, false
		}
		return len(text), false
	case '\n':
		return 3 + i + 1, false
	case '\r':
		if bytes.HasPrefix(rest[i:], []byte("\r\n")) {
			return 3 + i + 2, false
		}
	}
	return 3 + i, false
}

// gluedKey reports whether text starts with a mapping key: a letter, quote or
// underscore, and a colon before a blank on the same line. "-----BEGIN" is none.
func gluedKey(text []byte) bool {
	c := text[0]
	if c != '"' && c != '\'' && c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') {
		return false
	}
	if i := bytes.IndexAny(text, "\r\n"); i >= 0 {
		text = text[:i]
	}
	return bytes.HasSuffix(text, []byte(":")) || bytes.Contains(text, []byte(": ")) || bytes.Contains(text, []byte(":\t"))
}

// skipBlank returns the index of the first byte at or after i that is neither
// space nor tab.
func skipBlank(text []byte, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\t') {
		i++
	}
	return i
}
