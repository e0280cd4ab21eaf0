package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlaceString(t *testing.T) {
	for _, tt := range []struct {
		place Place
		want  string
	}{
		{Place{}, ""},
		{Place{Path: "metadata.labels"}, ""}, // a path is told on its own
		{Place{Source: "c/t.yaml"}, "c/t.yaml"},
		{Place{Source: "c/t.yaml", Document: 3, Line: 12, Path: "spec"}, "c/t.yaml, document 3, line 12"},
		{Place{Document: 3, Line: 12}, "document 3, line 12"},
		{Place{Source: "vvp.yaml", Line: 7}, "vvp.yaml, line 7"},
		{Place{Document: 1}, "document 1"},
		{Place{Line: 1}, "line 1"},
	} {
		if got := tt.place.String(); got != tt.want {
			t.Errorf("%#v: %q, want %q", tt.place, got, tt.want)
		}
	}
}

func TestError(t *testing.T) {
	e := Errorf(Place{Source: "c/t.yaml", Document: 2, Line: 5}, "%d ids", 2).WithHint("use %s", "--overwrite")
	if got, want := e.Error(), "c/t.yaml, document 2, line 5: 2 ids"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if e.Hint != "use --overwrite" || e.Refused {
		t.Errorf("%#v", e)
	}
	if got := (&Error{Message: "no ids"}).Error(); got != "no ids" {
		t.Errorf("without a place: %q", got)
	}
}

func TestAsError(t *testing.T) {
	if got := AsError(nil); got != nil {
		t.Errorf("nil is %v", got)
	}
	e := &Error{Message: "no", Hint: "do", Refused: true}
	if got := AsError(fmt.Errorf("while at work: %w", e)); got != e {
		t.Errorf("a wrapped Error is %#v", got)
	}
	if got := AsError(errors.New("plain")); got.Message != "plain" || got.Hint != "" || got.Refused {
		t.Errorf("another error is %#v", got)
	}
}

func TestResourceString(t *testing.T) {
	for _, tt := range []struct {
		resource Resource
		want     string
	}{
		{Resource{APIVersion: "v1", Kind: "ServiceAccount", Namespace: "vvp-deploy", Name: "flink-job-sa-vvc"}, "serviceaccount vvp-deploy/flink-job-sa-vvc"},
		{Resource{APIVersion: "apps/v1", Kind: "Deployment", Name: "web"}, "deployment web"},
		{Resource{APIVersion: "v1", Kind: "Deployment"}, "deployment"},
		{Resource{}, ""},
	} {
		if got := tt.resource.String(); got != tt.want {
			t.Errorf("%#v: %q, want %q", tt.resource, got, tt.want)
		}
	}
}

// full is a report in which every field says something.
func full(result Result) Report {
	before := "11111111-2222-3333-4444-555555555555"
	sa := Resource{APIVersion: "v1", Kind: "ServiceAccount", Namespace: "vvp-deploy", Name: "flink-job-sa-vvc"}
	web := Resource{APIVersion: "apps/v1", Kind: "Deployment", Name: "web"}
	const id = "metadata.annotations[azure.workload.identity/client-id]"
	return Report{
		Result: result,
		Changes: []Change{
			{Action: Annotate, Effect: NoEffect, Resource: sa, Place: Place{Source: "c/sa.yaml", Document: 1, Line: 12, Path: id}, After: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"},
			{Action: Set, Effect: NoEffect, Resource: sa, Place: Place{Path: id}, Before: &before, After: "a \"b\""},
			{Action: Label, Effect: Rolls, Resource: web, Place: Place{Document: 2, Line: 30, Path: "spec"}, After: "true"},
			{Action: Add, Effect: NoEffect, Resource: sa, Place: Place{Path: id}, After: "x", Hint: "take it over"},
		},
		Findings: []Finding{
			{Rule: "WI011", Severity: SeverityError, Fixable: true, Message: "it is <denied>", Fix: "write seconds", Resource: web, Place: Place{Source: "c/web.yaml", Document: 2, Line: 31, Path: "spec.template"}},
			{Rule: "WI024", Severity: SeverityWarning, Message: "it is not in this render", Fix: "first line\n  second line", Resource: sa},
			{Rule: "VVP015", Severity: SeverityInfo, Message: "of interest"},
		},
		Settings: map[string]Setting{
			"clientId": {"aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "flag --client-id"},
			"allow":    {[]string{"WI023"}, "config vvp.yaml, line 4"},
		},
		Summary: Summary{Documents: 83, Changed: 9, Errors: 1, Warnings: 1, Suppressed: 2, Effects: map[Effect]int{Rolls: 2, RestartsJob: 1, NoEffect: 3}},
	}
}

func TestWriteText(t *testing.T) {
	for _, tt := range []struct {
		name      string
		result    Result
		verbosity Verbosity
	}{
		{"normal", OK, Normal},
		{"verbose", OK, Verbose},
		{"refused", Refused, Normal}, // what was not written is not told
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := full(tt.result).WriteText(&out, tt.verbosity); err != nil {
				t.Fatal(err)
			}
			compare(t, "testdata/"+tt.name+".txt", out.Bytes())
		})
	}
	var out bytes.Buffer
	if err := full(OK).WriteText(&out, Quiet); err != nil || out.Len() > 0 {
		t.Errorf("quiet: %v\n%s", err, &out)
	}
}

func TestWriteJSON(t *testing.T) {
	r := full(Failed)
	r.Err = Errorf(Place{Source: "c/t.yaml", Document: 2, Line: 5}, "two ids").WithHint("use --overwrite")
	var out bytes.Buffer
	if err := r.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	compare(t, "testdata/record.json", out.Bytes())
}

// Scripts count: no changes are an empty list, and no error is no key.
func TestWriteJSONOfNothing(t *testing.T) {
	r := Report{Result: OK, Settings: map[string]Setting{}, Summary: Summary{Nothing: Empty}}
	var out bytes.Buffer
	if err := r.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"apiVersion": "postrender.dev/v1alpha1", "kind": "Report", "result": "ok",
		"changes": []any{}, "findings": []any{}, "settings": map[string]any{},
		"summary": map[string]any{"documents": 0.0, "changed": 0.0, "errors": 0.0, "warnings": 0.0, "suppressed": 0.0, "nothing": "empty"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSummaryLine(t *testing.T) {
	for _, tt := range []struct {
		summary Summary
		want    string
	}{
		{Summary{Nothing: Empty}, "nothing to do: the input holds no resource (did the command before the pipe fail?)"},
		{Summary{Nothing: NoSubject, Documents: 1}, "nothing to do: 1 document, none of which postrender knows"},
		{Summary{Nothing: NoSubject, Documents: 12}, "nothing to do: 12 documents, none of which postrender knows"},
		{Summary{Nothing: AlreadyComplete, Documents: 12}, "nothing to do: 12 documents, complete already"},
		{Summary{Documents: 1, Changed: 1}, "1 of 1 document changed"},
		{Summary{Documents: 12, Changed: 3, Effects: map[Effect]int{NoEffect: 3}}, "3 of 12 documents changed"},
		{Summary{Documents: 12, Changed: 3, Effects: map[Effect]int{Rolls: 2, RestartsJob: 1}}, "3 of 12 documents changed: 1 job restarts, 2 workloads roll"},
		{
			Summary{Documents: 12, Changed: 8, Effects: map[Effect]int{NoEffect: 9, NewJobsOnly: 2, Rolls: 1, RestartsJob: 2, Recreate: 2}},
			"8 of 12 documents changed: 2 objects must be deleted first, 2 jobs restart, 1 workload rolls, 2 changes reach new jobs only",
		},
		{
			Summary{Documents: 12, Changed: 2, Effects: map[Effect]int{NewJobsOnly: 1, Recreate: 1}},
			"2 of 12 documents changed: 1 object must be deleted first, 1 change reaches new jobs only",
		},
	} {
		if got := tt.summary.line(); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestSummaryPlus(t *testing.T) {
	a := Summary{Documents: 1, Changed: 2, Errors: 3, Warnings: 4, Suppressed: 5, Effects: map[Effect]int{Rolls: 1, NoEffect: 1}, Nothing: Empty}
	b := Summary{Documents: 10, Changed: 20, Errors: 30, Warnings: 40, Suppressed: 50, Effects: map[Effect]int{Rolls: 2, Recreate: 1}}
	want := Summary{Documents: 11, Changed: 22, Errors: 33, Warnings: 44, Suppressed: 55, Effects: map[Effect]int{Rolls: 3, NoEffect: 1, Recreate: 1}}
	if diff := cmp.Diff(want, a.Plus(b)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if a.Effects[Rolls] != 1 || b.Effects[Rolls] != 2 {
		t.Error("a summand was changed")
	}
}

// A record or a report that cannot be written is an error, never a success.
func TestWriteErrors(t *testing.T) {
	r := full(OK)
	for what, write := range map[string]func() error{
		"text": func() error { return r.WriteText(broken{}, Normal) },
		"json": func() error { return r.WriteJSON(broken{}) },
	} {
		if err := write(); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

var errBroken = errors.New("broken pipe")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

// compare holds got against a file, byte for byte. UPDATE=1 rewrites it.
func compare(t *testing.T, path string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
