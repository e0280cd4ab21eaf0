package values

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/wi-postrender/postrender/report"
)

// Setting is one row of the table of settings.
type Setting struct {
	Key   string // path in the config's spec, e.g. "jobs.clientId"
	Usage string // one line, lower case

	cell column[Settings]
}

// table is every setting, in the order of help and documentation. A new
// setting is a field of [Settings] and a row here.
var table = []Setting{
	{"profiles", "what is in the render; empty: as it suggests", list(profileRule, func(s *Settings) *[]string { return &s.Profiles })},
	{"clientId", "client id of the managed identity", text(guidRule, func(s *Settings) *string { return &s.ClientID })},
	{"tenantId", "tenant id, when it is not the cluster's", text(guidRule, func(s *Settings) *string { return &s.TenantID })},
	{"tokenExpirationSeconds", "lifetime of a token, 3600 to 86400; 0: the webhook's default", number(3600, 86400, true, func(s *Settings) *int { return &s.TokenExpirationSeconds })},
	{"release.name", "name of the Helm release", text(nameRule, func(s *Settings) *string { return &s.Release.Name })},
	{"release.namespace", "namespace of resources that name none", text(namespaceRule, func(s *Settings) *string { return &s.Release.Namespace })},
	{"jobs.clientId", "client id for JobManager and TaskManager, when they have their own", text(guidRule, func(s *Settings) *string { return &s.Jobs.ClientID })},
	{"jobs.namespaces", "namespaces that jobs run in; empty: any in the render", list(namespaceRule, func(s *Settings) *[]string { return &s.Jobs.Namespaces })},
	{"jobs.createServiceAccounts", "make the job accounts in these namespaces where the render has none", toggle(func(s *Settings) *bool { return &s.Jobs.CreateServiceAccounts })},
	{"serviceAccounts", "more accounts, of any application", records(accountMembers, func(s *Settings) *[]ServiceAccount { return &s.ServiceAccounts })},
	{"configMaps", "more ConfigMaps whose Flink defaults to edit, by name", list(nameRule, func(s *Settings) *[]string { return &s.ConfigMaps })},
	{"checks", "severity of a rule, or off", levels(func(s *Settings) *map[string]report.Severity { return &s.Checks })},
	{"overwrite", "replace ids and labels that are there already", toggle(func(s *Settings) *bool { return &s.Overwrite })},
	{"strict", "refuse warnings, and renders without a subject", toggle(func(s *Settings) *bool { return &s.Strict })},
	{"failOn", "refuse findings from this severity up", text(failOnRule, func(s *Settings) *report.Severity { return &s.FailOn })},
	{"allow", "rules that never refuse a run", list(ruleIDRule, func(s *Settings) *[]string { return &s.Allow })},
	{"limits.bytes", "largest input, in bytes", number(1, 1<<62, false, func(s *Settings) *int64 { return &s.Limits.Bytes })},
	{"limits.documents", "most documents in the input", number(1, 1<<31-1, false, func(s *Settings) *int { return &s.Limits.Documents })},
	{"limits.depth", "deepest nesting of a document", number(1, 10_000, false, func(s *Settings) *int { return &s.Limits.Depth })},
}

// accountMembers is the keys of an entry of serviceAccounts.
var accountMembers = []member[ServiceAccount]{
	{"name", true, text(accountRule, func(a *ServiceAccount) *string { return &a.Name })},
	{"namespace", false, text(namespaceRule, func(a *ServiceAccount) *string { return &a.Namespace })},
	{"clientId", false, text(guidRule, func(a *ServiceAccount) *string { return &a.ClientID })},
	{"tenantId", false, text(guidRule, func(a *ServiceAccount) *string { return &a.TenantID })},
	{"external", false, toggle(func(a *ServiceAccount) *bool { return &a.External })},
}

// Table is every setting, in the order of help and documentation.
func Table() []Setting { return slices.Clone(table) }

// Flag is the long name without dashes, e.g. "jobs-client-id".
func (s Setting) Flag() string { return flagName(s.Key) }

func flagName(key string) string { return words(key, '-', unicode.ToLower) }

// Env is the variable, e.g. "POSTRENDER_JOBS_CLIENT_ID".
func (s Setting) Env() string { return envPrefix + words(s.Key, '_', unicode.ToUpper) }

// Type is the kind of value in a word, e.g. "guid".
func (s Setting) Type() string { return s.cell.typeName() }

// Value is the effective value in settings: a string, an int, an int64, a
// bool, a list, a map, or a [report.Severity].
func (s Setting) Value(in Settings) any { return s.cell.get(in) }

// Default is the value that holds when nobody sets another, in words; "" when
// that is nothing.
func (s Setting) Default() string {
	if d := Default(); !s.cell.empty(d) {
		return fmt.Sprint(s.cell.get(d))
	}
	return ""
}

// words turns a key into its words: jobs.clientId with '-' is jobs-client-id.
func words(key string, between rune, to func(rune) rune) string {
	var b strings.Builder
	for _, r := range key {
		switch {
		case r == '.':
			b.WriteRune(between)
			continue
		case unicode.IsUpper(r):
			b.WriteRune(between)
		}
		b.WriteRune(to(r))
	}
	return b.String()
}

func find(key string) (Setting, bool) {
	i := slices.IndexFunc(table, func(s Setting) bool { return s.Key == key })
	if i < 0 {
		return Setting{}, false
	}
	return table[i], true
}

// siblings is the names directly below a group ("" or "jobs."), in order. Each
// is a setting or, when longer keys begin with it, a group.
func siblings(group string) []string {
	var out []string
	for _, row := range table {
		rest, ok := strings.CutPrefix(row.Key, group)
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(rest, ".")
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
