package transform_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/transform"
	"github.com/wi-postrender/postrender/values"
)

// FuzzTransform holds, for any bytes: no panic, an end in time, and either an
// error with a message or an output whose untouched documents are the input's
// own bytes, which loses no document, and which a second run leaves alone.
func FuzzTransform(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<15 {
			return
		}
		s := settings()
		start := time.Now()
		stream, rep, err := transform.Transform(context.Background(), in, s)
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("took %v", took)
		}
		if err != nil {
			if e := report.AsError(err); e.Message == "" || stream != nil || rep.Result == report.OK {
				t.Fatalf("failed with %q, result %q", e.Message, rep.Result)
			}
			return
		}
		out := write(t, stream)
		untouched(t, in, out, rep)
		again, rep2, err := transform.Transform(context.Background(), out, s)
		if err != nil {
			t.Fatalf("the output is refused: %v\n%s", err, out)
		}
		if second := write(t, again); !bytes.Equal(out, second) || len(rep2.Changes) > 0 {
			t.Fatalf("a second run changes it:\n%s", cmp.Diff(string(out), string(second)))
		}
	})
}

// untouched compares the documents that the report does not name.
func untouched(t *testing.T, in, out []byte, rep report.Report) {
	changed, added := map[int]bool{}, 0
	for _, c := range rep.Changes {
		changed[c.Document] = true
		if c.Action == report.Add {
			added++
		}
	}
	if len(changed) == 0 && !bytes.Equal(in, out) {
		t.Fatalf("nothing was reported, but the output differs:\n%s", cmp.Diff(string(in), string(out)))
	}
	before, after := manifest.Split(in), manifest.Split(out)
	if len(after) != len(before)+added {
		t.Fatalf("%d documents became %d, %d were added", len(before), len(after), added)
	}
	if added > 0 {
		return
	}
	for i, d := range before {
		if !changed[d.Index] && !bytes.Equal(d.Body, after[i].Body) || !bytes.Equal(d.Sep, after[i].Sep) {
			t.Fatalf("document %d was not to change:\n%s", d.Index, cmp.Diff(string(d.Body), string(after[i].Body)))
		}
	}
}

func settings() values.Settings {
	s := values.Default()
	s.ClientID = "11111111-2222-3333-4444-555555555555"
	s.ServiceAccounts = []values.ServiceAccount{{Name: "sa"}, {Name: "elsewhere", External: true}}
	return s
}

func write(t *testing.T, stream *manifest.Stream) []byte {
	var b bytes.Buffer
	if _, err := stream.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// seeds returns the documents of all fixtures, one by one and as small streams,
// and the inputs of the scripts.
func seeds(tb testing.TB) [][]byte {
	var out [][]byte
	for _, file := range glob(tb, "../fixtures/*.yaml") {
		data, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		if len(data) < 1<<13 {
			out = append(out, data)
		}
		for _, d := range manifest.Split(data) {
			if len(d.Body) < 4096 {
				out = append(out, d.Body)
			}
		}
	}
	for _, file := range append(glob(tb, "../cmd/postrender/testdata/script/*.txtar"), glob(tb, "../manifest/testdata/edit/*.txtar")...) {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		for _, f := range ar.Files {
			out = append(out, f.Data)
		}
	}
	return out
}

func glob(tb testing.TB, pattern string) []string {
	files, err := filepath.Glob(pattern)
	if err != nil {
		tb.Fatal(err)
	}
	return files
}
