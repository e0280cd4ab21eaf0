package flink

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func seed(f *testing.F) {
	for _, row := range edgeTable {
		f.Add(w(row.text))
	}
}

// FuzzMap holds what a text that is read promises: it is written so that it is read again as the same map, by both
// readers; Set leaves the others alone; twice is once; no byte of a template changes.
func FuzzMap(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMap(text)
		if err != nil {
			var perr *ParseError
			if !errors.As(err, &perr) || perr.Reason == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		written := m.String()
		again, err := ParseMap(written)
		if err != nil || !slices.Equal(again.Pairs, m.Pairs) || again.Flow != m.Flow {
			t.Fatalf("%q is written %q, which is %q, %v", text, written, again.Pairs, err)
		}
		if twice := again.String(); twice != written {
			t.Fatalf("%q is written %q, then %q", text, written, twice)
		}
		before := slices.Clone(m.Pairs)
		m.Set(use, "true")
		for i, p := range before {
			if m.Pairs[i] != p && p.Key != use {
				t.Fatalf("%q: Set changed %q to %q", text, p, m.Pairs[i])
			}
		}
		plan, err := PlanLabel([]Pair{{opt, text}}, nil, opt, use, "true", true)
		if err != nil {
			if len(templates(text)) == 0 {
				t.Fatalf("%q is read but not planned: %v", text, err)
			}
			return
		}
		if plan.Key == "" {
			return
		}
		if !m.Flow && Ambiguous(plan.Value) {
			t.Fatalf("%q is planned as %q, which is ambiguous", text, plan.Value)
		}
		for _, s := range templates(text) {
			if !strings.Contains(plan.Value, text[s.from:s.to]) && !strings.Contains(text, use) {
				t.Fatalf("%q is planned as %q, which lost a template", text, plan.Value)
			}
		}
		if next, err := PlanLabel([]Pair{{opt, plan.Value}}, nil, opt, use, "true", false); err != nil || next.Key != "" {
			t.Fatalf("%q is planned as %q, then %+v, %v", text, plan.Value, next, err)
		}
	})
}

// FuzzModel compares ParseMap's string form with a second reading of Flink's rules.
func FuzzModel(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		if isFlow(text) || !utf8.ValidString(text) {
			return
		}
		got, err := ParseMap(text)
		want, ok := modelMap(text)
		if len(templates(text)) > 0 && err != nil {
			return // we refuse some templates that Flink would cut
		}
		if (err == nil) != ok || !slices.Equal(got.Pairs, want) {
			t.Fatalf("%q is %q, %v; the model says %q, %v", text, got.Pairs, err, want, ok)
		}
	})
}

// modelMap reads a map in two steps, by the patterns below.
func modelMap(text string) (list []Pair, ok bool) {
	items, ok := modelSplit(text, ",")
	for _, item := range items {
		parts, good := modelSplit(item, ":")
		if !good || len(parts) != 2 {
			return nil, false
		}
		if slices.ContainsFunc(list, func(p Pair) bool { return p.Key == parts[0] }) {
			return nil, false
		}
		list = append(list, Pair{parts[0], parts[1]})
	}
	return list, ok
}

// A cell is what stands between two delimiters D. Space is Java's, which is not Unicode's.
const (
	modelBlank = `\x09-\x0d\x1c-\x20\x{1680}\x{2000}-\x{2006}\x{2008}-\x{200a}\x{2028}\x{2029}\x{205f}\x{3000}`
	modelSpace = `[` + modelBlank + `]*`
	modelCell  = `(?s)^` + modelSpace + `(?:'((?:[^']|'')*)'` + modelSpace + `|"((?:[^"]|"")*)"` + modelSpace + `|([^'"D` + modelBlank + `][^D]*)|)(D|$)`
)

var modelCells = map[string]*regexp.Regexp{
	",": regexp.MustCompile(strings.ReplaceAll(modelCell, "D", ",")),
	":": regexp.MustCompile(strings.ReplaceAll(modelCell, "D", ":")),
}

// modelSplit cuts cell by cell; then the empty cells at both ends go.
func modelSplit(text, delim string) (cells []string, ok bool) {
	var written []bool
	for {
		at := modelCells[delim].FindStringSubmatchIndex(text)
		if at == nil {
			return nil, false
		}
		cell := ""
		switch {
		case at[2] >= 0:
			cell = strings.ReplaceAll(text[at[2]:at[3]], "''", "'")
		case at[4] >= 0:
			cell = strings.ReplaceAll(text[at[4]:at[5]], `""`, `"`)
		case at[6] >= 0:
			cell = strings.Trim(text[at[6]:at[7]], asciiSpaceAndControl)
		}
		cells = append(cells, cell)
		written = append(written, at[2] >= 0 || at[4] >= 0 || at[6] >= 0)
		if at[8] == at[9] {
			break
		}
		text = text[at[9]:]
	}
	if !written[len(written)-1] {
		cells, written = cells[:len(cells)-1], written[:len(written)-1]
	}
	if len(written) > 0 && !written[0] {
		cells = cells[1:]
	}
	return cells, true
}

// asciiSpaceAndControl is what String.trim takes away.
const asciiSpaceAndControl = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f" +
	"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f "
