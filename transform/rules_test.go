package transform

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The list holds each id that the sources use, and no other.
func TestRuleIDs(t *testing.T) {
	own, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	sources, err := filepath.Glob("../check/*.go")
	if err != nil {
		t.Fatal(err)
	}
	sources = append(sources, own...)
	var used []string
	for _, path := range sources {
		if strings.HasSuffix(path, "_test.go") || filepath.Base(path) == "rules.go" {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"((?:WI|VVP|YAML)\d+)"`).FindAllStringSubmatch(string(text), -1) {
			used = append(used, m[1])
		}
	}
	slices.Sort(used)
	if got, want := RuleIDs(), slices.Compact(used); !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}
