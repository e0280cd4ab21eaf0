package values

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/wi-postrender/postrender/report"
)

const (
	id1 = "11111111-2222-3333-4444-555555555555"
	id2 = "22222222-2222-3333-4444-555555555555"
	id3 = "33333333-2222-3333-4444-555555555555"
)

// files is a file system in memory, as Sources.ReadFile.
type files map[string]string

func (f files) read(path string) ([]byte, error) {
	if data, ok := f[path]; ok {
		return []byte(data), nil
	}
	return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
}

// config is a config with the given lines in its spec; the first is line 4.
func config(spec ...string) string {
	head := "apiVersion: postrender.dev/v1alpha1\nkind: WorkloadIdentity\nspec:\n"
	for _, line := range spec {
		head += "  " + line + "\n"
	}
	return head
}

func flags(t *testing.T, args ...string) *pflag.FlagSet {
	t.Helper()
	fs := pflag.NewFlagSet("postrender", pflag.ContinueOnError)
	Bind(fs)
	if err := fs.Parse(args); err != nil {
		t.Fatal(err)
	}
	return fs
}

func mustLoad(t *testing.T, src Sources) Settings {
	t.Helper()
	s, err := Load(src)
	if err != nil {
		t.Fatalf("Load: %v (hint: %s)", err, report.AsError(err).Hint)
	}
	return s
}

// wantError checks the text of an error, place included, and its hint.
func wantError(t *testing.T, err error, text, hint string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %q", text)
	}
	if _, ok := err.(*report.Error); !ok {
		t.Errorf("the error is a %T, not a *report.Error", err)
	}
	if err.Error() != text {
		t.Errorf("error\n got: %s\nwant: %s", err, text)
	}
	if got := report.AsError(err).Hint; !strings.Contains(got, hint) || (hint == "") != (got == "") {
		t.Errorf("hint\n got: %s\nwant: %s", got, hint)
	}
}
