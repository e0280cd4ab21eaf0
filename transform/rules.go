package transform

import (
	"maps"
	"slices"
	"strings"

	"github.com/wi-postrender/postrender/check"
	"github.com/wi-postrender/postrender/report"
)

// ownRules are the findings of the transformers themselves, which no rule of
// package check judges.
var ownRules = []string{
	"VVP002", "VVP003", "VVP004", "VVP005", "VVP009", "VVP015", "VVP016", "VVP017", "VVP018", "VVP019",
	"WI009", "WI024", "WI025", "WI027", "YAML001",
}

// RuleIDs returns the ids that a finding can have, in order.
func RuleIDs() []string {
	ids := slices.Clone(ownRules)
	for _, r := range check.Rules() {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// knownRules refuses settings for rules that do not exist: a slip in an id would
// otherwise do nothing, and nobody would notice.
func (r *run) knownRules() error {
	for _, setting := range []struct {
		key string
		ids []string
	}{
		{"checks", slices.Sorted(maps.Keys(r.settings.Checks))},
		{"allow", r.settings.Allow},
	} {
		for _, id := range setting.ids {
			if known := RuleIDs(); !slices.Contains(known, id) {
				origin := report.Place{Source: r.settings.Origin(setting.key)}
				return report.Errorf(origin, "%s names no rule: %q", setting.key, id).WithHint("%s", nearRule(id, known))
			}
		}
	}
	return nil
}

// nearRule names the rule that was probably meant, or all of them.
func nearRule(id string, known []string) string {
	letters := func(s string) string { return strings.TrimRight(strings.ToUpper(s), "0123456789") }
	for _, k := range known {
		if strings.EqualFold(k, id) {
			return "did you mean " + k + "?"
		}
	}
	var near []string
	for _, k := range known {
		if letters(k) == letters(id) {
			near = append(near, k)
		}
	}
	if len(near) == 0 {
		near = known
	}
	return "known: " + strings.Join(near, ", ")
}
