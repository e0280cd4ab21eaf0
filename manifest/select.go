package manifest

import (
	"bytes"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/report"
)

// Interest says which documents could matter: those of some kinds that hold one
// of some words.
type Interest struct {
	Kinds   func(apiVersion, kind string) bool
	Needles *Needles
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
	either := join(all)
	err := parallel(len(s.docs), func(i int) (err error) {
		if s.parsed[i] == nil {
			s.parsed[i], err = s.parse(s.docs[i], either, interests)
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
func (s *Stream) parse(d Document, either *Needles, interests []Interest) (*Parsed, error) {
	hidden := MayHide(d.Body)
	shown := either.In(d.Body)
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
