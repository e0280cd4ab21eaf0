// Package kubectl holds the filter to kubectl's own reader (k8s.io/apimachinery):
// no document is lost, and none that Kubernetes would take for our business is
// passed over.
package kubectl

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/transform"
	"github.com/wi-postrender/postrender/values"
	"k8s.io/apimachinery/pkg/util/yaml"
)

const clientID = "11111111-2222-3333-4444-555555555555"

// object is a decoded document.
type object map[string]any

// read decodes a stream as kubectl does: documents that hold nothing are left out.
func read(stream []byte) ([]object, error) {
	dec := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(stream), 4096)
	var out []object
	for {
		var o object
		err := dec.Decode(&o)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if len(o) > 0 {
			out = append(out, items(o)...)
		}
	}
}

// items returns an object, or those that a v1 List holds.
func items(o object) []object {
	list, ok := o["items"].([]any)
	if !ok || o["kind"] != "List" || o["apiVersion"] != "v1" {
		return []object{o}
	}
	var out []object
	for _, item := range list {
		if m, ok := item.(map[string]any); ok {
			out = append(out, items(m)...)
		}
	}
	return out
}

func at(v any, path ...string) any {
	for _, key := range path {
		m, ok := v.(map[string]any)
		if !ok {
			if o, isObject := v.(object); isObject {
				m = o
			}
		}
		v = m[key]
	}
	return v
}

// templates is where the pod template of a kind is, an independent copy of what
// the Kubernetes API says.
var templates = map[string][]string{
	"apps/v1 Deployment": {"spec", "template"}, "apps/v1 StatefulSet": {"spec", "template"}, "apps/v1 DaemonSet": {"spec", "template"},
	"batch/v1 Job": {"spec", "template"}, "batch/v1 CronJob": {"spec", "jobTemplate", "spec", "template"}, "v1 Pod": {},
}

func gvk(o object) string {
	version, _ := o["apiVersion"].(string)
	kind, _ := o["kind"].(string)
	return version + " " + kind
}

func isTarget(name any) bool {
	switch name {
	case "sa", "vvp-gateway", "vvp-appmanager":
		return true
	}
	return false
}

func skipped(o object) bool {
	return at(o, "metadata", "annotations", "postrender.dev/skip") == "true"
}

// FuzzNothingIsMissed: when the filter succeeds, every target account that
// kubectl reads in the output has its client id, and every pod template that
// runs as one has the label; and as many objects come out as went in.
func FuzzNothingIsMissed(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<14 {
			return
		}
		before, err := read(in)
		if err != nil {
			return // kubectl would not take it
		}
		s := values.Default()
		s.ClientID, s.Overwrite = clientID, true
		s.ServiceAccounts = []values.ServiceAccount{{Name: "sa"}, {Name: "vvp-gateway"}, {Name: "vvp-appmanager"}}
		stream, _, err := transform.Transform(context.Background(), in, s)
		if err != nil {
			return // refused, with nothing written
		}
		var out bytes.Buffer
		if _, err := stream.WriteTo(&out); err != nil {
			t.Fatal(err)
		}
		after, err := read(out.Bytes())
		if err != nil {
			t.Fatalf("kubectl cannot read the output: %v\n%s", err, &out)
		}
		if len(before) != len(after) {
			t.Fatalf("%d objects became %d\n%s", len(before), len(after), &out)
		}
		judge(t, after, out.Bytes())
	})
}

func judge(t *testing.T, objects []object, out []byte) {
	accounts := map[any]bool{}
	for _, o := range objects {
		if gvk(o) != "v1 ServiceAccount" || !isTarget(at(o, "metadata", "name")) {
			continue
		}
		if !skipped(o) && at(o, "metadata", "annotations", "azure.workload.identity/client-id") != clientID {
			t.Fatalf("an account was missed\n%s", out)
		}
		if ns := at(o, "metadata", "namespace"); ns == nil && !skipped(o) {
			accounts[at(o, "metadata", "name")] = true
		}
	}
	for _, o := range objects {
		path, ok := templates[gvk(o)]
		if !ok || skipped(o) {
			continue
		}
		pod := at(o, path...)
		if spec, isMap := at(pod, "spec").(map[string]any); !isMap || !accounts[spec["serviceAccountName"]] {
			continue
		}
		if at(pod, "metadata", "labels", "azure.workload.identity/use") != "true" {
			t.Fatalf("a pod was missed\n%s", out)
		}
	}
}

func seeds(tb testing.TB) [][]byte {
	files, err := filepath.Glob("../../fixtures/*.yaml")
	if err != nil || len(files) == 0 {
		tb.Fatal("no fixtures", err)
	}
	account := []byte("---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: sa}\n")
	pod := []byte("---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {serviceAccountName: sa}\n")
	out := [][]byte{append(bytes.Clone(account), pod...)}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		for _, d := range manifest.Split(data) {
			if len(d.Body) < 3000 {
				out = append(out, append(bytes.Clone(account), append([]byte("---\n"), d.Body...)...))
			}
		}
	}
	return out
}
