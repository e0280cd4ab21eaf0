package values

import (
	"strings"
	"testing"
)

func TestSuggest(t *testing.T) {
	known := []string{"profiles", "clientId", "tenantId", "release", "jobs", "configMaps"}
	for _, tt := range []struct{ name, want string }{
		{"clientID", `did you mean "clientId"?`},
		{"client-id", `did you mean "clientId"?`},
		{"clientid", `did you mean "clientId"?`},
		{"profile", `did you mean "profiles"?`},
		{"tenant", `did you mean "tenantId"?`},
		{"job", `did you mean "jobs"?`},
		{"configmap", `did you mean "configMaps"?`},
		{"paimon", "known: profiles, clientId, tenantId, release, jobs, configMaps"},
		{"", "known: profiles, clientId, tenantId, release, jobs, configMaps"},
		{strings.Repeat("x", 1<<20), "known: profiles, clientId, tenantId, release, jobs, configMaps"},
	} {
		if got := suggest(tt.name, known); got != tt.want {
			t.Errorf("%.20q: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"a", "a", 0},
		{"a", "b", 1},
		{"ab", "b", 1},
		{"b", "ab", 1},
		{"kitten", "sitting", 3},
		{"name", "nmae", 1},
		{"ca", "abc", 3},
	} {
		if got := distance(tt.a, tt.b, 10); got != tt.want {
			t.Errorf("%s, %s: %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
	if got := distance("a", "abcdef", 2); got != 3 {
		t.Errorf("too different lengths: %d", got)
	}
}

func TestClean(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"clientId", "clientId"},
		{"", `""`},
		{"a b", `"a b"`},
		{"a\nb", `"a\nb"`},
		{"\x1b[31m", `"\x1b[31m"`},
		{`a"b`, `"a\"b"`},
		{"größe", "größe"},
		{strings.Repeat("a", 100), strings.Repeat("a", 60) + "…"},
		{strings.Repeat("a", 59) + "ö", strings.Repeat("a", 59) + "…"},
	} {
		if got := clean(tt.name); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.name, got, tt.want)
		}
	}
}
