package manifest

import (
	"bytes"
	"cmp"
	"slices"

	"go.yaml.in/yaml/v3"
)

// part is the lines of a block mapping: src[from:to], behind the indent of the
// first of them.
type part struct {
	node     *yaml.Node
	from, to int
	indent   int
}

// holdsInPart proves the edits by the block mappings in which they were made,
// which is most of the time a few lines out of hundreds. It reports false where
// that proves nothing, and the whole text must be looked at.
//
// The parser comes to the first key of such a mapping in the same state as
// before, because nothing before it changed. The lines go on, over blank lines
// and comments, to the next line with content, which has a smaller indent, or to
// the end of the text; a document end would hide what follows, so there is none.
// So if the new lines alone read as the intended mapping, the text does. Aliases
// of anchors that stand elsewhere are unknown in the lines alone, so mappings
// with such are not proved this way. FuzzPart holds this to the whole text.
func (t *Text) holdsInPart(splices []Splice, maxDepth int) bool {
	if t.json || bytes.Contains(t.src, []byte("\n...")) {
		return false
	}
	parts, ok := t.parts()
	if !ok {
		return false
	}
	proved := 0
	for _, p := range parts {
		var inside []Splice
		for ; proved < len(splices); proved++ {
			s := splices[proved]
			if s.Start < p.from || s.End > p.to || s.Start == p.to && p.to < len(t.src) {
				break
			}
			inside = append(inside, Splice{Start: s.Start - p.from, End: s.End - p.from, New: s.New})
		}
		text := append(bytes.Repeat([]byte(" "), p.indent), apply(t.src[p.from:p.to], inside)...)
		bare := *p.node
		bare.Anchor, bare.Tag = "", "!!map" // these stand before the first key
		if !t.holds(text, &bare, maxDepth) {
			return false
		}
	}
	return proved == len(splices)
}

// partOf returns the lines of the innermost block mapping in which an edit was
// made.
func (t *Text) partOf(e *edit) (part, bool) {
	for _, n := range append([]*yaml.Node{e.node}, e.backwards()...) {
		was := t.scan.asRead(n)
		if n.Kind != yaml.MappingNode || was.Kind != yaml.MappingNode || was.Style&yaml.FlowStyle != 0 || len(was.Content) == 0 || was.Line == 0 {
			continue
		}
		from, ok := t.scan.start(was.Content[0])
		end, ok2 := t.scan.end(was)
		if !ok || !ok2 {
			return part{}, false
		}
		line := t.lines.line(from)
		before := t.src[t.lines.starts[line]:from]
		if len(bytes.Trim(before, " -")) > 0 {
			continue // behind an explicit key's "?", or something else that is odd
		}
		next := t.lines.line(end) + 1
		for next < len(t.lines.starts) && t.empty(next) {
			next++
		}
		to := len(t.src)
		if next < len(t.lines.starts) {
			if to = t.lines.starts[next]; t.lines.indent(next) >= len(before) {
				return part{}, false // what follows is not what it seems
			}
		}
		return part{n, from, to, len(before)}, true
	}
	return part{}, false
}

// empty reports whether line i holds only blanks and a comment.
func (t *Text) empty(i int) bool {
	text := bytes.TrimLeft(t.src[t.lines.starts[i]:t.lines.end(i)], " \t")
	return len(text) == 0 || text[0] == '#'
}

// parts returns the parts in which all edits were made, in order, without those
// that others hold.
func (t *Text) parts() ([]part, bool) {
	var all []part
	for _, e := range t.edits {
		p, ok := t.partOf(e)
		if !ok {
			return nil, false
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b part) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	var out []part
	for _, p := range all {
		if len(out) == 0 || p.from >= out[len(out)-1].to {
			out = append(out, p)
		}
	}
	return out, true
}
