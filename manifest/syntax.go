package manifest

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// The parts of an error of the YAML parser, and what it quotes. Compiled when
// something is wrong, not at start-up.
var (
	syntaxParts  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`) })
	syntaxQuotes = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("'[^']*'|\"[^\"]*\"|`[^`]*`") })
)

// SyntaxError words an error of the YAML parser anew, without anything of the
// text, which may be secret, and returns the line that it is on, 0 when that is
// not known. The parser counts lines from 0 in some of its messages and from 1
// in others (go-yaml decode.go, fail).
func SyntaxError(err error, text []byte) (line int, reason string) {
	if at := badByte(text); at >= 0 {
		return 1 + indexLines(text, true).line(at), "byte " + strconv.Itoa(at) + " is not printable UTF-8"
	}
	parts := syntaxParts().FindStringSubmatch(err.Error())
	if parts == nil {
		return 0, ""
	}
	line, _ = strconv.Atoi(parts[1])
	reason = syntaxQuotes().ReplaceAllStringFunc(parts[2], func(s string) string {
		if len(s) == len("','") {
			return s // punctuation, the parser's own
		}
		return "(…)"
	})
	switch {
	case strings.HasPrefix(reason, "did not find"):
		line = min(line+1, 1+bytes.Count(bytes.TrimRight(text, "\r\n"), newline))
	case line == 0 && !strings.Contains(reason, "anchor"):
		line = 1
	}
	return line, reason
}

// syntaxLine returns the line of a parser's error, or the one that was read when
// there is none.
func syntaxLine(err error, line int, text []byte) (int, string) {
	if err == nil {
		return line, ""
	}
	return SyntaxError(err, text)
}

// badByte returns the offset of the first byte that YAML 1.1 forbids, -1 for none.
func badByte(text []byte) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n <= 1 || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f {
			return i
		}
		i += n
	}
	return -1
}
