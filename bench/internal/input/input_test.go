package input

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"
	"testing"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/wi-postrender/postrender/bench/internal/subject"
)

// TestSizes exists because the budgets name numbers of documents and bytes.
func TestSizes(t *testing.T) {
	for _, in := range All() {
		if in.Make == nil || testing.Short() && in.Bytes > 20*MB {
			continue
		}
		data := in.Make(1)
		if n := bytes.Count(data, []byte("---\n")); n != in.Documents {
			t.Errorf("%s has %d documents, want %d", in.Name, n, in.Documents)
		}
		if off := math.Abs(float64(len(data))/float64(in.Bytes) - 1); off > 0.1 {
			t.Errorf("%s has %d bytes, want about %d", in.Name, len(data), in.Bytes)
		}
	}
}

// TestSeed exists because figures are compared between runs and machines.
func TestSeed(t *testing.T) {
	for _, in := range All() {
		if in.Make == nil || in.Bytes > 2*MB {
			continue
		}
		one := in.Make(1)
		if !bytes.Equal(one, in.Make(1)) {
			t.Errorf("%s: a seed gave two inputs", in.Name)
		}
		if bytes.Equal(one, in.Make(2)) {
			t.Errorf("%s: two seeds gave one input", in.Name)
		}
	}
}

type object struct {
	Kind     string
	Metadata struct{ Name, Namespace string }
	Spec     struct {
		Template struct {
			Spec struct {
				ServiceAccountName string `yaml:"serviceAccountName"`
			}
		}
	}
}

// TestObjects exists because kustomize refuses a name that comes twice, and a
// comparison over broken YAML compares nothing.
func TestObjects(t *testing.T) {
	for _, in := range All() {
		if in.Make == nil || in.Bytes > 2*MB {
			continue
		}
		seen := map[object]bool{}
		for _, o := range decode(t, in.Name, in.Make(1)) {
			o.Spec.Template.Spec.ServiceAccountName = ""
			if seen[o] || o.Kind == "" || o.Metadata.Name == "" {
				t.Errorf("%s: %+v is nameless or comes twice", in.Name, o)
			}
			seen[o] = true
		}
	}
}

// TestSubjects exists because sparse means seven edits, and dense means all.
func TestSubjects(t *testing.T) {
	if n := subjects(decode(t, "sparse", sparse(1, 500, MB))); n != len(subject.Accounts) {
		t.Errorf("sparse has %d subjects, want %d", n, len(subject.Accounts))
	}
	if n := subjects(decode(t, "dense", dense(1, 700))); n != 700 {
		t.Errorf("dense has %d subjects, want 700", n)
	}
}

func subjects(objects []object) int {
	n := 0
	for _, o := range objects {
		if o.Kind == "ServiceAccount" && slices.Contains(subject.Accounts, o.Metadata.Name) ||
			slices.Contains(subject.Accounts, o.Spec.Template.Spec.ServiceAccountName) {
			n++
		}
	}
	return n
}

func decode(t *testing.T, name string, data []byte) []object {
	t.Helper()
	var objects []object
	for dec := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var o object
		err := dec.Decode(&o)
		if errors.Is(err, io.EOF) {
			return objects
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		objects = append(objects, o)
	}
}
