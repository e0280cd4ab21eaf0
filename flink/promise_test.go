package flink

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Every text of the edge table, made complete: the promises of the merge rules in one place.
func TestMergeKeepsItsPromises(t *testing.T) {
	for _, row := range edgeTable {
		text := w(row.text)
		before, err := ParseMap(text)
		if err != nil {
			continue
		}
		plan, err := PlanLabel([]Pair{{opt, text}}, nil, opt, use, "true", true)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if plan.Key == "" {
			continue
		}
		after, err := ParseMap(plan.Value)
		if err != nil {
			t.Errorf("%q became %q: %v", text, plan.Value, err)
			continue
		}
		if after.Flow != before.Flow {
			t.Errorf("%q became %q: another form", text, plan.Value)
		}
		if value, _ := after.Get(use); value != "true" {
			t.Errorf("%q became %q: without the label", text, plan.Value)
		}
		isOurs := func(p Pair) bool { return p.Key == use }
		if others := slices.DeleteFunc(slices.Clone(after.Pairs), isOurs); !slices.Equal(others, slices.DeleteFunc(before.Pairs, isOurs)) {
			t.Errorf("%q became %q: other entries changed", text, plan.Value)
		}
		if !after.Flow && Ambiguous(plan.Value) {
			t.Errorf("%q became %q: two readers differ", text, plan.Value)
		}
	}
}

// A copy of a map goes its own way, and what was remembered of the text does not come back for another value.
func TestMapsAreValues(t *testing.T) {
	m, err := ParseMap("{a: 'b', c: 'd'}")
	if err != nil {
		t.Fatal(err)
	}
	other := Map{Pairs: slices.Clone(m.Pairs), Flow: m.Flow, sources: m.sources}
	other.Set("a", "z")
	if got := m.String(); got != "{a: 'b', c: 'd'}" {
		t.Errorf("the original is %s", got)
	}
	if got := other.String(); got != `{a: "z", c: 'd'}` {
		t.Errorf("the copy is %s", got)
	}
}

// Manifests come from anywhere: a long text may not take time that grows faster than it.
func TestLongTexts(t *testing.T) {
	var many strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&many, "k%d: v,", i)
	}
	for _, text := range []string{
		many.String(), "{" + strings.ReplaceAll(many.String(), ",", ", ") + "}",
		strings.Repeat("${", 200_000), strings.Repeat("a:${x},", 50_000), "a:" + strings.Repeat("''", 200_000),
		"{a: " + strings.Repeat("{{ x }}", 50_000) + "}", strings.Repeat("'", 400_000), strings.Repeat("a:b #", 50_000),
	} {
		if m, err := ParseMap(text); err == nil {
			if again, err := ParseMap(m.String()); err != nil || !slices.Equal(again.Pairs, m.Pairs) {
				t.Errorf("%.20q…: %v", text, err)
			}
		}
	}
}

func ExamplePlanLabel() {
	conf := []Pair{{JobManagerLabels, "team: data"}, {TaskManagerLabels + ".team", "data"}}
	for _, option := range []string{JobManagerLabels, TaskManagerLabels} {
		plan, err := PlanLabel(conf, nil, option, "azure.workload.identity/use", "true", false)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("%s: %s (replace: %v, rewritten: %v)\n", plan.Key, plan.Value, plan.Replace, plan.Rewritten)
	}
	// Output:
	// kubernetes.jobmanager.labels: team:data,azure.workload.identity/use:true (replace: true, rewritten: true)
	// kubernetes.taskmanager.labels.azure.workload.identity/use: true (replace: false, rewritten: false)
}

func ExampleParseMap() {
	m, err := ParseMap(`team: data, 'note:''a,b'''`)
	if err != nil {
		fmt.Println(err)
		return
	}
	m.Set("azure.workload.identity/use", "true")
	fmt.Println(m)
	_, err = ParseMap("{team:data}")
	fmt.Println(err)
	// Output:
	// team:data,'note:a,b',azure.workload.identity/use:true
	// flow map, entry 1: no space after ':'
}
