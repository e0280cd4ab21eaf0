package manifest

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// lines maps the positions that the YAML parser gives (line, column in code
// points) to byte offsets. The parser counts CR, LF, CRLF, NEL (U+0085), LS
// (U+2028) and PS (U+2029) as line breaks everywhere, even inside quotes, so the
// index must do the same (go-yaml, yamlprivateh.go, is_break).
type lines struct {
	text   []byte
	starts []int // offset of each line's first byte
	ascii  bool  // columns are bytes: the text is ASCII, or they were counted so

	marks map[int][]int // by line: the offset of every markEvery-th column of a long one
}

// markEvery keeps a look-up on a line of megabytes from counting them all.
const markEvery = 256

func indexLines(text []byte, byteColumns bool) lines {
	l := lines{text: text, starts: make([]int, 1, 1+bytes.Count(text, newline)), ascii: true, marks: map[int][]int{}}
	if isPlainASCII(text) {
		for at := bytes.IndexByte(text, '\n') + 1; at > 0; {
			l.starts = append(l.starts, at)
			i := bytes.IndexByte(text[at:], '\n') + 1
			if i == 0 {
				break
			}
			at += i
		}
		return l
	}
	for i := 0; i < len(text); {
		if text[i] >= utf8.RuneSelf {
			l.ascii = byteColumns
		}
		n := breakAt(text, i)
		if n == 0 {
			i++
			continue
		}
		i += n
		l.starts = append(l.starts, i)
	}
	return l
}

// isPlainASCII reports whether a text is ASCII in which only LF breaks lines.
func isPlainASCII(text []byte) bool {
	var high byte
	for _, c := range text {
		high |= c
	}
	return high < utf8.RuneSelf && bytes.IndexByte(text, '\r') < 0
}

// breakAt returns the length of the line break at offset i, 0 for none.
func breakAt(text []byte, i int) int {
	switch text[i] {
	case '\n':
		return 1
	case '\r':
		if i+1 < len(text) && text[i+1] == '\n' {
			return 2
		}
		return 1
	case 0xC2:
		if i+1 < len(text) && text[i+1] == 0x85 {
			return 2
		}
	case 0xE2:
		if i+2 < len(text) && text[i+1] == 0x80 && (text[i+2] == 0xA8 || text[i+2] == 0xA9) {
			return 3
		}
	}
	return 0
}

// offset returns the byte at a parser's position (both 1-based), and whether
// the text has such a place.
func (l lines) offset(line, column int) (int, bool) {
	if line < 1 || line > len(l.starts) || column < 1 {
		return 0, false
	}
	at := l.starts[line-1]
	if l.ascii {
		return at + column - 1, at+column-1 <= len(l.text)
	}
	marks, ok := l.marks[line]
	if !ok {
		marks = l.mark(at, l.end(line-1))
		l.marks[line] = marks
	}
	if i := (column - 1) / markEvery; i < len(marks) {
		at, column = marks[i], column-i*markEvery
	}
	for ; column > 1; column-- {
		if at >= len(l.text) {
			return 0, false
		}
		_, n := utf8.DecodeRune(l.text[at:])
		at += n
	}
	return at, true
}

// mark returns the offsets of every markEvery-th column between two offsets.
func (l lines) mark(from, to int) []int {
	var marks []int
	for column := 0; from < to; column++ {
		if column%markEvery == 0 {
			marks = append(marks, from)
		}
		_, n := utf8.DecodeRune(l.text[from:])
		from += n
	}
	return marks
}

// line returns the index in starts of the line that holds the byte at offset.
func (l lines) line(offset int) int {
	return sort.Search(len(l.starts), func(i int) bool { return l.starts[i] > offset }) - 1
}

// end returns the offset of the line break that ends line i, or of the text's end.
func (l lines) end(i int) int {
	if i+1 >= len(l.starts) {
		return len(l.text)
	}
	end := l.starts[i+1]
	for _, br := range []string{"\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"} {
		if bytes.HasSuffix(l.text[l.starts[i]:end], []byte(br)) {
			return end - len(br)
		}
	}
	return end
}

// indent returns how many spaces start line i.
func (l lines) indent(i int) int {
	text := l.text[l.starts[i]:l.end(i)]
	return len(text) - len(bytes.TrimLeft(text, " "))
}

// blank reports whether line i holds nothing but spaces. A tab is content, as
// it is for the parser inside a block scalar.
func (l lines) blank(i int) bool { return l.starts[i]+l.indent(i) == l.end(i) }

// lineBreak returns the line ending that the text uses, "" when it has one line.
func lineBreak(text []byte) string {
	i := bytes.IndexAny(text, "\r\n")
	if i < 0 {
		return ""
	}
	return string(text[i : i+breakAt(text, i)])
}
