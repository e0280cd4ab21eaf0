package check

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wi-postrender/postrender/kube"
	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
)

// TestRules runs the archives in testdata, one a rule: no finding may be made in
// "pass…", and "fail…" is followed by what the rule finds there. A name that
// ends in "-untouched.yaml" stands for pods that the run did not edit. UPDATE=1
// rewrites the findings.
func TestRules(t *testing.T) {
	for _, rule := range Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			file := filepath.Join("testdata", strings.ToLower(rule.ID)+".txtar")
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]int{}
			for i, f := range ar.Files {
				name, isInput := strings.CutSuffix(f.Name, ".yaml")
				if !isInput {
					continue
				}
				what, _, _ := strings.Cut(name, "-")
				seen[what]++
				found := findings(t, f.Data, !strings.HasSuffix(name, "-untouched"))
				switch {
				case what == "pass" && found != "":
					t.Errorf("%s:\n%s", f.Name, found)
				case what == "pass":
				case i+1 == len(ar.Files) || ar.Files[i+1].Name != name+".txt":
					t.Errorf("%s has no %s.txt after it", f.Name, name)
				case os.Getenv("UPDATE") != "":
					ar.Files[i+1].Data = []byte(found)
				case !strings.Contains(found, rule.ID) || found != string(ar.Files[i+1].Data):
					t.Errorf("%s (-want +got):\n%s", f.Name, cmp.Diff(string(ar.Files[i+1].Data), found))
				}
			}
			if seen["pass"] == 0 || seen["fail"] == 0 {
				t.Errorf("%s needs files that pass and files that fail: %v", file, seen)
			}
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// parse reads every document of a stream.
func parse(t *testing.T, in []byte) []*manifest.Parsed {
	t.Helper()
	stream, err := manifest.Read(in, "", manifest.Limits{Bytes: 1 << 20, Documents: 10, Depth: 100})
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := stream.Select(manifest.Interest{
		Needles: manifest.NewNeedles([]string{":"}, nil),
		Kinds:   func(string, string) bool { return true },
	})
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// findings judges the pods of a stream and writes what is found, one a line.
func findings(t *testing.T, in []byte, edited bool) string {
	parsed := parse(t, in)
	accounts := map[string]*manifest.Resource{}
	var pods []Pod
	for _, p := range parsed {
		for _, r := range p.Resources {
			if r.Kind == "ServiceAccount" {
				accounts[r.Name] = r
			}
			if pod, ok := kube.PodOf(r); ok {
				pods = append(pods, Pod{Pod: pod, Edited: edited})
			}
		}
	}
	for i := range pods {
		pods[i].Account = accounts[pods[i].Pod.Account()]
	}
	var out strings.Builder
	for _, f := range Run(pods) {
		fmt.Fprintf(&out, "%s %s %s, line %d, %s: %s\n", f.Severity, f.Rule, f.Resource, f.Line, f.Path, f.Message)
	}
	return out.String()
}

// Help, documentation and SARIF are made of these texts.
func TestRulesAreDescribed(t *testing.T) {
	rules := Rules()
	if !slices.IsSortedFunc(rules, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the rules are not in order of their ids")
	}
	for _, r := range rules {
		for what, text := range map[string]string{"title": r.Title, "why": r.Why, "fix": r.Fix, "source": r.Source} {
			if text == "" || strings.HasSuffix(text, ".") {
				t.Errorf("%s: %s is %q", r.ID, what, text)
			}
		}
		if r.Blocks && r.Severity != report.SeverityError {
			t.Errorf("%s blocks, but is %s", r.ID, r.Severity)
		}
	}
}

func TestRulesAreACopy(t *testing.T) {
	Rules()[0].ID = "changed"
	if Rules()[0].ID == "changed" {
		t.Error("a caller can change the rules")
	}
}

// Findings tell what to do, and where.
func TestFindings(t *testing.T) {
	r := Rule{ID: "X001", Fix: "mend it", Severity: report.SeverityInfo, run: func(p Pod, found func([]string, string, ...any)) {
		found(p.Path("metadata", "labels"), "%d things", 2)
	}}
	parsed := parse(t, []byte("---\n# Source: c/t.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n  namespace: n\nspec: {}\n"))
	pod, _ := kube.PodOf(parsed[0].Resources[0])
	var got []report.Finding
	r.Blocks = true
	r.judge(Pod{Pod: pod, Edited: true}, &got)
	want := []report.Finding{{
		Rule: "X001", Severity: report.SeverityInfo, Message: "2 things", Fix: "mend it",
		Resource: report.Resource{APIVersion: "v1", Kind: "Pod", Namespace: "n", Name: "x"},
		Blocks:   true,
		Place:    report.Place{Source: "c/t.yaml", Document: 1, Line: 6, Path: "metadata.labels"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
