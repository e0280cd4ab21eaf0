package manifest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wi-postrender/postrender/report"
)

const testDepth = 100

// TestEdit runs the archives in testdata/edit: "in" is edited by the lines of
// "set" (path = value, keys separated by blanks; "a b | c d" edits the text in a
// b; a first word "plain" writes without quotes) and must become "want" or fail
// with "error". UPDATE=1 rewrites both.
func TestEdit(t *testing.T) {
	files, err := filepath.Glob("testdata/edit/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no archives", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in, script := section(ar, "in"), section(ar, "set")
			got, err := runEdits(unescapeCR(ar.Comment, in), string(script))
			name := "want"
			if err != nil {
				got, name = []byte(err.Error()+"\n"), "error"
				if e := report.AsError(err); e.Hint != "" {
					got = append(got, "hint: "+e.Hint+"\n"...)
				}
			} else if again, err := runEdits(got, string(script)); err != nil || !bytes.Equal(again, got) {
				t.Errorf("a second run changes it: %v\n%s", err, cmp.Diff(string(got), string(again)))
			}
			got = escapeCR(ar.Comment, got)
			if os.Getenv("UPDATE") != "" {
				ar.Files = []txtar.File{{Name: "in", Data: in}, {Name: "set", Data: script}, {Name: name, Data: got}}
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(section(ar, name)), string(got)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		})
	}
}

func section(ar *txtar.Archive, name string) []byte {
	for _, f := range ar.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

// Archives whose comment says "CRLF" stand for texts with that line ending, and
// those that say "no final newline" for texts without the last one.
func unescapeCR(comment, in []byte) []byte {
	if bytes.Contains(comment, []byte("no final newline")) {
		in = bytes.TrimSuffix(in, newline)
	}
	if bytes.Contains(comment, []byte("CRLF")) {
		in = bytes.ReplaceAll(in, newline, []byte("\r\n"))
	}
	return in
}

func escapeCR(comment, out []byte) []byte {
	if bytes.Contains(comment, []byte("CRLF")) {
		if bytes.Count(out, newline) != bytes.Count(out, []byte("\r\n")) {
			return []byte("mixed line endings\n")
		}
		out = bytes.ReplaceAll(out, []byte("\r\n"), newline)
	}
	if bytes.Contains(comment, []byte("no final newline")) {
		if bytes.HasSuffix(out, newline) {
			return out // txtar cannot tell; make the difference visible
		}
		out = append(out[:len(out):len(out)], '\n')
	}
	return out
}

func runEdits(in []byte, script string) ([]byte, error) {
	text, err := Parse(in, report.Place{Line: 1}, testDepth)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(script) {
		words, plain := strings.CutPrefix(strings.TrimSpace(line), "plain ")
		path, value, _ := strings.Cut(words, " = ")
		target := text
		steps := strings.Split(path, " | ")
		for _, step := range steps[:len(steps)-1] {
			if target, err = target.Embedded(Lookup(target.root, strings.Fields(step)...), nil, testDepth); err != nil {
				return nil, err
			}
		}
		r := &Resource{text: target, node: target.root}
		if err := r.Set(Scalar{value, plain}, strings.Fields(steps[len(steps)-1])...); err != nil {
			return nil, err
		}
	}
	out, err := text.Bytes(testDepth)
	if err != nil {
		return nil, err
	}
	return append(in[:len(in)-len(text.src):len(in)-len(text.src)], out...), nil
}
