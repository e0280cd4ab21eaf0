package input

import (
	"bytes"
	"fmt"
	"math/rand/v2"

	"github.com/wi-postrender/postrender/bench/internal/subject"
)

// share says how often a kind of document stands in a sparse stream.
type share struct {
	percent int
	write   func(b *bytes.Buffer, r *rand.Rand, name string)
}

// mix is about what umbrella charts render: counted in documents it is services,
// workloads and access; counted in bytes, texts and CRDs. What is missing to 100
// percent is ConfigMaps.
var mix = []share{
	{20, service},
	{20, deployment},
	{10, roleBinding},
	{10, role},
	{8, serviceAccount},
	{8, secret},
	{5, networkPolicy},
	{2, dashboard},
	{1, crd},
}

// sparse makes a stream of so many documents and bytes in which nothing but the
// seven accounts is to change. ConfigMaps take up what the other kinds leave.
func sparse(seed uint64, documents, size int) []byte {
	r := newRand(seed)
	var b bytes.Buffer
	b.Grow(size + size/10)
	every := documents / len(subject.Accounts)
	for i := range documents {
		name := fmt.Sprintf("app-%06d", i)
		fmt.Fprintf(&b, "---\n# Source: umbrella/charts/app-%d/templates/object-%d.yaml\n", i/20, i%20)
		if n := i / every; i%every == every/2 && n < len(subject.Accounts) {
			serviceAccount(&b, r, subject.Accounts[n])
			continue
		}
		if write := pick(r); write != nil {
			write(&b, r, name)
			continue
		}
		missing := int(float64(i+1)/float64(documents)*float64(size)) - b.Len()
		configMap(&b, r, name, min(max(missing, 300), 60_000))
	}
	return b.Bytes()
}

// pick chooses a kind of document, nil for a ConfigMap.
func pick(r *rand.Rand) func(*bytes.Buffer, *rand.Rand, string) {
	n := r.IntN(100)
	for _, s := range mix {
		if n < s.percent {
			return s.write
		}
		n -= s.percent
	}
	return nil
}
