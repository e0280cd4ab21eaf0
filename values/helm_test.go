package values

import (
	"strings"
	"testing"
)

// helmValues is a values file with an id under each of the paths.
func helmValues(global, blob, top string) string {
	return "global:\n" +
		"  workloadIdentity: {azure: {clientId: '" + global + "'}}\n" +
		"  blobStorage: {workloadIdentity: {azure: {clientId: '" + blob + "'}}}\n" +
		"workloadIdentity: {azure: {clientId: '" + top + "'}}\n"
}

func TestHelmValues(t *testing.T) {
	const (
		global = "global.workloadIdentity.azure.clientId"
		blob   = "global.blobStorage.workloadIdentity.azure.clientId"
		top    = "workloadIdentity.azure.clientId"
	)
	for _, tt := range []struct {
		name   string
		values []string // files a, b, c
		set    []string
		id     string
		from   string
	}{
		{"none", []string{"global: {}\n"}, nil, "", "default"},
		{"empty file", []string{""}, nil, "", "default"},
		{"comments", []string{"# nothing\n"}, nil, "", "default"},
		{"global", []string{helmValues(id1, "", "")}, nil, id1, "a: " + global},
		{"blob storage", []string{helmValues("", id1, "")}, nil, id1, "a: " + blob},
		{"top level", []string{helmValues("", "", id1)}, nil, id1, "a: " + top},
		{"all equal", []string{helmValues(id1, id1, id1)}, nil, id1, "a: " + global},
		{"later file wins", []string{helmValues(id1, "", ""), helmValues(id2, "", "")}, nil, id2, "b: " + global},
		{"later file adds", []string{helmValues(id1, "", ""), "global: {image: {}}"}, nil, id1, "a: " + global},
		{"null deletes", []string{helmValues(id1, "", ""), "global: {workloadIdentity: null}"}, nil, "", "default"},
		{"null, then again", []string{helmValues(id1, "", ""), "global:", helmValues(id2, "", "")}, nil, id2, "c: " + global},
		{"text replaces a mapping", []string{helmValues(id1, "", ""), "global: off"}, nil, "", "default"},
		{"a list replaces a mapping", []string{helmValues(id1, "", ""), "global: [a]"}, nil, "", "default"},
		{"a mapping replaces text", []string{"global: off", helmValues(id1, "", "")}, nil, id1, "b: " + global},
		{"set wins", []string{helmValues(id1, "", "")}, []string{global + "=" + id2}, id2, "--set: " + global},
		{"set of two", nil, []string{"a.b=c,x[3]=y," + top + "=" + id2}, id2, "--set: " + top},
		{"set null", []string{helmValues(id1, "", "")}, []string{"global=null"}, "", "default"},
		{"set empty", []string{helmValues(id1, "", "")}, []string{global + "="}, "", "default"},
		{"equal keys: the last", []string{"workloadIdentity: {azure: {clientId: x, clientId: " + id1 + "}}"}, nil, id1, "a: " + top},
		{"alias", []string{"a: &a {azure: {clientId: " + id1 + "}}\nworkloadIdentity: *a\n"}, nil, id1, "a: " + top},
		{"merge key", []string{"a: &a {clientId: " + id1 + "}\nworkloadIdentity: {azure: {<<: *a}}\n"}, nil, id1, "a: " + top},
		{"merge list", []string{"a: &a {clientId: " + id1 + "}\nb: &b {clientId: x}\nworkloadIdentity: {azure: {<<: [*a, *b]}}\n"}, nil, id1, "a: " + top},
		{"own key beats merged", []string{"a: &a {clientId: x}\nworkloadIdentity: {azure: {<<: *a, clientId: " + id1 + "}}\n"}, nil, id1, "a: " + top},
		{"duplicate elsewhere", []string{"x: 1\nx: 2\n" + helmValues(id1, "", "")}, nil, id1, "a: " + global},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := Sources{Set: tt.set}
			all := files{}
			for i, text := range tt.values {
				name := string(rune('a' + i))
				all[name] = text
				src.Values = append(src.Values, name)
			}
			src.ReadFile = all.read
			s := mustLoad(t, src)
			if s.ClientID != tt.id {
				t.Errorf("client id %q, want %q", s.ClientID, tt.id)
			}
			want := tt.from
			if want != "default" {
				want = "helm values " + want
			}
			if got := s.Origin("clientId"); got != want {
				t.Errorf("origin %q, want %q", got, want)
			}
		})
	}
}

func TestHelmValuesFiles(t *testing.T) {
	s := mustLoad(t, Sources{Values: []string{"testdata/helm/vvp3.yaml"}})
	if s.ClientID != id1 || s.TenantID != "" || len(s.Jobs.Namespaces) != 0 {
		t.Errorf("vvp3: %+v", s)
	}
	s = mustLoad(t, Sources{Values: []string{"testdata/helm/vvp2.yaml"}})
	if s.ClientID != id2 || s.TenantID != "99999999-2222-3333-4444-555555555555" {
		t.Errorf("vvp2: %+v", s)
	}
	if got := s.Origin("tenantId"); got != "helm values testdata/helm/vvp2.yaml: workloadIdentity.azure.tenantId" {
		t.Errorf("origin %q", got)
	}
}

func TestHelmValuesErrors(t *testing.T) {
	const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
	for _, tt := range []struct{ name, text, want, hint string }{
		{"manifest", manifest, "v.yaml: is a Kubernetes manifest, not a Helm values file", "< file"},
		{"manifests", "---\n" + manifest + "---\n" + manifest, "v.yaml: is a Kubernetes manifest, not a Helm values file", "< file"},
		{"config", config("clientId: " + id1), "v.yaml: is a config of postrender, not a Helm values file", "--config FILE"},
		{"list", "- a\n", "v.yaml, line 1: the values are a list, not a mapping", ""},
		{"text", "hello\n", "v.yaml, line 1: the values are text, not a mapping", ""},
		{"broken", "a: 1\nb: sesame: c\n", "v.yaml, line 2: not valid YAML: mapping values are not allowed in this context", ""},
		{"number", "workloadIdentity: {azure: {clientId: 12}}", "v.yaml: workloadIdentity.azure.clientId is not text", "quotes"},
		{"mapping", "workloadIdentity: {azure: {tenantId: {a: b}}}", "v.yaml: workloadIdentity.azure.tenantId is not text", "quotes"},
		{"no GUID", helmValues("abc", "", ""), "helm values v.yaml: global.workloadIdentity.azure.clientId: clientId is not a GUID", "8-4-4-4-12"},
		{
			"two that differ", helmValues(id1, id2, ""),
			"helm values: two different ids, in v.yaml: global.workloadIdentity.azure.clientId and in v.yaml: global.blobStorage.workloadIdentity.azure.clientId",
			"--client-id",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(Sources{Values: []string{"v.yaml"}, ReadFile: files{"v.yaml": tt.text}.read})
			wantError(t, err, tt.want, tt.hint)
		})
	}
}

func TestHelmSetErrors(t *testing.T) {
	for _, tt := range []struct{ expression, want, hint string }{
		{"sesame", "--set: the expression cannot be read", "KEY=VALUE"},
		{"a[x]=sesame", "--set: the expression cannot be read", "KEY=VALUE"},
		{"workloadIdentity.azure.clientId=5", "--set: workloadIdentity.azure.clientId is not text", "quotes"},
		{"workloadIdentity.azure.clientId={a,b}", "--set: workloadIdentity.azure.clientId is not text", "quotes"},
	} {
		_, err := Load(Sources{Set: []string{tt.expression}})
		wantError(t, err, tt.want, tt.hint)
		if strings.Contains(err.Error(), "sesame") {
			t.Errorf("content: %s", err)
		}
	}
}

func TestFlagSettlesHelmConflict(t *testing.T) {
	s := mustLoad(t, Sources{
		Flags:    flags(t, "--client-id="+id3),
		Values:   []string{"v"},
		ReadFile: files{"v": helmValues(id1, id2, "")}.read,
	})
	if s.ClientID != id3 {
		t.Errorf("client id %q", s.ClientID)
	}
}

// Merge keys that refer to each other over and over end in nothing, soon.
func TestHelmMergeBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 {x: y}\n")
	for i := 1; i < 40; i++ {
		n, p := "a"+itoa(i), "*a"+itoa(i-1)
		b.WriteString(n + ": &" + n + " {<<: [" + p + ", " + p + "]}\n")
	}
	b.WriteString("workloadIdentity: *a39\n")
	s := mustLoad(t, Sources{Values: []string{"v"}, ReadFile: files{"v": b.String()}.read})
	if s.ClientID != "" {
		t.Errorf("client id %q", s.ClientID)
	}
}

func itoa(i int) string { return strings.Trim(index(i), "[]") }
