package manifest

import (
	"bytes"

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
// before, because nothing before it changed. What follows the mapping starts on
// a line of its own with a smaller indent, or is the end of the text. So if the
// new lines alone read as the intended mapping, the text does. Aliases of
// anchors that stand elsewhere are unknown in the lines alone, so mappings with
// such are not proved this way.
func (t *Text) holdsInPart(splices []Splice, maxDepth int) bool {
	if t.json {
		return false
	}
	var parts []part
	for _, e := range t.edits {
		p, ok := t.partOf(e)
		if !ok {
			return false
		}
		parts = widest(parts, p)
	}
	proved := 0
	for _, p := range parts {
		var inside []Splice
		for _, s := range splices {
			if p.from <= s.Start && s.End <= p.to && (s.Start < p.to || p.to == len(t.src)) {
				s.Start, s.End = s.Start-p.from, s.End-p.from
				inside = append(inside, s)
			}
		}
		proved += len(inside)
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
		to := len(t.src)
		if last := t.lines.line(end); last+1 < len(t.lines.starts) {
			to = t.lines.starts[last+1]
		}
		return part{n, from, to, len(before)}, true
	}
	return part{}, false
}

// widest adds a part to others, of which none holds another.
func widest(parts []part, p part) []part {
	var out []part
	for _, q := range parts {
		if q.from <= p.from && p.to <= q.to {
			return parts
		}
		if p.from > q.from || q.to > p.to {
			out = append(out, q)
		}
	}
	return append(out, p)
}
