package manifest

import (
	"bytes"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/report"
)

// Splice replaces the bytes [Start, End) of a text by New.
type Splice struct {
	Start, End int
	New        string
	depth      int // of splices at one place, deeper ones come first
}

// splices returns what turns the text into the intended one, in order.
func (t *Text) splices(maxDepth int) ([]Splice, error) {
	var all []Splice
	for _, e := range t.edits {
		s, ok := t.splice(e)
		if !ok {
			return nil, t.unplaced(&e.was)
		}
		all = append(all, s...)
	}
	for _, in := range t.inserts {
		s, err := t.embeddedSplices(in, maxDepth)
		if err != nil {
			return nil, err
		}
		all = append(all, s...)
	}
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].Start != all[j].Start {
			return all[i].Start < all[j].Start
		}
		return all[i].depth > all[j].depth
	})
	return all, nil
}

func (t *Text) unplaced(n *yaml.Node) *report.Error {
	return t.errorf(n, "cannot tell where this value ends").
		WithHint("write it in a plainer style, or opt the resource out with the annotation postrender.dev/skip: \"true\"")
}

// splice turns one edit into bytes.
func (t *Text) splice(e *edit) ([]Splice, bool) {
	st := style{json: t.looksLikeJSON(), eol: t.eol, step: t.step, colon: ": ", comma: ", "}
	if t.compact() {
		st.colon, st.comma = ":", ","
	}
	switch {
	case e.added < 0 && e.node.Kind == yaml.ScalarNode:
		return t.spliceScalar(e, st)
	case e.added < 0:
		return t.spliceMapping(e, st)
	case e.was.Style&yaml.FlowStyle == 0:
		return t.extendBlock(e, st)
	}
	splices, ok := t.extendFlow(e, st)
	if st.json && !t.json {
		splices = append(splices, t.quoteKey(e)...)
	}
	return splices, ok
}

// quoteKey puts the key of an edited mapping in quotes, as JSON needs it.
func (t *Text) quoteKey(e *edit) []Splice {
	for i := 0; e.parent() != nil && i+1 < len(e.parent().Content); i += 2 {
		key := e.parent().Content[i]
		if e.parent().Content[i+1] != e.node || key.Style != 0 || key.Line == 0 {
			continue
		}
		start, ok := t.scan.content(key)
		if end, ok2 := t.scan.end(key); ok && ok2 {
			return []Splice{{start, end, Quote(key.Value), len(e.way)}}
		}
	}
	return nil
}

// span returns the bytes of a node that was replaced: its content, with what
// stands between the key's colon and it when the node had no text.
func (t *Text) span(e *edit) (start, end int, ok bool) {
	if !isEmpty(&e.was) {
		if start, ok = t.scan.content(&e.was); ok {
			end, ok = t.scan.end(&e.was)
		}
		return start, end, ok
	}
	for i := 0; e.parent() != nil && i+1 < len(e.parent().Content); i += 2 {
		if e.parent().Content[i+1] == e.node {
			end, ok = t.scan.entryEnd(e.parent().Content[i], &e.was)
			return end, end, ok && end > 0
		}
	}
	return 0, 0, false
}

func (t *Text) inFlow(e *edit) bool { return e.parent() != nil && e.parent().Style&yaml.FlowStyle != 0 }

func (t *Text) spliceScalar(e *edit, st style) ([]Splice, bool) {
	start, end, ok := t.span(e)
	text := st.scalar(e.node, t.inFlow(e))
	if start == end {
		text = t.afterColon(start) + text
	}
	return []Splice{{start, end, text, len(e.way)}}, ok
}

// afterColon is what must stand before a value at the place of an empty one. In
// flow style ("{labels}") even the colon can be missing.
func (t *Text) afterColon(at int) string {
	switch {
	case at > 0 && t.src[at-1] == ' ':
		return ""
	case at > 0 && t.src[at-1] == ':':
		return " "
	}
	return ": "
}

// spliceMapping writes a mapping in the place of a null or an alias.
func (t *Text) spliceMapping(e *edit, st style) ([]Splice, bool) {
	start, end, ok := t.span(e)
	if !ok {
		return nil, false
	}
	if t.inFlow(e) {
		text := st.braces(e.node.Content, t.prettyIndent(start))
		if start == end {
			text = t.afterColon(start) + text
		}
		return []Splice{{start, end, text, len(e.way)}}, true
	}
	lineEnd, ok := t.restOfLine(end)
	if !ok || e.parent() == nil {
		return nil, false
	}
	indent, ok := t.indentOf(e.parent())
	if !ok {
		return nil, false
	}
	for start > 0 && start < end && t.src[start-1] == ' ' {
		start-- // the blank after the colon goes with the value
	}
	return []Splice{
		{start, end, "", len(e.way)},
		{lineEnd, lineEnd, t.newLines(lineEnd, st.block(e.node.Content, indent+strings.Repeat(" ", t.step))), len(e.way)},
	}, true
}

// extendBlock adds entries on lines of their own after the last one.
func (t *Text) extendBlock(e *edit, st style) ([]Splice, bool) {
	if e.added == 0 {
		return nil, false
	}
	indent, ok := t.indentOf(&e.was)
	if !ok {
		return nil, false
	}
	end, ok := t.scan.end(&e.was)
	if !ok {
		return nil, false
	}
	if end, ok = t.restOfLine(end); !ok {
		return nil, false
	}
	return []Splice{{end, end, t.newLines(end, st.block(e.node.Content[e.added:], indent)), len(e.way)}}, true
}

// newLines makes text, which starts with a line break, fit for the end of a line
// at offset at: the break that stands there stays that of its line, even where
// the file mixes line endings.
func (t *Text) newLines(at int, text string) string {
	if at == len(t.src) && bytes.HasSuffix(t.src, newline) {
		return strings.TrimPrefix(text, t.eol) + t.eol
	}
	if at < len(t.src) {
		if n := breakAt(t.src, at); n > 0 && n <= 2 {
			return string(t.src[at:at+n]) + strings.TrimPrefix(text, t.eol)
		}
	}
	return text
}

// indentOf returns the spaces before the entries of a block mapping. The first
// key's column tells, or that of the "?" before it.
func (t *Text) indentOf(m *yaml.Node) (string, bool) {
	if len(m.Content) == 0 {
		return "", false
	}
	at, ok := t.scan.start(m.Content[0])
	if !ok {
		return "", false
	}
	line := t.lines.starts[t.lines.line(at)]
	before := bytes.TrimRight(t.src[line:at], " ")
	if bytes.HasSuffix(before, []byte("?")) {
		at = line + len(before) - 1
	}
	return strings.Repeat(" ", at-line), true
}

// restOfLine returns the end of the line after offset at, which may hold only
// blanks and a comment.
func (t *Text) restOfLine(at int) (int, bool) {
	next := skipBlank(t.src, at)
	end := t.lines.end(t.lines.line(at))
	return end, next >= end || t.src[next] == '#' && next > at
}
