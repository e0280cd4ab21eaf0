package manifest

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// blockScalar is where a block scalar's text stands.
type blockScalar struct {
	first  int // index of the first line after the header
	indent int // spaces before the text of each line
	end    int // offset after the last line that belongs to the value, before its break
}

// block measures the block scalar whose header ("|2-") is at offset at. The
// text's indent is that of its first line that is not blank, less the spaces
// that the value itself has there; so an indentation indicator needs no parsing.
func (s scanner) block(n *yaml.Node, at int) (blockScalar, bool) {
	if at >= len(s.src) || s.src[at] != '|' && s.src[at] != '>' {
		return blockScalar{}, false
	}
	header := s.lines.line(at)
	b := blockScalar{first: header + 1, end: s.lines.end(header)}
	keep := strings.ContainsRune(string(s.src[at+1:min(at+3, len(s.src))]), '+')
	if strings.Trim(n.Value, "\n") == "" {
		if keep && n.Value != "" {
			b.end = s.lines.end(min(header+strings.Count(n.Value, "\n"), len(s.lines.starts)-1))
		}
		return b, true
	}
	line := b.first
	for line < len(s.lines.starts) && s.lines.blank(line) {
		line++
	}
	if line == len(s.lines.starts) {
		return b, false // nothing but blanks, some of which are text
	}
	b.indent = s.lines.indent(line) - firstIndent(n.Value)
	if b.indent < 0 {
		return b, false
	}
	for ; line < len(s.lines.starts) && (s.lines.blank(line) || s.lines.indent(line) >= b.indent && s.lines.starts[line] < len(s.src)); line++ {
		if !s.lines.blank(line) || s.lines.indent(line) > b.indent {
			b.end = s.lines.end(line)
		}
	}
	if keep {
		for line > 0 && s.lines.starts[line-1] >= len(s.src) {
			line-- // the empty line after the last break
		}
		b.end = s.lines.end(line - 1)
	}
	return b, true
}

// firstIndent returns how many spaces start the first line of value that holds
// anything else.
func firstIndent(value string) int {
	for line := range strings.Lines(value) {
		if text := strings.TrimRight(line, "\n"); strings.Trim(text, " ") != "" {
			return len(text) - len(strings.TrimLeft(text, " "))
		}
	}
	return 0
}
