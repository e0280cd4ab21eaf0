// Package input makes the manifests that the programs are compared on. All of
// them come from a seed, so that everybody measures the same bytes.
package input

import (
	"fmt"
	"math/rand/v2"
)

// MB is what an input's size is counted in.
const MB = 1_000_000

// Input is one stream of manifests.
type Input struct {
	Name      string
	Documents int                      // how many it holds; 0: see the file
	Bytes     int                      // about how large it is; 0: see the file
	Make      func(seed uint64) []byte // nil: the shipped render is copied
}

// All lists the inputs, the growing ones by size.
func All() []Input {
	inputs := []Input{
		{Name: "shipped"},
		{"dense-2", 1_750, 2 * MB, func(seed uint64) []byte { return dense(seed, 1_750) }},
		{"dense-20", 17_500, 20 * MB, func(seed uint64) []byte { return dense(seed, 17_500) }},
		{"embedded", 3, 1 * MB, embedded},
		{"scalar-aside", 8, 50 * MB, scalarAside},
		{"scalar-matters", 3, 50 * MB, scalarMatters},
	}
	for _, n := range []int{1_000, 10_000, 100_000} {
		inputs = append(inputs, Input{fmt.Sprintf("tiny-%d", n), n, n * 66, func(seed uint64) []byte { return tiny(seed, n) }})
	}
	for _, mb := range []int{1, 2, 4, 10, 100} {
		inputs = append(inputs, sparseInput(fmt.Sprintf("growth-%d", mb), mb))
	}
	return append(inputs, sparseInput("sparse", 20))
}

// sparseInput is a mix of documents of 2 KB on average.
func sparseInput(name string, mb int) Input {
	documents := mb * 500
	return Input{name, documents, mb * MB, func(seed uint64) []byte { return sparse(seed, documents, mb*MB) }}
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }
