package values

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/wi-postrender/postrender/report"
)

func TestDefaultIsValid(t *testing.T) {
	s := mustLoad(t, Sources{})
	want := Settings{Limits: Limits{Bytes: 1073741824, Documents: 1000000, Depth: 200}}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("got %+v, want %+v", s, want)
	}
	if got := s.Report(); len(got) != 0 {
		t.Errorf("defaults are reported: %v", got)
	}
	for _, row := range Table() {
		if got := s.Origin(row.Key); got != "default" {
			t.Errorf("origin of %s is %q", row.Key, got)
		}
	}
}

func TestSetInferred(t *testing.T) {
	const from = "inferred from serviceaccount vvp-system/vvp-gateway"
	for _, key := range []string{"clientId", "jobs.clientId", "tenantId"} {
		s := mustLoad(t, Sources{})
		s.SetInferred(key, id1, from)
		row, _ := find(key)
		if got := row.Value(s); got != id1 {
			t.Errorf("%s is %v", key, got)
		}
		if got := s.Origin(key); got != from {
			t.Errorf("origin of %s is %q", key, got)
		}
		s.SetInferred(key, id2, "inferred from something later")
		if got := row.Value(s); got != id1 {
			t.Errorf("%s was inferred twice: %v", key, got)
		}
	}
}

func TestSetInferredIsTheWeakest(t *testing.T) {
	s := mustLoad(t, Sources{Env: []string{"POSTRENDER_CLIENT_ID=" + id1}})
	s.SetInferred("clientId", id2, "inferred from serviceaccount a/b")
	if s.ClientID != id1 || s.Origin("clientId") != "environment POSTRENDER_CLIENT_ID" {
		t.Errorf("%s from %s", s.ClientID, s.Origin("clientId"))
	}
	s.SetInferred("jobs.clientId", "", "inferred from nothing")
	s.SetInferred("release.name", "vvp", "inferred from nothing")
	if s.Release.Name != "" || s.Origin("release.name") != "default" || s.Origin("jobs.clientId") != "default" {
		t.Errorf("set: %+v", s)
	}
}

// Settings are passed by value: what one copy infers is not the other's.
func TestSetInferredLeavesCopiesAlone(t *testing.T) {
	s := mustLoad(t, Sources{Env: []string{"POSTRENDER_STRICT=true"}})
	other := s
	other.SetInferred("clientId", id1, "inferred from serviceaccount a/b")
	if s.ClientID != "" || s.Origin("clientId") != "default" {
		t.Errorf("the copy changed the original: %s from %s", s.ClientID, s.Origin("clientId"))
	}
}

func TestInferredIsValidated(t *testing.T) {
	s := mustLoad(t, Sources{})
	s.SetInferred("clientId", "{{ .Values.id }}", "inferred from serviceaccount a/b")
	wantError(t, s.Validate(), "inferred from serviceaccount a/b: clientId is not a GUID", "8-4-4-4-12")
}

func TestReport(t *testing.T) {
	s := mustLoad(t, Sources{
		Flags:    flags(t, "--overwrite=false", "--service-accounts", "name=reader,namespace=apps"),
		Env:      []string{"POSTRENDER_PROFILES=vvp3"},
		Config:   "vvp.yaml",
		ReadFile: files{"vvp.yaml": config("clientId: " + id1)}.read,
	})
	want := map[string]report.Setting{
		"clientId":        {Value: id1, Origin: "config vvp.yaml, line 4"},
		"profiles":        {Value: []string{"vvp3"}, Origin: "environment POSTRENDER_PROFILES"},
		"serviceAccounts": {Value: []ServiceAccount{{Name: "reader", Namespace: "apps"}}, Origin: "flag --service-accounts"},
	}
	if got := s.Report(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	data, err := json.Marshal(s.Report()["serviceAccounts"])
	if err != nil {
		t.Fatal(err)
	}
	if got := string(data); got != `{"value":[{"name":"reader","namespace":"apps"}],"origin":"flag --service-accounts"}` {
		t.Errorf("as JSON: %s", got)
	}
}
