package manifest

import (
	"bytes"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"go.yaml.in/yaml/v3"

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

// Interest says which documents could matter: those of some kinds that hold one
// of some words.
type Interest struct {
	Kinds   func(apiVersion, kind string) bool
	Needles *Needles
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

// Select parses the documents that could matter and were not selected before,
// and returns all that are parsed, in order. A document of a kind that no
// interest names cannot matter; one whose kind is not certain, or a list, can be
// of any. The first error in the order of the stream is returned.
func (s *Stream) Select(interests ...Interest) ([]*Parsed, error) {
	if s.parsed == nil {
		s.parsed = make([]*Parsed, len(s.docs))
	}
	var all []*Needles
	for _, i := range interests {
		all = append(all, i.Needles)
	}
	any := join(all)
	err := parallel(len(s.docs), func(i int) (err error) {
		if s.parsed[i] == nil {
			s.parsed[i], err = s.parse(s.docs[i], any, interests)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var selected []*Parsed
	for _, p := range s.parsed {
		if p != nil {
			selected = append(selected, p)
		}
	}
	return selected, nil
}

// parse returns nil for a document that cannot matter. One that shows no needle
// and cannot be read is none: Kubernetes will say so itself.
func (s *Stream) parse(d Document, any *Needles, interests []Interest) (*Parsed, error) {
	hidden := MayHide(d.Body)
	shown := any.In(d.Body)
	if !shown && !hidden {
		return nil, nil
	}
	if h := Sniff(d.Body); h.Sure && !IsList(h.Kind) {
		matters := false
		shown = false
		for _, i := range interests {
			if i.Kinds(h.APIVersion, h.Kind) {
				matters = true
				shown = shown || i.Needles.In(d.Body)
			}
		}
		if !matters || !shown && !hidden {
			return nil, nil
		}
	}
	place := report.Place{Source: source(d.Body), Document: d.Index, Line: d.Line}
	if place.Source == "" {
		place.Source = s.File
	}
	text, err := Parse(lent(d.Body), place, s.limits.Depth)
	if err != nil && !shown || err == nil && text.root == nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p := &Parsed{Document: d, Text: text}
	if Resolve(text.root).Kind != yaml.MappingNode {
		if !shown {
			return nil, nil
		}
		return nil, report.Errorf(place, "the document is not a mapping, so it is no Kubernetes resource").
			WithHint("put \"---\" before each resource, or wrap them in a List")
	}
	p.Resources = p.resources()
	if name := Str(text.root, "metadata", "annotations", FilenameAnnotation); name != "" {
		text.Place.Source = name
	}
	return p, nil
}

// lent returns a document with a line break at its end. kubectl adds one to a
// stream that ends without, so a block scalar there has one in its value.
func lent(body []byte) []byte {
	if len(body) == 0 || bytes.HasSuffix(body, newline) {
		return body
	}
	return append(body[:len(body):len(body)], '\n')
}

// Peek returns every resource of the stream that can be read, to be looked at
// and not to be edited. It parses everything, so it is for what cannot be known
// otherwise.
func (s *Stream) Peek() []*Resource {
	var all []*Resource
	for _, d := range s.docs {
		text, err := Parse(d.Body, report.Place{Source: s.File, Document: d.Index, Line: d.Line}, s.limits.Depth)
		if err != nil || text.root == nil {
			continue
		}
		p := &Parsed{Document: d, Text: text}
		all = append(all, p.resources()...)
	}
	return all
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

// Added returns the documents that were added after document index.
func (s *Stream) Added(index int) [][]byte { return s.after[index] }

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

// serial is how many documents are not worth another goroutine: starting threads
// for the small renders that Helm sends costs more than it saves.
const serial = 256

// parallel calls f for 0..n-1 on all processors and returns the error of the
// lowest number, so that a run says the same thing each time.
func parallel(n int, f func(i int) error) error {
	workers := min(runtime.GOMAXPROCS(0), n/serial+1)
	var (
		next   atomic.Int64
		mu     sync.Mutex
		wg     sync.WaitGroup
		failed = n
		first  error
	)
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := f(i); err != nil {
					mu.Lock()
					if i < failed {
						failed, first = i, err
					}
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return first
}
