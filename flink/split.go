package flink

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one part of a text that split has cut.
type token struct {
	text   string // what Flink sees
	raw    string // what is written: quotes included, outer space not
	quoted bool
}

// split cuts text at delim as Flink does since about 1.12 (StructuredOptionsSplitter.splitEscaped).
//
// A part may be quoted as a whole, with ' or ", the quote being doubled inside; a quote in the middle of a part is an
// ordinary character. Unquoted parts lose outer space. One delimiter at either end is allowed, two in a row have an
// empty part between them. A delimiter inside a template is refused, which Flink does not do: it never sees the
// template, and we never see what it becomes. The error is the reason alone.
func split(text string, delim byte) (parts []token, reason string) {
	spans := templates(text)
	closed := false     // the last part was quoted, and no delimiter has come yet
	afterDelim := false // nothing but space since a delimiter
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case text[i] == delim:
			for len(spans) > 0 && spans[0].to <= i {
				spans = spans[1:]
			}
			if len(spans) > 0 && spans[0].from <= i {
				return nil, reasonTemplateCut
			}
			if afterDelim {
				parts = append(parts, token{})
			}
			closed, afterDelim = false, true
			i += size
			continue
		case javaSpace(r):
			i += size
			continue
		case closed:
			return nil, reasonAfterQuote
		}
		part, end := scanPart(text, i, delim)
		if end < 0 {
			return nil, reasonOpenQuote
		}
		parts = append(parts, part)
		closed, afterDelim = part.quoted, false
		i = end
	}
	return parts, ""
}

// scanPart reads the part that starts at i, which is no space, and returns where it ends; -1 when its quote is open.
func scanPart(text string, i int, delim byte) (token, int) {
	if quote := text[i]; quote == '\'' || quote == '"' {
		inside, end := unquote(text, i)
		if end < 0 {
			return token{}, -1
		}
		return token{text: inside, raw: text[i:end], quoted: true}, end
	}
	end := len(text)
	if n := strings.IndexByte(text[i:], delim); n >= 0 {
		end = i + n
	}
	return token{text: javaTrim(text[i:end]), raw: strings.TrimRightFunc(text[i:end], javaTrimmed)}, end
}

// unquote reads the quoted text that opens at i, a doubled quote standing for one, and returns where it ends; -1 when
// it does not.
func unquote(text string, i int) (string, int) {
	quote := text[i]
	var b strings.Builder
	for j := i + 1; j < len(text); j++ {
		if text[j] != quote {
			b.WriteByte(text[j])
			continue
		}
		if j+1 == len(text) || text[j+1] != quote {
			return b.String(), j + 1
		}
		b.WriteByte(quote)
		j++
	}
	return "", -1
}

// javaSpace is Java's Character.isWhitespace: no-break spaces do not count, the separators FS to US do.
func javaSpace(r rune) bool {
	switch r {
	case '\u00a0', '\u2007', '\u202f':
		return false
	}
	return r >= '\t' && r <= '\r' || r >= 0x1c && r <= 0x1f || unicode.In(r, unicode.Z)
}

// javaTrim is Java's String.trim, which takes away other characters than Character.isWhitespace names.
func javaTrim(s string) string { return strings.TrimFunc(s, javaTrimmed) }

func javaTrimmed(r rune) bool { return r <= ' ' }
