package values

import (
	"regexp"
	"strings"
	"testing"
)

func TestValidValues(t *testing.T) {
	for _, spec := range []string{
		"clientId: AbCdEf01-2345-6789-abcd-EF0123456789",
		`clientId: ""`,
		"tokenExpirationSeconds: 0",
		"tokenExpirationSeconds: 3600",
		"tokenExpirationSeconds: 86400",
		"profiles: [vvp3, vvp3, generic]",
		"profiles: []",
		"serviceAccounts: [{name: a.b-c.d, namespace: n}]",
		"serviceAccounts: [{name: a, external: true}]",
		"serviceAccounts: [{name: a, clientId: " + id1 + "}, {name: a, namespace: n, clientId: " + id2 + "}]",
		"serviceAccounts: [{name: a, clientId: AAAAAAAA-2222-3333-4444-555555555555}, {name: a, clientId: aaaaaaaa-2222-3333-4444-555555555555}]",
		"serviceAccounts: [{name: a}, {name: a, clientId: " + id1 + "}, {name: a}]",
		"checks: {WI001: error, WI002: warning, WI003: info, WI004: 'off'}",
		`failOn: ""`,
		"failOn: error",
	} {
		if _, err := loadConfig(spec); err != nil {
			t.Errorf("%s: %v", spec, err)
		}
	}
}

func loadConfig(spec string) (Settings, error) {
	return Load(Sources{Config: "c.yaml", ReadFile: files{"c.yaml": config(spec)}.read})
}

func TestInvalidValues(t *testing.T) {
	long := strings.Repeat("a", 64)
	for _, tt := range []struct{ spec, want, hint string }{
		{"clientId: vvp-identity", "clientId is not a GUID", "8-4-4-4-12"},
		{"clientId: 11111111222233334444555555555555", "", ""}, // see below: YAML reads a number
		{"clientId: '{" + id1 + "}'", "clientId is not a GUID", "without braces"},
		{"clientId: 1111111g-2222-3333-4444-555555555555", "clientId is not a GUID", "8-4-4-4-12"},
		{"clientId: 111111112-222-3333-4444-555555555555", "clientId is not a GUID", "8-4-4-4-12"},
		{"clientId: '" + id1 + " '", "clientId is not a GUID", "white space"},
		{`clientId: "` + id1 + `\n"`, "clientId is not a GUID", "white space"},
		{"clientId: /subscriptions/s/resourceGroups/g/providers/x/y", "clientId is not a GUID", "resource id"},
		{"clientId: " + zeroGUID, "clientId is the all-zero GUID, which no identity has", "az identity show"},
		{"tenantId: contoso.onmicrosoft.com", "tenantId is not a GUID", "8-4-4-4-12"},
		{"jobs: {clientId: x}", "jobs.clientId is not a GUID", "8-4-4-4-12"},
		{"tokenExpirationSeconds: 3599", "tokenExpirationSeconds is 3599, which is not from 3600 to 86400", "0 leaves it"},
		{"tokenExpirationSeconds: 86401", "tokenExpirationSeconds is 86401, which is not from 3600 to 86400", "0 leaves it"},
		{"tokenExpirationSeconds: -1", "tokenExpirationSeconds is -1, which is not from 3600 to 86400", "0 leaves it"},
		{"limits: {bytes: 0}", "limits.bytes is 0, which is not from 1 to 4611686018427387904", ""},
		{"profiles: [vvp]", "profiles[0] is vvp, which is no profile; known: generic, vvp3", `did you mean "vvp3"?`},
		{"profiles: [vvp3, '']", "profiles[1] is empty", "remove it"},
		{"release: {name: ../etc}", "release.name is not a Kubernetes name", "lower-case"},
		{"release: {namespace: a.b}", "release.namespace is not a Kubernetes namespace", "lower-case"},
		{"jobs: {namespaces: [ok, Upper]}", "jobs.namespaces[1] is not a Kubernetes namespace", "lower-case"},
		{"jobs: {namespaces: [" + long + "]}", "jobs.namespaces[0] is longer than 63 characters", ""},
		{"configMaps: ['a..b']", "configMaps[0] is not a Kubernetes name", "lower-case"},
		{"configMaps: [" + strings.Repeat("a", 254) + "]", "configMaps[0] is longer than 253 characters", ""},
		{"serviceAccounts: [{name: default}]", "serviceAccounts[0].name is default, the account of every pod that names none", "of its own"},
		{"serviceAccounts: [{namespace: n}]", "serviceAccounts[0] has no name", ""},
		{"serviceAccounts: [{name: ok}, {name: -a}]", "serviceAccounts[1].name is not a Kubernetes name", "lower-case"},
		{"serviceAccounts: [{name: a, namespace: A}]", "serviceAccounts[0].namespace is not a Kubernetes namespace", "lower-case"},
		{"serviceAccounts: [{name: a, clientId: b}]", "serviceAccounts[0].clientId is not a GUID", "8-4-4-4-12"},
		{
			"serviceAccounts: [{name: a, namespace: n, clientId: " + id1 + "}, {name: a, namespace: n, clientId: " + id2 + "}]",
			"serviceAccounts lists n/a with two client ids, " + id1 + " and " + id2, "keep one",
		},
		{
			"serviceAccounts: [{name: a}, {name: a, clientId: " + id1 + "}, {name: a, clientId: " + id2 + "}]",
			"serviceAccounts lists a with two client ids, " + id1 + " and " + id2, "keep one",
		},
		{"checks: {WI001: fatal}", "checks.WI001 is none of error, warning, info, off", ""},
		{"checks: {'WI 1': info}", `checks."WI 1" is not a rule id`, "WI001"},
		{"failOn: info", "failOn is none of error, warning", ""},
		{"allow: ['WI001 ']", "allow[0] is not a rule id", "WI001"},
	} {
		t.Run(tt.spec, func(t *testing.T) {
			_, err := loadConfig(tt.spec)
			if tt.want == "" {
				tt.want, tt.hint = "clientId wants text, has a number", "in quotes"
			}
			wantError(t, err, "c.yaml, line 4: "+tt.want, tt.hint)
		})
	}
}

// People paste a secret where an id belongs; it must not reach a log.
func TestIdsAreNotRepeated(t *testing.T) {
	const secret = "s3cr3t~value"
	for _, row := range Table() {
		if row.Type() != "guid" {
			continue
		}
		_, err := Load(Sources{Env: []string{row.Env() + "=" + secret}})
		if err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", row.Key, err)
		}
	}
}

// The patterns of the schema and the checks of the program must agree.
func TestPatterns(t *testing.T) {
	for _, tt := range []struct {
		rule    rule
		pattern string
		texts   []string
	}{
		{guidRule, optional(guidPattern), []string{id1, "x", id1 + "0", " " + id1, strings.ToUpper(id1), strings.ReplaceAll(id1, "-", "_")}},
		{nameRule, namePattern, []string{"a", "a-b", "-a", "a-", "a.b", "a..b", ".a", "a.", "A", "a_b", "é", "0", "a.-b"}},
		{namespaceRule, labelPattern, []string{"a", "a-b", "-a", "a-", "a.b", "A", "a_b", "é", "0"}},
		{ruleIDRule, ruleIDPattern, []string{"WI001", "a-b", "a b", "a=b", "é"}},
	} {
		re := regexp.MustCompile(tt.pattern)
		for _, text := range tt.texts {
			if got, want := tt.rule.check(text) == nil, re.MatchString(text); got != want {
				t.Errorf("%s %q: check %v, pattern %v", tt.rule.name, text, got, want)
			}
		}
	}
}
