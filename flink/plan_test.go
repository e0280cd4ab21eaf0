package flink

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	opt = JobManagerLabels
	own = opt + "." + use
)

func TestPlanLabel(t *testing.T) {
	other := Pair{"taskmanager.numberOfTaskSlots", "2"}
	for _, row := range []struct {
		rule      string
		conf      []Pair
		defaults  string
		overwrite bool
		want      Plan
	}{
		{rule: "1 absent", conf: []Pair{other}, want: Plan{Key: opt, Value: "W:true"}},
		{rule: "1 empty", conf: []Pair{{opt, ""}}, want: Plan{Key: opt, Value: "W:true", Replace: true}},
		{rule: "1 blank", conf: []Pair{{opt, "  "}}, want: Plan{Key: opt, Value: "W:true", Replace: true}},
		{rule: "3 already equal", conf: []Pair{{opt, "team:data,W:true"}}},
		{rule: "3 already equal, with space", conf: []Pair{{opt, "team: data, W: true"}}},
		{
			rule: "3 already equal, but not to newer versions", conf: []Pair{{opt, "team:data, W: true"}},
			want: Plan{Key: opt, Value: "team:data,W:true", Replace: true},
		},
		{
			rule: "3 other value, overwrite", conf: []Pair{{opt, "W:false,team:data"}}, overwrite: true,
			want: Plan{Key: opt, Value: "W:true,team:data", Replace: true},
		},
		{
			rule: "3 another case is another value", conf: []Pair{{opt, "W:True"}}, overwrite: true,
			want: Plan{Key: opt, Value: "W:true", Replace: true},
		},
		{rule: "4 ours last", conf: []Pair{{opt, "team:data"}}, want: Plan{Key: opt, Value: "team:data,W:true", Replace: true}},
		{
			rule: "4 canonical", conf: []Pair{{opt, "team: data"}},
			want: Plan{Key: opt, Value: "team:data,W:true", Replace: true, Rewritten: true},
		},
		{
			rule: "4 only ours was spelled otherwise", conf: []Pair{{opt, "team:data,W : no"}}, overwrite: true,
			want: Plan{Key: opt, Value: "team:data,W:true", Replace: true},
		},
		{rule: "5 prefix keys only", conf: []Pair{{opt + ".team", "data"}}, want: Plan{Key: own, Value: "true"}},
		{rule: "5 prefix keys that the defaults shadow", conf: []Pair{{opt + ".team", "data"}}, defaults: "from:defaults", want: Plan{Key: opt, Value: "from:defaults,team:data,W:true"}},
		{rule: "5 prefix key there", conf: []Pair{{own, "true"}}},
		{rule: "5 prefix key empty", conf: []Pair{{own, ""}}, want: Plan{Key: own, Value: "true", Replace: true}},
		{rule: "5 prefix key, overwrite", conf: []Pair{{own, "false"}}, overwrite: true, want: Plan{Key: own, Value: "true", Replace: true}},
		{
			rule: "5 exact and prefix", conf: []Pair{{own, "true"}, {opt, "a:b"}, {opt + ".team", "data"}},
			want: Plan{Key: opt, Value: "a:b,W:true", Replace: true, Shadowed: []string{opt + ".team"}},
		},
		{
			rule: "5 exact and prefix, nothing to write", conf: []Pair{{opt, "W:true"}, {opt + ".team", "data"}},
			want: Plan{Shadowed: []string{opt + ".team"}},
		},
		{rule: "6 flow", conf: []Pair{{opt, "{team: data}"}}, want: Plan{Key: opt, Value: `{team: data, W: "true"}`, Replace: true}},
		{rule: "6 flow, already equal", conf: []Pair{{opt, "{W: True}"}}},
		{rule: "6 empty flow", conf: []Pair{{opt, "{}"}}, want: Plan{Key: opt, Value: `{W: "true"}`, Replace: true}},
		{
			rule: "7 roles are independent", conf: []Pair{{TaskManagerLabels, "W:true"}, {TaskManagerLabels + ".a", "b"}, {opt + "s", "x"}},
			want: Plan{Key: opt, Value: "W:true"},
		},
		{
			rule: "9 template in a value", conf: []Pair{{opt, "team:${secret_values.x}"}},
			want: Plan{Key: opt, Value: "team:${secret_values.x},W:true", Replace: true},
		},
		{
			rule: "11 no other entry is read otherwise", conf: []Pair{{opt, "a:b,'c:''d: e'''"}},
			want: Plan{Key: opt, Value: "'a:b','c:''d: e''',W:true", Replace: true, Rewritten: true},
		},
		{rule: "defaults", conf: []Pair{other}, defaults: "team: data", want: Plan{Key: opt, Value: "team:data,W:true"}},
		{rule: "defaults with the label", defaults: "W:true,team:data", want: Plan{Key: opt, Value: "W:true,team:data"}},
		{rule: "defaults, exact key", conf: []Pair{{opt, ""}}, defaults: "team:data", want: Plan{Key: opt, Value: "W:true", Replace: true}},
		{rule: "defaults, overwrite", defaults: "W:false", overwrite: true, want: Plan{Key: opt, Value: "W:true"}},
	} {
		conf := slices.Clone(row.conf)
		for i := range conf {
			conf[i].Value = w(conf[i].Value)
		}
		row.want.Value = w(row.want.Value)
		got, err := PlanLabel(conf, defaultsOf(w(row.defaults)), opt, use, "true", row.overwrite)
		if err != nil || !equalPlans(got, row.want) {
			t.Errorf("rule %s: %+v, %v; want %+v", row.rule, got, err, row.want)
			continue
		}
		again, err := PlanLabel(apply(conf, got), defaultsOf(w(row.defaults)), opt, use, "true", false)
		if err != nil || again.Key != "" {
			t.Errorf("rule %s: twice is not once: %+v, %v", row.rule, again, err)
		}
	}
}

func equalPlans(a, b Plan) bool {
	return a.Key == b.Key && a.Value == b.Value && a.Replace == b.Replace && a.Rewritten == b.Rewritten &&
		slices.Equal(a.Shadowed, b.Shadowed)
}

// apply does what a caller does with a plan.
func apply(conf []Pair, plan Plan) []Pair {
	conf = slices.Clone(conf)
	if plan.Key == "" {
		return conf
	}
	for i := range conf {
		if plan.Replace && conf[i].Key == plan.Key {
			conf[i].Value = plan.Value
			return conf
		}
	}
	return append(conf, Pair{plan.Key, plan.Value})
}

func TestPlanLabelConflicts(t *testing.T) {
	for _, row := range []struct {
		conf           []Pair
		defaults, want string
	}{
		{conf: []Pair{{opt, "W:false"}}, want: opt + `: label W is "false", not "true"`},
		{conf: []Pair{{opt, "W:True"}}, want: opt + `: label W is "True", not "true"`},
		{conf: []Pair{{opt, "{W: off}"}}, want: opt + `: label W is "false", not "true"`},
		{conf: []Pair{{own, "no"}}, want: own + `: label W is "no", not "true"`},
		{defaults: "W:x", want: opt + ` in the platform defaults: label W is "x", not "true"`},
	} {
		for i := range row.conf {
			row.conf[i].Value = w(row.conf[i].Value)
		}
		_, err := PlanLabel(row.conf, defaultsOf(w(row.defaults)), opt, use, "true", false)
		var conflict *ConflictError
		if want := strings.ReplaceAll(row.want, " W ", " "+use+" "); !errors.As(err, &conflict) || err.Error() != want {
			t.Errorf("%v: %v, want %s", row.conf, err, want)
		}
	}
}

func TestPlanLabelRefuses(t *testing.T) {
	for _, row := range []struct {
		rule     string
		conf     []Pair
		defaults string
		want     string
	}{
		{"2 does not parse", []Pair{{opt, "team"}}, "", opt + ": item 1 is not a key:value pair"},
		{"2 flow map that is none", []Pair{{opt, "{team:data}"}}, "", opt + ": flow map, entry 1: no space after ':'"},
		{"9 only a template", []Pair{{opt, "${LABELS}"}}, "", opt + ": the value is a template, which cannot be merged with a label"},
		{"exact key twice", []Pair{{opt, "a:b"}, {opt, "a:b"}}, "", opt + ": the key appears twice"},
		{"prefix key twice", []Pair{{own, "true"}, {own, "true"}}, "", own + ": the key appears twice"},
		{"defaults do not parse", nil, "team", opt + " in the platform defaults: item 1 is not a key:value pair"},
		{"2 illegal quoting", []Pair{{opt, `"a":'${x}',b: c`}}, "", opt + ": text after a closing quote"},
		{
			"9 a template that a delimiter cuts",
			[]Pair{{opt, `a:<%= '"' %>,"b:${c: d}"`}},
			"",
			opt + ": item 2: a ',' or ':' inside a template",
		},
		{
			"11 no spelling that keeps the templates",
			[]Pair{{opt, `a:<%= '"' %>,'b:"${c}: d"'`}},
			"",
			opt + ": the labels have no spelling that every version of Flink reads alike",
		},
	} {
		_, err := PlanLabel(row.conf, defaultsOf(row.defaults), opt, use, "true", true)
		var perr *ParseError
		if !errors.As(err, &perr) || err.Error() != row.want || perr.Hint == "" {
			t.Errorf("%s: %v, want %s", row.rule, err, row.want)
		}
	}
}

// TestPrefixedDefaults: defaults that give labels one by one stay, because ours
// is given so, too.
func TestPrefixedDefaults(t *testing.T) {
	got, err := PlanLabel(nil, []Pair{{opt + ".team", "data"}}, opt, use, "true", false)
	want := Plan{Key: opt + "." + use, Value: "true"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v; -want +got:\n%s", err, diff)
	}
}

func defaultsOf(text string) []Pair {
	if text == "" {
		return nil
	}
	return []Pair{{opt, text}}
}
