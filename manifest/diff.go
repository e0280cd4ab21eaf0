package manifest

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/wi-postrender/postrender/report"
)

// Diff writes what changed in the stream as a unified diff with three lines of
// context, and returns whether anything did. Line numbers are those of the whole
// stream. Values that may be secret are masked, so the diff is to be read and
// not to be applied. colour adds terminal colours.
func (s *Stream) Diff(w io.Writer, name string, colour bool) (bool, error) {
	d := differ{w: w, name: strings.TrimPrefix(name, "/"), colour: colour}
	for _, body := range s.after[0] {
		d.added(1, body)
	}
	for _, doc := range s.docs {
		if after := s.Body(doc); !bytes.Equal(after, doc.Body) {
			d.document(doc.Line, mask(doc.Body), mask(after))
		}
		next := doc.Line + bytes.Count(doc.Body, newline)
		for _, body := range s.after[doc.Index] {
			d.added(next, body)
		}
	}
	return d.changed, d.err
}

type differ struct {
	w       io.Writer
	name    string
	colour  bool
	changed bool
	shift   int // lines that were added so far
	err     error
}

// document writes the hunks of one document, whose first line is given.
func (d *differ) document(first int, before, after []byte) {
	u, err := udiff.ToUnifiedDiff("", "", string(before), udiff.Lines(string(before), string(after)), udiff.DefaultContextLines)
	if err != nil {
		d.err = err
		return
	}
	for _, h := range u.Hunks {
		var from, to int
		for _, l := range h.Lines {
			if l.Kind != udiff.Insert {
				from++
			}
			if l.Kind != udiff.Delete {
				to++
			}
		}
		d.head(h.FromLine+first-1, from, h.FromLine+first-1+d.shift, to)
		for _, l := range h.Lines {
			d.line(l.Kind, l.Content)
		}
		d.shift += to - from
	}
}

// added writes a document that stands before line next of the input.
func (d *differ) added(next int, body []byte) {
	n := 1 + bytes.Count(body, newline)
	d.head(next-1, 0, next+d.shift, n)
	d.line(udiff.Insert, string(marker))
	for line := range bytes.Lines(body) {
		d.line(udiff.Insert, string(line))
	}
	d.shift += n
}

func (d *differ) head(from, fromLines, to, toLines int) {
	if !d.changed {
		d.print("1", "--- a/"+d.name)
		d.print("1", "+++ b/"+d.name)
	}
	d.changed = true
	d.print("36", fmt.Sprintf("@@ -%d,%d +%d,%d @@", from, fromLines, to, toLines))
}

func (d *differ) line(kind udiff.OpKind, content string) {
	text := report.Printable(strings.TrimRight(content, "\r\n"))
	switch kind {
	case udiff.Insert:
		d.print("32", "+"+text)
	case udiff.Delete:
		d.print("31", "-"+text)
	default:
		d.print("", " "+text)
	}
}

func (d *differ) print(colour, line string) {
	if d.err != nil {
		return
	}
	if d.colour && colour != "" {
		line = "\x1b[" + colour + "m" + line + "\x1b[0m"
	}
	_, d.err = io.WriteString(d.w, line+"\n")
}
