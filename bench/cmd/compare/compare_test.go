package main

import (
	"strings"
	"testing"
	"time"

	"github.com/wi-postrender/postrender/bench/internal/input"
)

// TestCounter exists because a process writes in pieces, and a piece may end in
// the middle of a word.
func TestCounter(t *testing.T) {
	text := strings.Repeat("azure.workload.identity/use azure.azure.workload.identity/client-id\n", 3)
	for size := 1; size <= len(text); size++ {
		var c counter
		for rest := []byte(text); len(rest) > 0; {
			n := min(size, len(rest))
			if _, err := c.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if c.found != 6 {
			t.Errorf("in pieces of %d: found %d, want 6", size, c.found)
		}
	}
}

// TestBudgets exists because a bar that is read the wrong way round is always kept.
func TestBudgets(t *testing.T) {
	results := table{}
	add := func(name, tool string, bytes int64, cpu time.Duration) {
		s := sample{cpu, cpu, bytes}
		results[[2]string{name, tool}] = result{input: testCase{Input: input.Input{Name: name}, size: bytes}, tool: tool, sample: s, least: s, rounds: 1}
	}
	add("shipped", cobraCopy, 1, 10)
	add("shipped", postrender, 1, 40)
	add("shipped", kioEdit, 1, 100)
	add("growth-1", postrender, 1, 15)
	add("growth-10", postrender, 10, 60)
	add("growth-100", postrender, 100, 510)
	add("sparse", postrender, 100, 10)
	add("sparse", kioEdit, 100, 200)
	var b strings.Builder
	results.printBudgets(&b)
	for _, want := range []string{
		"| shipped: cpu ÷ cobracopy | ≤ 3 | 4.00 | **over** |",
		"| shipped: cpu ÷ kio | ≤ 0.5 | 0.40 | ok |",
		"| sparse: cpu of kio ÷ ours | ≥ 25 | 20.00 | **over** |",
		"| bytes: cpu of a MB from 10 to 100 ÷ from 1 to 10 | ≤ 1.25 | 1.00 | ok |",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "yq") {
		t.Error("a budget was judged without its program")
	}
}
