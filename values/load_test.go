package values

import (
	"errors"
	"io/fs"
	"reflect"
	"testing"

	"github.com/spf13/pflag"
	"github.com/wi-postrender/postrender/report"
)

// Each case takes away the strongest source of the one before.
func TestPrecedence(t *testing.T) {
	sources := Sources{
		Flags:  flags(t, "--client-id", "10000000-2222-3333-4444-555555555555"),
		Env:    []string{"POSTRENDER_CLIENT_ID=20000000-2222-3333-4444-555555555555"},
		Config: "vvp.yaml",
		Values: []string{"values.yaml"},
		ReadFile: files{
			"vvp.yaml":    config("", "", "", "clientId: 30000000-2222-3333-4444-555555555555"),
			"values.yaml": "global: {workloadIdentity: {azure: {clientId: 50000000-2222-3333-4444-555555555555}}}",
		}.read,
	}
	layer, err := ParseConfig([]byte(config("clientId: 40000000-2222-3333-4444-555555555555")), "functionConfig")
	if err != nil {
		t.Fatal(err)
	}
	sources.Given = []Layer{layer}
	for _, tt := range []struct {
		first, origin string
		without       func()
	}{
		{"1", "flag --client-id", func() { sources.Flags = nil }},
		{"2", "environment POSTRENDER_CLIENT_ID", func() { sources.Env = nil }},
		{"3", "config vvp.yaml, line 7", func() { sources.Config = "" }},
		{"4", "config functionConfig, line 4", func() { sources.Given = nil }},
		{"5", "helm values values.yaml: global.workloadIdentity.azure.clientId", func() { sources.Values = nil }},
		{"", "default", func() {}},
	} {
		s := mustLoad(t, sources)
		if s.ClientID != "" && s.ClientID[:1] != tt.first || s.ClientID == "" && tt.first != "" {
			t.Errorf("client id %s, want that of %s", s.ClientID, tt.origin)
		}
		if got := s.Origin("clientId"); got != tt.origin {
			t.Errorf("origin %q, want %q", got, tt.origin)
		}
		tt.without()
	}
}

func TestListsReplace(t *testing.T) {
	src := Sources{
		Config: "c.yaml",
		ReadFile: files{"c.yaml": config(
			"jobs: {namespaces: [a, b], clientId: "+id1+"}", "checks: {WI001: off}",
			"serviceAccounts: [{name: x}, {name: y}]")}.read,
		Env:   []string{"POSTRENDER_CHECKS=WI002=info"},
		Flags: flags(t, "--jobs-namespaces=c", "--service-accounts=name=z"),
	}
	s := mustLoad(t, src)
	want := Jobs{ClientID: id1, Namespaces: []string{"c"}} // the group's other keys stay
	if !reflect.DeepEqual(s.Jobs, want) {
		t.Errorf("jobs: %+v, want %+v", s.Jobs, want)
	}
	if want := []ServiceAccount{{Name: "z"}}; !reflect.DeepEqual(s.ServiceAccounts, want) {
		t.Errorf("accounts: %+v", s.ServiceAccounts)
	}
	if want := (map[string]report.Severity{"WI002": "info"}); !reflect.DeepEqual(s.Checks, want) {
		t.Errorf("checks: %v", s.Checks)
	}
}

func TestFlags(t *testing.T) {
	for _, tt := range []struct {
		name string
		args []string
		key  string
		want any
	}{
		{"repeated list", []string{"--profiles=vvp3", "--profiles=generic"}, "profiles", []string{"vvp3", "generic"}},
		{"comma-separated list", []string{"--profiles", "vvp3, generic,"}, "profiles", []string{"vvp3", "generic"}},
		{"emptied list", []string{"--profiles="}, "profiles", []string(nil)},
		{"last scalar counts", []string{"--client-id=" + id1, "--client-id=" + id2}, "clientId", id2},
		{"switch alone", []string{"--strict"}, "strict", true},
		{"switch off", []string{"--strict", "--strict=false"}, "strict", false},
		{"checks", []string{"--checks=WI001=off,WI002=info", "--checks", "WI003=error"}, "checks", map[string]report.Severity{"WI001": Off, "WI002": "info", "WI003": "error"}},
		{"accounts", []string{"--service-accounts=name=x,namespace=y,clientId=" + id1 + ",external=true", "--service-accounts", "name=z"}, "serviceAccounts", []ServiceAccount{{Name: "x", Namespace: "y", ClientID: id1, External: true}, {Name: "z"}}},
		{"severity", []string{"--fail-on=warning"}, "failOn", report.SeverityWarning},
		{"number", []string{"--limits-bytes=4294967296"}, "limits.bytes", int64(1) << 32},
	} {
		t.Run(tt.name, func(t *testing.T) {
			row, _ := find(tt.key)
			if got := row.Value(mustLoad(t, Sources{Flags: flags(t, tt.args...)})); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %#v, want %#v", got, tt.want)
			}
		})
	}
}

func TestFlagErrors(t *testing.T) {
	for _, tt := range []struct{ arg, text, hint string }{
		{"--client-id=nonsense", "flag --client-id: clientId is not a GUID", "8-4-4-4-12"},
		{"--strict=maybe", "flag --strict: strict is neither true nor false", ""},
		{"--limits-depth=ten", "flag --limits-depth: limits.depth is not a whole number", "from 1 to 10000"},
		{"--limits-depth=0", "flag --limits-depth: limits.depth is 0, which is not from 1 to 10000", ""},
		{"--limits-documents=99999999999999999999", "flag --limits-documents: limits.documents is not a whole number", "digits"},
		{"--checks=WI001", "flag --checks: checks wants RULE=SEVERITY", "WI001=off"},
		{"--checks=WI001=loud", "flag --checks: checks.WI001 is none of error, warning, info, off", ""},
		{"--checks=WI001=off,WI001=info", "flag --checks: checks.WI001 is given twice", ""},
		{"--service-accounts=x", "flag --service-accounts: serviceAccounts[0] wants KEY=VALUE,...", "name=NAME,"},
		{"--service-accounts=nam=x", "flag --service-accounts: serviceAccounts[0].nam is not a known key", `did you mean "name"?`},
		{"--service-accounts=name=x,name=y", "flag --service-accounts: serviceAccounts[0].name is given twice", ""},
		{"--service-accounts=name=x,external=perhaps", "flag --service-accounts: serviceAccounts[0].external is neither true nor false", ""},
		{"--service-accounts=namespace=x", "flag --service-accounts: serviceAccounts[0] has no name", ""},
	} {
		t.Run(tt.arg, func(t *testing.T) {
			_, err := Load(Sources{Flags: flags(t, tt.arg)})
			wantError(t, err, tt.text, tt.hint)
		})
	}
}

// A command has flags of its own beside ours.
func TestForeignFlags(t *testing.T) {
	fs := pflag.NewFlagSet("x", pflag.ContinueOnError)
	fs.String("client-id", "", "")
	fs.Bool("quiet", false, "")
	if err := fs.Parse([]string{"--client-id=x", "--quiet"}); err != nil {
		t.Fatal(err)
	}
	if s := mustLoad(t, Sources{Flags: fs}); s.ClientID != "" {
		t.Errorf("read %q", s.ClientID)
	}
}

func TestEnvironment(t *testing.T) {
	s := mustLoad(t, Sources{Env: []string{
		"PATH=/bin", "HELM_NAMESPACE=other", "=C:=C:\\", "postrender_client_id=x", "POSTRENDER",
		"POSTRENDER_REPORT=report.json", "POSTRENDER_CONFIG=vvp.yaml",
		"POSTRENDER_CLIENT_ID=" + id1, "POSTRENDER_CLIENT_ID=" + id2,
		"POSTRENDER_TENANT_ID=",
		"POSTRENDER_SERVICE_ACCOUNTS=name=a,namespace=n;name=b,external=true;",
		"POSTRENDER_JOBS_NAMESPACES=x,y;z",
	}})
	want := Default()
	want.ClientID = id2 // the last of two counts
	want.ServiceAccounts = []ServiceAccount{{Name: "a", Namespace: "n"}, {Name: "b", External: true}}
	want.Jobs.Namespaces = []string{"x", "y", "z"}
	want.origins = s.origins
	if !reflect.DeepEqual(s, want) {
		t.Errorf("got %+v\nwant %+v", s, want)
	}
	if got := s.Origin("tenantId"); got != "default" {
		t.Errorf("an empty variable counts: %s", got)
	}
}

func TestEnvironmentErrors(t *testing.T) {
	for _, tt := range []struct{ pair, text, hint string }{
		{"POSTRENDER_CLIENTID=x", "environment: POSTRENDER_CLIENTID is not a variable of postrender", `did you mean "POSTRENDER_CLIENT_ID"?`},
		{"POSTRENDER_REPROT=", "environment: POSTRENDER_REPROT is not a variable of postrender", `did you mean "POSTRENDER_REPORT"?`},
		{"POSTRENDER_CLIENT_ID=nonsense", "environment POSTRENDER_CLIENT_ID: clientId is not a GUID", "8-4-4-4-12"},
		{"POSTRENDER_STRICT=perhaps", "environment POSTRENDER_STRICT: strict is neither true nor false", ""},
	} {
		t.Run(tt.pair, func(t *testing.T) {
			_, err := Load(Sources{Env: []string{tt.pair}})
			wantError(t, err, tt.text, tt.hint)
		})
	}
}

func TestUnreadableFiles(t *testing.T) {
	broken := func(string) ([]byte, error) { return nil, errors.New("the disk is on fire") }
	denied := func(p string) ([]byte, error) { return nil, &fs.PathError{Op: "open", Path: p, Err: fs.ErrPermission} }
	for _, tt := range []struct {
		src        Sources
		text, hint string
	}{
		{Sources{Config: "vvp.yaml", ReadFile: files{}.read}, "vvp.yaml: cannot be read: file does not exist", "--config takes the path"},
		{Sources{Values: []string{"v.yaml"}, ReadFile: files{}.read}, "v.yaml: cannot be read: file does not exist", "-f takes the path"},
		{Sources{Values: []string{"-"}, ReadFile: files{}.read}, "-: cannot be read: file does not exist", "stdin holds the manifests"},
		{Sources{Config: "vvp.yaml", ReadFile: denied}, "vvp.yaml: cannot be read: permission denied", "--config"},
		{Sources{Config: "vvp.yaml", ReadFile: broken}, "vvp.yaml: cannot be read: the disk is on fire", "--config"},
	} {
		_, err := Load(tt.src)
		wantError(t, err, tt.text, tt.hint)
	}
}

// Without ReadFile the files of the machine are read.
func TestRealFiles(t *testing.T) {
	s := mustLoad(t, Sources{Config: "testdata/config/full.yaml"})
	if got := s.Origin("clientId"); got != "config testdata/config/full.yaml, line 9" {
		t.Errorf("origin %q", got)
	}
	if _, err := Load(Sources{Config: "testdata"}); err == nil {
		t.Error("a folder was read")
	}
}
