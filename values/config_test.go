package values

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/wi-postrender/postrender/report"
)

func fullSettings() Settings {
	return Settings{
		Profiles: []string{"vvp3", "generic"}, ClientID: id1, TenantID: "AAAAAAAA-bbbb-cccc-dddd-eeeeeeeeeeee",
		TokenExpirationSeconds: 7200,
		Release:                Release{Name: "vvp", Namespace: "vvp-system"},
		Jobs:                   Jobs{ClientID: id2, Namespaces: []string{"jobs-a", "jobs-b"}, CreateServiceAccounts: true},
		ServiceAccounts:        []ServiceAccount{{Name: "reader", Namespace: "apps", ClientID: id3}, {Name: "elsewhere", External: true}},
		ConfigMaps:             []string{"vvp-defaults"},
		Checks:                 map[string]report.Severity{"WI001": Off, "WI023": report.SeverityWarning},
		Overwrite:              true, Strict: true, FailOn: report.SeverityWarning, Allow: []string{"WI023"},
		Limits: Limits{Bytes: 1 << 20, Documents: 10, Depth: 20},
	}
}

func TestEveryKeyInAConfig(t *testing.T) {
	for _, path := range []string{"testdata/config/full.yaml", "testdata/config/full.json"} {
		s := mustLoad(t, Sources{Config: path})
		for _, row := range Table() {
			if got := s.Origin(row.Key); !strings.HasPrefix(got, "config "+path+", line ") {
				t.Errorf("%s: origin %q", row.Key, got)
			}
		}
		s.origins = nil
		if want := fullSettings(); !reflect.DeepEqual(s, want) {
			t.Errorf("%s\n got %+v\nwant %+v", path, s, want)
		}
	}
}

func TestConfigsThatSayNothing(t *testing.T) {
	const head = "apiVersion: postrender.dev/v1alpha1\nkind: WorkloadIdentity\n"
	for _, text := range []string{
		head,
		"---\n" + head + "---\n# nothing more\n",
		head + "metadata:\nspec:\n",
		head + "spec: {}\n",
		head + "spec:\n  # clientId: later\n",
		head + "spec:\n  jobs:\n    # clientId: later\n  limits: {}\n",
		"\ufeff" + strings.ReplaceAll(head, "\n", "\r\n"),
		head + "metadata: {name: &n vvp, labels: {a: b}, annotations: {config.kubernetes.io/index: 1}}\n",
	} {
		s := mustLoad(t, Sources{Config: "c", ReadFile: files{"c": text}.read})
		if !reflect.DeepEqual(s, Default()) {
			t.Errorf("%q gives %+v", text, s)
		}
	}
}

func TestConfigHeaderErrors(t *testing.T) {
	for name, tt := range map[string]struct{ text, want, hint string }{
		"empty":             {"", "c.yaml, line 1: the config is empty", "apiVersion: postrender.dev/v1alpha1"},
		"comments":          {"# nothing\n", "c.yaml, line 1: the config is empty", "it begins with"},
		"null":              {"---\n---\n", "c.yaml, line 1: the config is empty", "it begins with"},
		"text":              {"\nhello", "c.yaml, line 2: the config is text, not a mapping", "it begins with"},
		"list":              {"- a", "c.yaml, line 1: the config is a list, not a mapping", "it begins with"},
		"helm values":       {"# v\nglobal: {}\n", "c.yaml, line 2: the config has no apiVersion", "given with -f"},
		"value named kind":  {"apiVersion: postrender.dev/v1alpha1\nx: kind\n", "c.yaml, line 1: the config has no kind", "it begins with"},
		"other version":     {"apiVersion: postrender.dev/v2\nkind: WorkloadIdentity", "c.yaml, line 1: apiVersion is not postrender.dev/v1alpha1", "apiVersion: postrender.dev/v1alpha1"},
		"other kind":        {"apiVersion: postrender.dev/v1alpha1\nkind: ConfigMap", "c.yaml, line 2: kind is not WorkloadIdentity", "kind: WorkloadIdentity"},
		"kind is a mapping": {"apiVersion: postrender.dev/v1alpha1\nkind: {a: b}", "c.yaml, line 2: kind is not WorkloadIdentity", "kind: WorkloadIdentity"},
		"two documents":     {config() + "---\na: b\n", "c.yaml, line 5: a second document begins here", "one config a file"},
		"kind twice":        {config() + "kind: WorkloadIdentity\n", "c.yaml, line 4: the config has the key kind twice, on lines 2 and 4", ""},
		"unknown key":       {config() + "specs: {}\n", "c.yaml, line 4: specs is not a known key", `did you mean "spec"?`},
		"outside of spec":   {config() + "clientId: x\n", "c.yaml, line 4: clientId is a setting, and stands outside spec", "indent it"},
		"spec is a list":    {"kind: WorkloadIdentity\napiVersion: postrender.dev/v1alpha1\nspec: [a]\n", "c.yaml, line 3: spec wants a mapping, has a list", ""},
		"alias":             {config("tenantId: &t "+id1, "clientId: *t"), "c.yaml, line 5: aliases (*name) are not read in a config", "write the value out"},
		"merge key":         {config("jobs: {<<: {clientId: a}}"), "c.yaml, line 4: jobs has a key that is not text, but a value with a tag", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseConfig([]byte(tt.text), "c.yaml")
			wantError(t, err, tt.want, tt.hint)
		})
	}
}

func TestConfigSpecErrors(t *testing.T) {
	for _, tt := range []struct{ line, want, hint string }{
		{"clientID: " + id1, "clientID is not a known key", `did you mean "clientId"?`},
		{"paimon: {}", "paimon is not a known key", "known: profiles, clientId,"},
		{"keyVaults: []", "keyVaults is not a known key", "known: "},
		{"\"a\\u001b[31mb\": 1", `"a\x1b[31mb" is not a known key`, "known: "},
		{"jobs: {clientID: x}", "jobs.clientID is not a known key", `did you mean "clientId"?`},
		{"serviceAccounts: [{name: a}, {nmae: b}]", "serviceAccounts[1].nmae is not a known key", `did you mean "name"?`},
		{"clientId: [a]", "clientId wants text, has a list", ""},
		{"clientId: {a: b}", "clientId wants text, has a mapping", ""},
		{"clientId: 12", "clientId wants text, has a number", "in quotes"},
		{"clientId: 2020-01-01", "clientId wants text, has a date", "in quotes"},
		{"clientId: !secret x", "clientId wants text, has a value with a tag", "in quotes"},
		{"clientId:", "clientId wants text, has nothing", "remove the key"},
		{"release: vvp", "release wants a mapping, has text", ""},
		{"release: {name: true}", "release.name wants text, has true or false", "in quotes"},
		{"profiles: vvp3", "profiles wants a list, has text", "[]"},
		{"profiles: [1]", "profiles[0] wants text, has a number", "in quotes"},
		{"overwrite: yes", "overwrite wants true or false, has text", "without quotes"},
		{"tokenExpirationSeconds: '3600'", "tokenExpirationSeconds wants a number, has text", "without quotes"},
		{"tokenExpirationSeconds: 3600.5", "tokenExpirationSeconds wants a number, has a number", "without quotes"},
		{"tokenExpirationSeconds: 0xFFF", "tokenExpirationSeconds is not a whole number", "digits only"},
		{"checks: [WI001]", "checks wants a mapping, has a list", ""},
		{"checks: {WI001: false}", "checks.WI001 wants text, has true or false", "in quotes"},
		{"serviceAccounts: [a]", "serviceAccounts[0] wants a mapping, has text", ""},
		{"serviceAccounts: [{name: a, external: 1}]", "serviceAccounts[0].external wants true or false, has a number", "without quotes"},
		{"jobs: {clientId: a, clientId: a}", "jobs has the key clientId twice, on lines 4 and 4", ""},
		{"jobs: {1: a}", "jobs has a key that is not text, but a number", ""},
		{"jobs: {[a]: b}", "jobs has a key that is not text, but a list", ""},
	} {
		t.Run(tt.line, func(t *testing.T) {
			_, err := ParseConfig([]byte(config(tt.line)), "c.yaml")
			wantError(t, err, "c.yaml, line 4: "+tt.want, tt.hint)
		})
	}
}

// The line is that of the faulty value, not of the setting that it is in.
func TestConfigErrorLine(t *testing.T) {
	text := config("serviceAccounts:", "- name: a", "- name: b", "  external: soon")
	_, err := ParseConfig([]byte(text), "c.yaml")
	wantError(t, err, "c.yaml, line 7: serviceAccounts[1].external wants true or false, has text", "without quotes")
	if got := report.AsError(err).Place.Path; got != "serviceAccounts[1].external" {
		t.Errorf("path %q", got)
	}
}

func TestYAMLErrorsHoldNoContent(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"a: [1", "c.yaml, line 1: not valid YAML: did not find expected ',' or ']'"},
		{"x: 1\ny: {a: sesame\nz: 1\n", "c.yaml, line 2: not valid YAML: did not find expected ',' or '}'"},
		{"sesame: b: c", "c.yaml, line 1: not valid YAML: mapping values are not allowed in this context"},
		{"x: 1\ny: 'sesame", "c.yaml, line 2: not valid YAML: found unexpected end of stream"},
		{"x: *sesame\n", "c.yaml: not valid YAML: unknown anchor (…) referenced"},
		{"x: \x01sesame", "c.yaml, line 1: not valid YAML: byte 3 is not printable UTF-8"},
	} {
		_, err := ParseConfig([]byte(tt.text), "c.yaml")
		wantError(t, err, tt.want, "")
		if strings.Contains(err.Error(), "sesame") {
			t.Errorf("content: %s", err)
		}
	}
	if f := syntax(os.ErrClosed, nil); f.what != "not valid YAML" {
		t.Errorf("another error: %s", f.what)
	}
}

// What a config says is an error or settings that can be used; nothing panics.
func FuzzParseConfig(f *testing.F) {
	for _, path := range []string{"testdata/config/full.yaml", "testdata/config/full.json"} {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, spec := range []string{"", "clientId: x", "a: &a [*a]", "<<: {a: b}", "? [a]\n  : b", "checks: {a: b}", "profiles: [\"\"]"} {
		f.Add([]byte(config(spec)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		layer, err := ParseConfig(data, "fuzz")
		if err != nil {
			if report.AsError(err) != err || report.AsError(err).Message == "" {
				t.Fatalf("an error without words: %#v", err)
			}
			return
		}
		s, err := Load(Sources{Given: []Layer{layer}})
		if err != nil {
			return
		}
		if err := s.Validate(); err != nil {
			t.Fatalf("loaded and not valid: %v", err)
		}
	})
}
