package manifest

import (
	"bytes"
	"io"

	"github.com/wi-postrender/postrender/report"
)

// Stream is a sequence of documents, some of them parsed.
type Stream struct {
	File string // name of the input in messages; "" for standard input

	docs   []Document
	parsed []*Parsed        // by document; nil as long as nobody selected it
	out    [][]byte         // new bodies, by document; nil as long as all are as they were
	after  map[int][][]byte // whole documents to be written after document i
	limits Limits
}

// Limits bound what a run takes on.
type Limits struct {
	Bytes            int64
	Documents, Depth int
}

// Parsed is a document that was parsed because it could matter.
type Parsed struct {
	Document
	Text      *Text
	Resources []*Resource
}

// Read splits a stream. Its bytes are kept, not copied. UTF-16 is refused, as
// kubectl does.
func Read(in []byte, file string, limits Limits) (*Stream, error) {
	s := &Stream{File: file, limits: limits}
	if bytes.HasPrefix(in, []byte("\xff\xfe")) || bytes.HasPrefix(in, []byte("\xfe\xff")) {
		return nil, report.Errorf(report.Place{Source: file}, "the input is UTF-16").WithHint("convert it to UTF-8")
	}
	if int64(len(in)) > limits.Bytes {
		return nil, report.Errorf(report.Place{Source: file}, "the input has %d bytes, more than %d", len(in), limits.Bytes).
			WithHint("--limits-bytes allows more")
	}
	s.docs = Split(in)
	if len(s.docs) > limits.Documents {
		return nil, report.Errorf(report.Place{Source: file}, "the input has %d documents, more than %d", len(s.docs), limits.Documents).
			WithHint("--limits-documents allows more")
	}
	return s, nil
}

// Documents returns the pieces of the stream as they were read.
func (s *Stream) Documents() []Document { return s.docs }

// Count returns how many documents hold more than comments.
func (s *Stream) Count() int {
	n := 0
	for _, d := range s.docs {
		if hasContent(d.Body) {
			n++
		}
	}
	return n
}

// Apply writes the edits of the selected documents into the stream.
func (s *Stream) Apply() error {
	s.out = make([][]byte, len(s.docs))
	return parallel(len(s.parsed), func(i int) error {
		p := s.parsed[i]
		if p == nil || !p.Text.Edited() && len(p.Text.inserts) == 0 {
			return nil
		}
		body, err := p.Text.Bytes(s.limits.Depth)
		if err != nil || bytes.Equal(body, p.Text.src) {
			return err
		}
		if !bytes.HasSuffix(p.Body, newline) {
			body = bytes.TrimSuffix(body, newline) // the one that was lent
		} else if !bytes.HasSuffix(body, newline) {
			return p.Text.unproved() // the next separator would be glued to it
		}
		if bytes.HasPrefix(p.Body, bom) {
			body = append(append([]byte{}, bom...), body...)
		}
		if n := len(Split(append(append([]byte{}, marker...), body...))); n != 1 {
			return p.Text.unproved()
		}
		s.out[p.Index-1] = body
		return nil
	})
}

// Add puts a document, written without separator, after document index (1-based;
// 0: before the first).
func (s *Stream) Add(index int, body []byte) {
	if s.after == nil {
		s.after = map[int][][]byte{}
	}
	s.after[index] = append(s.after[index], body)
}

// Body returns the body of document d as it will be written.
func (s *Stream) Body(d Document) []byte {
	if s.out != nil && s.out[d.Index-1] != nil {
		return s.out[d.Index-1]
	}
	return d.Body
}

// WriteTo writes the stream: the input's own bytes and the edits.
func (s *Stream) WriteTo(w io.Writer) (int64, error) {
	var written int64
	write := func(pieces ...[]byte) error {
		for _, b := range pieces {
			n, err := w.Write(b)
			written += int64(n)
			if err != nil {
				return err
			}
		}
		return nil
	}
	for _, body := range s.after[0] {
		if err := write(marker, body); err != nil {
			return written, err
		}
	}
	for i, d := range s.docs {
		if i == 0 && len(s.after[0]) > 0 && len(d.Sep) == 0 {
			d.Sep = marker
		}
		body := s.Body(d)
		if err := write(d.Sep, body); err != nil {
			return written, err
		}
		for _, added := range s.after[d.Index] {
			if len(body) > 0 && !bytes.HasSuffix(body, newline) {
				if err := write(newline); err != nil {
					return written, err
				}
			}
			if err := write(marker, added); err != nil {
				return written, err
			}
			body = added
		}
	}
	return written, nil
}

var marker = []byte("---\n")
