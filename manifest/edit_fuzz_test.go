package manifest

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
	sigsyaml "sigs.k8s.io/yaml"

	"github.com/wi-postrender/postrender/report"
)

// FuzzEdit holds that an edit of the bytes is the edit of the data: two other
// decoders (gopkg.in/yaml.v3, and kubectl's sigs.k8s.io/yaml, which reads merge
// keys and duplicate keys in its own way) see the input with one field set, and
// nothing else changed. What cannot be edited is refused, and a second edit
// changes nothing.
func FuzzEdit(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed, "metadata labels azure.workload.identity/use", "true")
		f.Add(seed, "metadata annotations x", "a: b # c")
		f.Add(seed, "spec template metadata labels a", "'\"\\\n")
	}
	f.Fuzz(func(t *testing.T, in []byte, words, value string) {
		path := strings.Fields(words)
		if len(in) > 1<<14 || len(path) == 0 || len(path) > 6 || badByte([]byte(words+value)) >= 0 || strings.Contains(words, "<<") {
			return
		}
		before, err := decodeAny(in)
		if err != nil {
			return // what the other decoder cannot read proves nothing
		}
		out, err := setIn(in, path, value)
		if err != nil {
			return
		}
		after, err := decodeAny(out)
		if err != nil {
			t.Fatalf("not readable any more: %v\n%s", err, out)
		}
		if want := setAny(before, path, value); !cmp.Equal(want, after) {
			t.Fatalf("-want +got:\n%s\n%s", cmp.Diff(want, after), out)
		}
		kubectl, err := decodeKubectl(in)
		if err == nil {
			after, err := decodeKubectl(out)
			if want := setAny(kubectl, path, value); err != nil || !cmp.Equal(want, after) {
				t.Fatalf("kubectl: %v; -want +got:\n%s\n%s", err, cmp.Diff(want, after), out)
			}
		}
		again, err := setIn(out, path, value)
		if err != nil || !bytes.Equal(out, again) {
			t.Fatalf("a second edit: %v\n%s", err, cmp.Diff(string(out), string(again)))
		}
	})
}

func setIn(in []byte, path []string, value string) ([]byte, error) {
	text, err := Parse(in, report.Place{Line: 1}, testDepth)
	if err != nil {
		return nil, err
	}
	if text.root == nil {
		return nil, errors.New("empty")
	}
	r := &Resource{text: text, node: Resolve(text.root)}
	if err := r.Set(Scalar{Value: value}, path...); err != nil {
		return nil, err
	}
	return text.Bytes(testDepth)
}

// decodeAny reads one document as plain values.
func decodeAny(in []byte) (any, error) {
	dec := yaml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(in, bom)))
	var doc, more any
	if err := dec.Decode(&doc); err != nil {
		return nil, err
	}
	if err := dec.Decode(&more); err == nil {
		return nil, errors.New("more than one document")
	}
	if _, ok := doc.(map[string]any); !ok {
		return nil, errors.New("no mapping of strings")
	}
	return doc, nil
}

// decodeKubectl reads one document as kubectl and Helm do.
func decodeKubectl(in []byte) (any, error) {
	var doc map[string]any
	if err := sigsyaml.Unmarshal(bytes.TrimPrefix(in, bom), &doc); err != nil {
		return nil, err
	}
	return any(doc), nil
}

// setAny is the model of an edit. Null counts as an empty mapping.
func setAny(m any, path []string, value string) any {
	out := map[string]any{}
	if have, ok := m.(map[string]any); ok {
		for k, v := range have {
			out[k] = v
		}
	}
	if len(path) == 1 {
		out[path[0]] = value
	} else {
		out[path[0]] = setAny(out[path[0]], path[1:], value)
	}
	return out
}
