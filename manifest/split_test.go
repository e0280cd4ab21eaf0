package manifest

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSplit holds what separates documents and what merely looks like it
// (yaml-behaviour: separators).
func TestSplit(t *testing.T) {
	for name, c := range map[string]struct {
		in     string
		bodies []string
		glued  bool
	}{
		"empty":                             {"", nil, false},
		"one without separator":             {"a: 1\n", []string{"a: 1\n"}, false},
		"separator first":                   {"---\na: 1\n", []string{"a: 1\n"}, false},
		"separator alone":                   {"---", []string{""}, false},
		"separator without newline at end":  {"a: 1\n---", []string{"a: 1\n", ""}, false},
		"empty documents":                   {"---\n---\n---\na: 1\n", []string{"", "", "a: 1\n"}, false},
		"trailing space and tab":            {"a: 1\n--- \nb: 1\n---\t\nc: 1\n", []string{"a: 1\n", "b: 1\n", "c: 1\n"}, false},
		"comment on the separator":          {"a: 1\n--- # x\nb: 1\n", []string{"a: 1\n", "b: 1\n"}, false},
		"comment glued to the separator":    {"a: 1\n---# x: y\nb: 1\n", []string{"a: 1\n", "b: 1\n"}, false},
		"content on the separator":          {"a: 1\n--- {b: 1}\n", []string{"a: 1\n", "{b: 1}\n"}, false},
		"block scalar on the separator":     {"--- |\n  x\n", []string{"|\n  x\n"}, false},
		"CRLF":                              {"a: 1\r\n---\r\nb: 1\r\n", []string{"a: 1\r\n", "b: 1\r\n"}, false},
		"indented dashes in a block scalar": {"a: |\n  ---\n  --- \n", []string{"a: |\n  ---\n  --- \n"}, false},
		"certificate":                       {"a: |\n  -----BEGIN CERTIFICATE-----\n", []string{"a: |\n  -----BEGIN CERTIFICATE-----\n"}, false},
		"certificate at column 0":           {"a: 1\n-----BEGIN CERTIFICATE-----\n", []string{"a: 1\n-----BEGIN CERTIFICATE-----\n"}, false},
		"four dashes":                       {"a: 1\n----\n", []string{"a: 1\n----\n"}, false},
		"glued key":                         {"a: 1\n---b: 1\n", []string{"a: 1\n", "b: 1\n"}, true},
		"glued quoted key at the start":     {"---\"b\": 1\n", []string{"\"b\": 1\n"}, true},
		"glued word that is no key":         {"a: 1\n---b\n", []string{"a: 1\n---b\n"}, false},
		"document end":                      {"a: 1\n...\n---\nb: 1\n", []string{"a: 1\n...\n", "b: 1\n"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			docs := Split([]byte(c.in))
			var bodies []string
			glued := false
			for _, d := range docs {
				bodies = append(bodies, string(d.Body))
				glued = glued || d.Glued
			}
			if diff := cmp.Diff(c.bodies, bodies); diff != "" || glued != c.glued {
				t.Errorf("glued %v; -want +got:\n%s", glued, diff)
			}
		})
	}
}

// FuzzSplit holds that splitting loses nothing: the pieces are the stream, and
// they know their places.
func FuzzSplit(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Add([]byte("---\n--- # c\r\n---a: 1\n--- {}\n----\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var joined []byte
		for i, d := range Split(in) {
			if d.Index != i+1 {
				t.Fatalf("document %d has index %d", i+1, d.Index)
			}
			joined = append(joined, d.Sep...)
			if want := 1 + bytes.Count(joined, newline); d.Line != want {
				t.Fatalf("document %d starts on line %d, not %d", d.Index, want, d.Line)
			}
			if i > 0 && len(d.Sep) == 0 {
				t.Fatalf("document %d has no separator", d.Index)
			}
			joined = append(joined, d.Body...)
		}
		if !bytes.Equal(joined, in) {
			t.Fatalf("joined: %q", joined)
		}
	})
}
