package manifest

import (
	"strings"
	"testing"

	"github.com/wi-postrender/postrender/report"
)

// FuzzPart holds the proof by a few lines to the proof by the whole text: what
// the one lets pass, the other does.
func FuzzPart(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed, "metadata labels azure.workload.identity/use", "true")
		f.Add(seed, "metadata annotations a", "x y")
		f.Add(append(seed[:len(seed):len(seed)], "      \t# note\n"...), "metadata annotations b", "true")
	}
	f.Fuzz(func(t *testing.T, in []byte, words, value string) {
		path := strings.Fields(words)
		if len(in) > 1<<13 || len(path) == 0 || len(path) > 6 || badByte([]byte(words+value)) >= 0 {
			return
		}
		text, err := Parse(lent(in), report.Place{Line: 1}, testDepth)
		if err != nil || text.root == nil {
			return
		}
		r := &Resource{text: text, node: Resolve(text.root)}
		if r.Set(Scalar{Value: value}, path...) != nil {
			return
		}
		splices, err := text.splices(testDepth)
		if err != nil || len(splices) == 0 || !text.holdsInPart(splices, testDepth) {
			return
		}
		if out := apply(text.src, splices); !text.holds(out, text.root, testDepth) {
			t.Fatalf("the part passes, the whole does not:\n%s", out)
		}
	})
}
