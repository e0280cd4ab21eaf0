package transform_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/transform"
)

// BenchmarkTransform measures the whole in process: the render that the repo
// ships, a stream in which little is ours, and one in which everything is.
func BenchmarkTransform(b *testing.B) {
	shipped, err := os.ReadFile("../fixtures/vvp3-plain.helm3.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for name, in := range map[string][]byte{
		"shipped": shipped,
		"sparse":  sparse(shipped, 20<<20),
		"dense":   dense(2 << 20),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				stream, _, err := transform.Transform(context.Background(), in, settings())
				if err != nil {
					b.Fatal(err)
				}
				if _, err := stream.WriteTo(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// sparse is the render once, and then documents of the same shapes that name
// nothing of ours.
func sparse(render []byte, size int) []byte {
	var foreign bytes.Buffer
	for _, d := range manifest.Split(render) {
		text := string(d.Body)
		for _, r := range []string{"vvp", "vvc", "flink", "Vvp", "flinkConfiguration", "azure", "ververica", "global", "sqlScript", "jarUri", "SessionCluster"} {
			text = strings.ReplaceAll(text, r, strings.Repeat("x", len(r)))
		}
		fmt.Fprintf(&foreign, "---\n%s", text)
	}
	out := bytes.Clone(render)
	for len(out) < size {
		out = append(out, foreign.Bytes()...)
	}
	return out
}

// dense is a stream of accounts and workloads that all have to change.
func dense(size int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: sa\n  namespace: n%d\n", i)
		fmt.Fprintf(&b, "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n  namespace: n%d\nspec:\n  selector:\n    matchLabels: {app: a}\n  template:\n    metadata:\n      labels:\n        app: a\n    spec:\n      serviceAccountName: sa\n      containers:\n", i)
		for c := range 3 {
			fmt.Fprintf(&b, "      - name: c%d\n        image: registry.example.com/app:%d\n        env:\n        - name: A\n          value: \"some text here\"\n        resources:\n          limits: {cpu: 1, memory: 1Gi}\n", c, i)
		}
	}
	return b.Bytes()
}
