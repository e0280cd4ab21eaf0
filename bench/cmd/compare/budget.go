package main

import (
	"fmt"
	"strings"
)

// budget is a promise of the design: a figure and its bar.
type budget struct {
	what    string
	bar     float64
	atLeast bool // the figure must reach the bar; else it must not exceed it
	figure  func(table) (float64, bool)
}

var budgets = []budget{
	{"sparse: cpu ÷ copy", 2, false, ratio("sparse", postrender, copier, cpu)},
	{"sparse: cpu of kio ÷ ours", 25, true, ratio("sparse", kioEdit, postrender, cpu)},
	{"sparse: cpu of yq ÷ ours", 15, true, ratio("sparse", yq, postrender, cpu)},
	{"sparse: memory ÷ (2 × input + 15 MiB)", 1, false, sparseMemory},
	{"shipped: cpu ÷ cobracopy", 3, false, ratio("shipped", postrender, cobraCopy, cpu)},
	{"shipped: cpu ÷ kio", 0.5, false, ratio("shipped", postrender, kioEdit, cpu)},
	{"dense-2: cpu ÷ kio", 0.5, false, ratio("dense-2", postrender, kioEdit, cpu)},
	{"dense-2: wall ÷ kio", 0.5, false, ratio("dense-2", postrender, kioEdit, wall)},
	{"dense-20: cpu ÷ kio", 0.5, false, ratio("dense-20", postrender, kioEdit, cpu)},
	{"dense-20: wall ÷ kio", 0.5, false, ratio("dense-20", postrender, kioEdit, wall)},
	{"bytes: cpu of a MB from 10 to 100 ÷ from 1 to 10", linear, false, growth(cpu, "growth-1", "growth-10", "growth-100")},
	{"bytes: memory of a MB from 10 to 100 ÷ from 1 to 10", linear, false, growth(memory, "growth-1", "growth-10", "growth-100")},
	{"documents: cpu of one from 10,000 to 100,000 ÷ from 1,000 to 10,000", linear, false, growth(cpu, "tiny-1000", "tiny-10000", "tiny-100000")},
	{"documents: memory of one, the same", linear, false, growth(memory, "tiny-1000", "tiny-10000", "tiny-100000")},
}

// linear is what a linear program may seem to grow by, measured on a shared machine.
const linear = 1.25

func cpu(s sample) float64    { return float64(s.cpu) }
func wall(s sample) float64   { return float64(s.wall) }
func memory(s sample) float64 { return float64(s.memory) }

func ratio(input, tool, other string, of func(sample) float64) func(table) (float64, bool) {
	return func(t table) (float64, bool) {
		a, ok := t.of(input, tool)
		b, ok2 := t.of(input, other)
		return of(a.sample) / of(b.sample), ok && ok2
	}
}

func sparseMemory(t table) (float64, bool) {
	r, ok := t.of("sparse", postrender)
	return float64(r.memory) / float64(2*r.input.size+15<<20), ok
}

// growth compares what a byte more costs between the second and third input with
// what it costs between the first and second: 1 when the cost is linear. The
// inputs are measured minutes apart, so the least of each is what is compared.
func growth(of func(sample) float64, inputs ...string) func(table) (float64, bool) {
	return func(t table) (float64, bool) {
		var r [3]result
		for i, name := range inputs {
			var ok bool
			if r[i], ok = t.of(name, postrender); !ok {
				return 0, false
			}
		}
		slope := func(a, b result) float64 {
			return (of(b.least) - of(a.least)) / float64(b.input.size-a.input.size)
		}
		early, late := slope(r[0], r[1]), slope(r[1], r[2])
		return late / early, early > 0
	}
}

// printBudgets judges the budgets whose inputs and programs were measured.
func (t table) printBudgets(b *strings.Builder) {
	head := "\n| budget | bar | measured | |\n|---|--:|--:|---|\n"
	for _, g := range budgets {
		figure, known := g.figure(t)
		if !known {
			continue
		}
		sign, verdict := "≤", "ok"
		if g.atLeast {
			sign = "≥"
		}
		if g.atLeast && figure < g.bar || !g.atLeast && figure > g.bar {
			verdict = "**over**"
		}
		fmt.Fprintf(b, "%s| %s | %s %g | %.2f | %s |\n", head, g.what, sign, g.bar, figure, verdict)
		head = ""
	}
}
