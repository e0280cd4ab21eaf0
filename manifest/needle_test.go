package manifest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
)

var (
	testWords = []string{"flinkConfiguration", "deploymentTarget", "globalDeploymentDefaults", "ververica.platform", "VvpDeployment"}
	testNames = []string{"sa", "vvp-gateway", "vvp-appmanager", "flink-job-sa-vvc", "vvr-task-manager-vvc"}
)

// slowIn is the plain model of Needles.In.
func slowIn(text []byte, words, names []string) bool {
	for _, w := range words {
		if bytes.Contains(text, []byte(w)) {
			return true
		}
	}
	for _, w := range names {
		for at := range text {
			end := at + len(w)
			if bytes.HasPrefix(text[at:], []byte(w)) && (at == 0 || !nameByte(text[at-1])) && (end == len(text) || !nameByte(text[end])) {
				return true
			}
		}
	}
	return false
}

// TestNeedles holds the search to its model, on texts made of pieces of the
// needles themselves.
func TestNeedles(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	all := append(append([]string{" ", "-", "x", ": "}, testWords...), testNames...)
	found := 0
	for range 20000 {
		var text []byte
		for range rnd.IntN(6) {
			w := all[rnd.IntN(len(all))]
			from := rnd.IntN(len(w))
			text = append(text, w[from:from+rnd.IntN(len(w)-from+1)]...)
		}
		want := slowIn(text, testWords, testNames)
		if want {
			found++
		}
		if got := join([]*Needles{NewNeedles(testWords, testNames)}).In(text); got != want {
			t.Fatalf("%q: %v", text, got)
		}
		if got := NewNeedles(testWords, testNames).In(text); got != want {
			t.Fatalf("one by one: %q: %v", text, got)
		}
	}
	if found == 0 {
		t.Error("no text held a needle")
	}
}

// TestManyNeedles: a generic render can name more accounts than 16 bits count,
// and the last of them must be found, too.
func TestManyNeedles(t *testing.T) {
	var names []string
	for i := range 40000 {
		names = append(names, fmt.Sprintf("account-%d", i))
	}
	n := join([]*Needles{NewNeedles(nil, names[:20000]), NewNeedles(nil, names[20000:])})
	if !n.In([]byte("name: account-39999\n")) || n.In([]byte("name: account-40000\n")) {
		t.Error("the last name is not told from the next")
	}
}

// BenchmarkNeedles shows what the tables are for.
func BenchmarkNeedles(b *testing.B) {
	text, err := os.ReadFile("../fixtures/vvp3-plain.helm3.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for _, w := range append(testWords, testNames...) {
		text = bytes.ReplaceAll(text, []byte(w), bytes.Repeat([]byte("x"), len(w)))
	}
	names := testNames[1:]
	b.Run("tables", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		n := join([]*Needles{NewNeedles(testWords, names)})
		for b.Loop() {
			if n.In(text) {
				b.Fatal("found")
			}
		}
	})
	b.Run("one by one", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			for _, w := range append(testWords, names...) {
				if bytes.Contains(text, []byte(w)) {
					b.Fatal("found")
				}
			}
		}
	})
}
