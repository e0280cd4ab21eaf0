package values

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/pflag"
)

func TestNames(t *testing.T) {
	for _, tt := range []struct{ key, flag, env string }{
		{"profiles", "profiles", "POSTRENDER_PROFILES"},
		{"clientId", "client-id", "POSTRENDER_CLIENT_ID"},
		{"tokenExpirationSeconds", "token-expiration-seconds", "POSTRENDER_TOKEN_EXPIRATION_SECONDS"},
		{"release.namespace", "release-namespace", "POSTRENDER_RELEASE_NAMESPACE"},
		{"jobs.clientId", "jobs-client-id", "POSTRENDER_JOBS_CLIENT_ID"},
		{"jobs.createServiceAccounts", "jobs-create-service-accounts", "POSTRENDER_JOBS_CREATE_SERVICE_ACCOUNTS"},
		{"configMaps", "config-maps", "POSTRENDER_CONFIG_MAPS"},
		{"failOn", "fail-on", "POSTRENDER_FAIL_ON"},
		{"limits.bytes", "limits-bytes", "POSTRENDER_LIMITS_BYTES"},
	} {
		row, ok := find(tt.key)
		if !ok {
			t.Errorf("no setting %s", tt.key)
			continue
		}
		if row.Flag() != tt.flag || row.Env() != tt.env {
			t.Errorf("%s: flag %s, variable %s", tt.key, row.Flag(), row.Env())
		}
	}
}

func TestTableIsACopy(t *testing.T) {
	Table()[0].Key = "changed"
	if table[0].Key != "profiles" {
		t.Error("a caller can change the table")
	}
}

func TestNamesAreUnique(t *testing.T) {
	seen := map[string]string{}
	for _, row := range Table() {
		for _, name := range []string{row.Key, "--" + row.Flag(), row.Env()} {
			if other, ok := seen[name]; ok {
				t.Errorf("%s and %s share %s", row.Key, other, name)
			}
			seen[name] = row.Key
		}
		if slices.Contains(OtherVariables, row.Env()) {
			t.Errorf("%s is the command's own", row.Env())
		}
		if row.Usage == "" || unicode.IsUpper(rune(row.Usage[0])) || strings.HasSuffix(row.Usage, ".") {
			t.Errorf("usage of %s: %q", row.Key, row.Usage)
		}
	}
}

// structKeys is the keys that the fields of Settings ask for.
func structKeys(typ reflect.Type, prefix string) (out []string) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		if !f.IsExported() {
			continue
		}
		name := strings.ReplaceAll(f.Name, "ID", "Id")
		key := prefix + strings.ToLower(name[:1]) + name[1:]
		if f.Type.Kind() == reflect.Struct {
			out = append(out, structKeys(f.Type, key+".")...)
		} else {
			out = append(out, key)
		}
	}
	return out
}

// Every field has a row and every row a field, in the same order.
func TestTableIsTheStruct(t *testing.T) {
	var got []string
	for _, row := range Table() {
		got = append(got, row.Key)
	}
	if want := structKeys(reflect.TypeFor[Settings](), ""); !slices.Equal(got, want) {
		t.Errorf("rows   %v\nfields %v", got, want)
	}
	got = nil
	for _, m := range accountMembers {
		got = append(got, m.key)
	}
	if want := structKeys(reflect.TypeFor[ServiceAccount](), ""); !slices.Equal(got, want) {
		t.Errorf("rows   %v\nfields %v", got, want)
	}
}

// samples is a text for each setting that is not its default.
var samples = map[string]string{
	"profiles": "vvp3", "clientId": id1, "tenantId": id2, "tokenExpirationSeconds": "3600",
	"release.name": "vvp", "release.namespace": "vvp-system",
	"jobs.clientId": id3, "jobs.namespaces": "a,b", "jobs.createServiceAccounts": "true",
	"serviceAccounts": "name=x", "configMaps": "defaults", "checks": "WI001=off",
	"overwrite": "true", "strict": "true", "failOn": "error", "allow": "WI023",
	"limits.bytes": "1", "limits.documents": "2", "limits.depth": "3",
}

// A row that fills another row's field would change two settings, or none.
func TestEachRowFillsItsOwnField(t *testing.T) {
	for _, row := range Table() {
		s := mustLoad(t, Sources{Flags: flags(t, "--"+row.Flag()+"="+samples[row.Key])})
		for _, other := range Table() {
			changed := !reflect.DeepEqual(other.Value(s), other.Value(Default()))
			if changed != (other.Key == row.Key) {
				t.Errorf("--%s: %s is %v", row.Flag(), other.Key, other.Value(s))
			}
		}
		if got := s.Report(); len(got) != 1 || got[row.Key].Origin != "flag --"+row.Flag() {
			t.Errorf("--%s: reported %v", row.Flag(), got)
		}
	}
}

func TestTheSameTextFromTheEnvironment(t *testing.T) {
	for _, row := range Table() {
		text := samples[row.Key]
		fromFlag := mustLoad(t, Sources{Flags: flags(t, "--"+row.Flag()+"="+text)})
		fromEnv := mustLoad(t, Sources{Env: []string{row.Env() + "=" + text}})
		if !reflect.DeepEqual(row.Value(fromFlag), row.Value(fromEnv)) {
			t.Errorf("%s: flag %v, environment %v", row.Key, row.Value(fromFlag), row.Value(fromEnv))
		}
		if got, want := fromEnv.Origin(row.Key), "environment "+row.Env(); got != want {
			t.Errorf("origin %q, want %q", got, want)
		}
	}
}

func TestBindUsage(t *testing.T) {
	fs := pflag.NewFlagSet("postrender", pflag.ContinueOnError)
	Bind(fs)
	usage := fs.FlagUsages()
	for _, want := range []string{
		"--client-id guid",
		"--strict ",
		"--checks rule=severity,...",
		"--service-accounts record",
		"any application: name=NAME,namespace=NAMESPACE,clientId=GUID,tenantId=GUID,external=BOOL",
		"largest input, in bytes (default 1073741824)",
	} {
		if !strings.Contains(usage, want) {
			t.Errorf("the help has no %q:\n%s", want, usage)
		}
	}
	if strings.Contains(usage, `(default )`) {
		t.Errorf("empty defaults are shown:\n%s", usage)
	}
}

func TestMarkdown(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(Markdown(), "\n"), "\n")
	if len(lines) != len(table)+2 {
		t.Errorf("%d lines for %d settings", len(lines), len(table))
	}
	want := "| `limits.depth` | `--limits-depth` | `POSTRENDER_LIMITS_DEPTH` | `number` | 200 | deepest nesting of a document |"
	if got := lines[len(lines)-1]; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, line := range lines {
		if strings.Count(line, "|") != 7 {
			t.Errorf("not six columns: %s", line)
		}
	}
}
