package manifest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// seeds returns what the fuzz targets start from: every document of the
// fixtures that is not huge, and every text of the edit archives.
func seeds(tb testing.TB) [][]byte {
	var out [][]byte
	for _, pattern := range []string{"../fixtures/*.yaml", "../fixtures/*.json"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			tb.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				tb.Fatal(err)
			}
			for _, d := range Split(data) {
				if len(d.Body) < 4096 {
					out = append(out, d.Body)
				}
			}
		}
	}
	archives, err := filepath.Glob("testdata/edit/*.txtar")
	if err != nil || len(archives) == 0 {
		tb.Fatal("no archives", err)
	}
	for _, file := range archives {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, unescapeCR(ar.Comment, section(ar, "in")))
	}
	return out
}
