package manifest

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/report"
)

// seen is what the rest of the package looks at in a node.
type seen struct {
	Kind         yaml.Kind
	Style        yaml.Style
	Tag, Value   string
	Line, Column int
	Content      []seen
}

func see(n *yaml.Node) seen {
	s := seen{n.Kind, n.Style, n.ShortTag(), n.Value, n.Line, n.Column, nil}
	for _, c := range n.Content {
		s.Content = append(s.Content, see(c))
	}
	return s
}

// FuzzFastParser holds the fast parser to go-yaml: what it reads, go-yaml reads
// as the same tree, at the same places, and as one document.
func FuzzFastParser(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		fast := &Text{src: in, lines: indexLines(in, false)}
		if !fast.decodeFast() {
			return
		}
		slow := &Text{src: in, lines: fast.lines}
		if err := slow.decode(); err != nil || slow.root == nil {
			t.Fatalf("go-yaml: %v", err)
		}
		if diff := cmp.Diff(see(slow.root), see(fast.root)); diff != "" {
			t.Fatalf("-go-yaml +fast:\n%s", diff)
		}
	})
}

// TestFastParser holds that it is used for most of what charts render.
func TestFastParser(t *testing.T) {
	in, err := os.ReadFile("../fixtures/vvp3-plain.helm3.yaml")
	if err != nil {
		t.Fatal(err)
	}
	fast, all := 0, 0
	for _, d := range Split(in) {
		text := &Text{src: d.Body, lines: indexLines(d.Body, false)}
		if !hasContent(d.Body) || isJSON(d.Body) {
			continue
		}
		all++
		if text.decodeFast() {
			fast++
		} else {
			t.Logf("go-yaml reads:\n%.300s", bytes.TrimSpace(d.Body))
		}
	}
	if fast*10 < all*8 {
		t.Errorf("%d of %d documents", fast, all)
	}
}

// BenchmarkParse compares the two on a render, document by document.
func BenchmarkParse(b *testing.B) {
	in, err := os.ReadFile("../fixtures/vvp3-plain.helm3.yaml")
	if err != nil {
		b.Fatal(err)
	}
	docs := Split(in)
	for name, parse := range map[string]func(body []byte){
		"fast": func(body []byte) { _, _ = Parse(body, report.Place{}, testDepth) },
		"go-yaml": func(body []byte) {
			t := &Text{src: body, lines: indexLines(body, false)}
			_ = t.decode()
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				for _, d := range docs {
					parse(d.Body)
				}
			}
		})
	}
}
