package manifest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

const secret = "hunter2"

func TestMaskHides(t *testing.T) {
	for _, f := range maskFiles(t, "hidden") {
		t.Run(f.Name, func(t *testing.T) {
			out := checkMask(t, f.Data)
			if strings.Contains(out, secret) || !strings.Contains(out, "shown") {
				t.Errorf("got:\n%s", out)
			}
		})
	}
}

func TestMaskShows(t *testing.T) {
	for _, f := range maskFiles(t, "shown") {
		t.Run(f.Name, func(t *testing.T) {
			if out := checkMask(t, f.Data); out != string(f.Data) {
				t.Errorf("got:\n%s", out)
			}
		})
	}
}

// A secret below a key that names one is hidden in each of the layouts.
func TestMaskLayouts(t *testing.T) {
	for layout := range uint64(6 * 2 * 11 * 5 * 5) {
		checkPlanted(t, layout)
	}
}

func FuzzMask(f *testing.F) {
	for _, name := range []string{"hidden", "shown"} {
		for _, file := range maskFiles(f, name) {
			f.Add(string(file.Data), uint64(len(file.Data)))
		}
	}
	f.Fuzz(func(t *testing.T, text string, layout uint64) {
		maskLinesKept(t, []byte(text))
		checkPlanted(t, layout)
	})
}

func checkPlanted(t *testing.T, layout uint64) {
	t.Helper()
	planted := plant(layout)
	if out := checkMask(t, []byte(planted)); strings.Contains(out, secret) {
		t.Errorf("layout %d shows the secret:\n%s\n----\n%s", layout, planted, out)
	}
}

// checkMask masks a text, which must be the same when it is masked again.
func checkMask(t *testing.T, text []byte) string {
	t.Helper()
	out := maskLinesKept(t, text)
	if again := mask(out); !bytes.Equal(again, out) {
		t.Errorf("masked twice is not masked once:\n%q\n%q\n%q", text, out, again)
	}
	return string(out)
}

// maskLinesKept masks a text, which must have as many lines as before.
func maskLinesKept(t *testing.T, text []byte) []byte {
	t.Helper()
	in := bytes.TrimPrefix(text, bom)
	out := mask(text)
	if got, want := bytes.Count(out, newline), bytes.Count(in, newline); got != want {
		t.Errorf("%d lines became %d:\n%s\n----\n%s", want, got, text, out)
	}
	return out
}

// plant lays a secret out in one of many ways.
func plant(layout uint64) string {
	pick := func(from ...string) string {
		i := layout % uint64(len(from))
		layout /= uint64(len(from))
		return from[i]
	}
	key := pick("password", "db.password", `"api-key"`, "'storageAccountKey'", "fs.azure.account.key.x", "SAS_TOKEN")
	var text string
	if pick("block", "flow") == "flow" {
		text = fmt.Sprintf("{a: 1, %s: %s, c: x}", key, pick(secret, `"`+secret+`"`, "'x "+secret+"'", "["+secret+"]", "{x: [1, "+secret+"]}", `"}, `+secret+`"`, "[\n  "+secret+"]"))
	} else {
		text = fmt.Sprintf("a: 1\n%s:%s\nc: x", key, pick(" "+secret, ` "`+secret+`"`, "\n- "+secret, "\n  - x: "+secret, " |\n  x\n\n  "+secret, " >-\n  "+secret, " 'x\n\n  "+secret+"'", "\n  "+secret, " &a !!str "+secret, " ["+secret+"]", " # x\n  y: "+secret))
	}
	for range 2 {
		switch pick("as it is", "block", "quoted", "item", "comment") {
		case "block":
			text = "x: |\n  " + strings.ReplaceAll(text, "\n", "\n  ") + "\ny: z"
		case "quoted":
			text = "x: " + Quote(text) + "\ny: z"
		case "item":
			text = "- 1\n- " + strings.ReplaceAll(text, "\n", "\n  ")
		case "comment":
			text = "x: y\n# " + strings.ReplaceAll(text, "\n", "\n# ")
		}
	}
	return text
}

func maskFiles(t testing.TB, name string) []txtar.File {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/mask/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	return archive.Files
}
