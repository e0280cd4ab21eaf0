package postrender_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
	"sigs.k8s.io/kustomize/kyaml/kio"

	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/transform"
	"github.com/wi-postrender/postrender/values"
)

// TestGolden holds what the filter does to each stream in fixtures/: golden/ has
// the output, the report and the diff under the same name. NAME.config.yaml
// beside a fixture holds its settings; streams of one chart share the settings
// of the name up to the first dot, and without a file there are none. A
// fixture that must be refused has a report alone. UPDATE=1 rewrites golden/.
func TestGolden(t *testing.T) {
	fixtures, err := filepath.Glob("fixtures/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("fixtures/*.json")
	if err != nil {
		t.Fatal(err)
	}
	ran := map[string]bool{}
	for _, path := range append(fixtures, more...) {
		if strings.HasSuffix(path, ".config.yaml") {
			continue
		}
		base := filepath.Base(path)
		name := strings.TrimSuffix(base, filepath.Ext(base))
		ran[name] = true
		t.Run(name, func(t *testing.T) { golden(t, path, name) })
	}
	goldens, err := filepath.Glob("golden/*")
	if err != nil || len(ran) == 0 {
		t.Fatalf("%d fixtures: %v", len(ran), err)
	}
	for _, path := range goldens {
		name := filepath.Base(path)
		for _, ext := range []string{".yaml", ".json", ".report.txt", ".diff"} {
			name = strings.TrimSuffix(name, ext)
		}
		if !ran[name] {
			t.Errorf("%s has no fixture", path)
		}
	}
}

func golden(t *testing.T, path, name string) {
	in, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	settings := settingsOf(t, name)
	stream, rep, err := transform.Transform(context.Background(), in, settings)
	var text, out, diff bytes.Buffer
	if werr := rep.WriteText(&text, report.Verbose); werr != nil {
		t.Fatal(werr)
	}
	output := "golden/" + name + filepath.Ext(path)
	if err != nil {
		e := report.AsError(err)
		text.WriteString("error: " + e.Error() + "\nhint: " + e.Hint + "\n")
		compare(t, "golden/"+name+".report.txt", text.Bytes())
		absent(t, output)
		return
	}
	if _, err := stream.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Diff(&diff, name+filepath.Ext(path), false); err != nil {
		t.Fatal(err)
	}
	compare(t, "golden/"+name+".report.txt", text.Bytes())
	compare(t, output, out.Bytes())
	compare(t, "golden/"+name+".diff", diff.Bytes())
	secondRun(t, out.Bytes(), settings)
	if before, err := decode(in); err == nil { // what passes untouched need not be YAML
		after, err := decode(out.Bytes())
		if err != nil {
			t.Errorf("the output cannot be read: %v", err)
		}
		onlyOurs(t, before, after)
	}
	kyamlReads(t, in, out.Bytes(), rep)
}

// kyamlReads holds the output to the reader of Helm 4 and kustomize: what it
// reads of the input it reads of the output, and the documents that were added.
func kyamlReads(t *testing.T, in, out []byte, rep report.Report) {
	before, err := kio.ParseAll(string(in))
	if err != nil {
		return // such a stream never comes from them
	}
	added := 0
	for _, c := range rep.Changes {
		if c.Action == report.Add {
			added++
		}
	}
	after, err := kio.ParseAll(string(out))
	if err != nil || len(after) != len(before)+added {
		t.Errorf("kyaml reads %d documents, not %d: %v", len(after), len(before)+added, err)
	}
}

// ours are the fields that the filter writes.
var ours = regexp.MustCompile(`azure\.workload\.identity/|kubernetes\.(job|task)manager\.labels|postrender\.dev/config-edits|globalDeploymentDefaults|globalSessionClusterDefaults|application.*\.yaml|^(metadata|template|spec|annotations|labels|flinkConfiguration)$`)

// onlyOurs compares input and output as data, with a decoder that is not the
// filter's: what was there is there, and what is new or different is ours.
func onlyOurs(t *testing.T, in, out []any) {
	if len(in) != len(out) {
		return // accounts were added
	}
	for i := range in {
		diffData(t, fmt.Sprintf("document %d", i+1), "", in[i], out[i])
	}
}

func diffData(t *testing.T, path, key string, before, after any) {
	was, isMap := before.(map[string]any)
	is, stillMap := after.(map[string]any)
	list, isList := before.([]any)
	now, stillList := after.([]any)
	switch {
	case stillMap && (isMap || before == nil):
		for k, v := range is {
			if old, ok := was[k]; ok {
				diffData(t, path+"."+k, k, old, v)
			} else if !ours.MatchString(k) {
				t.Errorf("%s.%s is new", path, k)
			}
		}
		for k := range was {
			if _, ok := is[k]; !ok {
				t.Errorf("%s.%s is gone", path, k)
			}
		}
	case isList && stillList && len(list) == len(now):
		for i := range list {
			diffData(t, fmt.Sprintf("%s[%d]", path, i), key, list[i], now[i])
		}
	case !cmp.Equal(before, after) && !ours.MatchString(key):
		t.Errorf("%s changed (-before +after):\n%s", path, cmp.Diff(before, after))
	}
}

// secondRun runs the filter on its own output, with the settings and without:
// nothing may change. Settings that choose a profile or name accounts are part
// of what the output means, so they are kept.
func secondRun(t *testing.T, out []byte, settings values.Settings) {
	bare := values.Default()
	bare.Profiles, bare.ServiceAccounts, bare.ConfigMaps, bare.Jobs.Namespaces = settings.Profiles, settings.ServiceAccounts, settings.ConfigMaps, settings.Jobs.Namespaces
	bare.Release = settings.Release
	for what, s := range map[string]values.Settings{"the same settings": settings, "inferred ids": bare} {
		stream, rep, err := transform.Transform(context.Background(), out, s)
		if err != nil {
			t.Errorf("a second run with %s: %v", what, err)
			continue
		}
		var again bytes.Buffer
		if _, err := stream.WriteTo(&again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(out), again.String()); diff != "" || len(rep.Changes) > 0 {
			t.Errorf("a second run with %s changes the output (-first +second):\n%s", what, diff)
		}
	}
}

func settingsOf(t *testing.T, name string) values.Settings {
	for _, stem := range []string{name, name[:strings.IndexByte(name+".", '.')]} {
		config := "fixtures/" + stem + ".config.yaml"
		if _, err := os.Stat(config); err == nil {
			s, err := values.Load(values.Sources{Config: config})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
	}
	return values.Default()
}

// compare holds got against a golden file: byte for byte, and, to tell a change
// of text from one of meaning, as data.
func compare(t *testing.T, path string, got []byte) {
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("%v (make golden writes it)", err)
		return
	}
	if bytes.Equal(want, got) {
		return
	}
	t.Errorf("%s (-want +got):\n%s", path, cmp.Diff(string(want), string(got)))
	if strings.HasSuffix(path, ".yaml") {
		a, aerr := decode(want)
		b, berr := decode(got)
		t.Errorf("%s as data (%v, %v; -want +got):\n%s", path, aerr, berr, cmp.Diff(a, b))
	}
}

func absent(t *testing.T, path string) {
	if os.Getenv("UPDATE") != "" {
		_ = os.Remove(path)
	}
	if _, err := os.Stat(path); err == nil {
		t.Errorf("%s exists, but the fixture is refused", path)
	}
}

// decode reads a stream with a decoder that is not the filter's.
func decode(in []byte) ([]any, error) {
	dec := yaml.NewDecoder(bytes.NewReader(in))
	var docs []any
	for {
		var doc any
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return docs, nil
		}
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
}
