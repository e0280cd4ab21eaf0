package e2e

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// hunk is a run of lines that went and the run that came in their place.
type hunk struct {
	line     int // in the text before
	old, new []string
}

// diff is Myers' algorithm over lines: few edits in a long text are found in
// time that is linear in the text.
func diff(before, after string) []hunk {
	a, b := strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	var trace []map[int]int
	reach := map[int]int{1: 0}
search:
	for d := 0; ; d++ {
		step := make(map[int]int, len(reach))
		for k, x := range reach {
			step[k] = x
		}
		trace = append(trace, step)
		for k := -d; k <= d; k += 2 {
			x := reach[k-1] + 1
			if k == -d || k != d && reach[k-1] < reach[k+1] {
				x = reach[k+1]
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			reach[k] = x
			if x >= len(a) && x-k >= len(b) {
				break search
			}
		}
	}
	// Walk back; the single edits come out last first.
	var hunks []hunk
	x, y := len(a), len(b)
	for d := len(trace) - 1; d > 0; d-- {
		k := x - y
		from := k - 1
		if k == -d || k != d && trace[d][k-1] < trace[d][k+1] {
			from = k + 1
		}
		px := trace[d][from]
		py := px - from
		for x > px && y > py && a[x-1] == b[y-1] {
			x, y = x-1, y-1
		}
		last := len(hunks) - 1
		if last < 0 || hunks[last].line != x+1 {
			hunks = append(hunks, hunk{line: x + 1})
			last++
		}
		h := &hunks[last]
		if from == k-1 {
			h.old = append([]string{a[px]}, h.old...)
			h.line = px + 1
		} else {
			h.new = append([]string{b[py]}, h.new...)
		}
		x, y = px, py
	}
	return hunks
}

var (
	ourLine = regexp.MustCompile(`azure\.workload\.identity/|kubernetes\.(job|task)manager\.labels|postrender\.dev/config-edits`)
	// A parent that an entry of ours needed, or what became of an alias.
	parentLine = regexp.MustCompile(`^\s*(annotations|labels|metadata|template|spec|flinkConfiguration):\s*$|^\s*<<: \*\w+\s*$|^\s*"annotations": \{\s*$|^\s*\},?\s*$`)
	// An empty map or null gives way, and a Flink map is written in canonical
	// form: only on such lines may more change than that something is added.
	opens = regexp.MustCompile(`\{\}|: (null|~)\s*$|kubernetes\.(job|task)manager\.labels`)
	loose = regexp.MustCompile(`\{\}|\bnull\b|~|[\s,"'{}]`)
)

// onlyOurs fails unless every difference is an edit of ours.
func onlyOurs(t *testing.T, before, after string) {
	t.Helper()
	for _, problem := range foreign(before, after) {
		t.Error(problem)
	}
}

// foreign lists the differences that are no edits of ours. A line that went
// has to be found again, entry for entry, in what came in its place.
func foreign(before, after string) []string {
	var problems []string
	problem := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for _, h := range diff(before, after) {
		rest := strings.Join(h.new, "")
		for _, line := range h.old {
			text, kept := line, false
			if opens.MatchString(line) {
				text, rest = loose.ReplaceAllString(text, ""), loose.ReplaceAllString(rest, "")
			}
			if rest, kept = cutSubsequence(rest, text); !kept {
				problem("line %d is lost: %q; in its place: %q", h.line, line, h.new)
			}
		}
		ours := false
		for _, line := range h.new {
			ours = ours || ourLine.MatchString(line)
			if len(h.old) == 0 && !ourLine.MatchString(line) && !parentLine.MatchString(line) {
				problem("before line %d came a line that is not ours: %q", h.line, line)
			}
		}
		if !ours {
			problem("line %d changed, but nothing of ours came: %q became %q", h.line, h.old, h.new)
		}
	}
	return problems
}

// cutSubsequence returns what follows the characters of sub in s.
func cutSubsequence(s, sub string) (string, bool) {
	for _, r := range sub {
		i := strings.IndexRune(s, r)
		if i < 0 {
			return s, false
		}
		s = s[i+len(string(r)):]
	}
	return s, true
}

func TestDiff(t *testing.T) {
	for _, c := range []struct{ before, after string }{
		{"", ""},
		{"a\n", "a\n"},
		{"a\nb\nc\n", "a\nx\nb\nc\n"},
		{"a\nb\nc\n", "a\nB\nc\nd\n"},
		{"a\nb\nc", "b\nc\n"},
		{"x\ny\nz\n", "q\n"},
	} {
		a := strings.SplitAfter(c.before, "\n")
		var got strings.Builder
		next, hunks := 0, diff(c.before, c.after)
		for i := len(hunks) - 1; i >= 0; i-- {
			h := hunks[i]
			got.WriteString(strings.Join(a[next:h.line-1], ""))
			got.WriteString(strings.Join(h.new, ""))
			next = h.line - 1 + len(h.old)
		}
		got.WriteString(strings.Join(a[next:], ""))
		if got.String() != c.after {
			t.Errorf("diff(%q, %q) = %+v, which makes %q", c.before, c.after, hunks, got.String())
		}
	}
}

func TestForeign(t *testing.T) {
	const use = "azure.workload.identity/use: \"true\"\n"
	for _, c := range []struct {
		name, before, after string
		problems            int
	}{
		{"new entry", "labels:\n  app: a\nspec:\n", "labels:\n  app: a\n  " + use + "spec:\n", 0},
		{"new parents", "template:\n  spec:\n", "template:\n  metadata:\n    labels:\n      " + use + "  spec:\n", 0},
		{"empty map", "labels: {}\n", "labels: {azure.workload.identity/use: \"true\"}\n", 0},
		{"alias", "labels: *pod\n", "labels:\n  <<: *pod\n  " + use, 0},
		{"flow", "labels: {a: \"ß\", b: c}\n", "labels: {a: \"ß\", b: c, azure.workload.identity/use: \"true\"}\n", 0},
		{"JSON", "    \"a\": {\n    }\n  }\n", "    \"a\": {\n    },\n    \"annotations\": {\n      \"azure.workload.identity/client-id\": \"x\"\n    }\n  }\n", 0},
		{"Flink map", "  kubernetes.jobmanager.labels: 'team: data'\n", "  kubernetes.jobmanager.labels: 'team:data,azure.workload.identity/use:true'\n", 0},
		{"lost comment", "a: b # why\n", "a: b\n", 2},
		{"lost beside an edit", "labels: {a: b}\n", "labels: {azure.workload.identity/use: \"true\"}\n", 1},
		{"foreign line", "a: b\n", "a: b\nc: d\n", 2},
		{"trailing blank", "a: b \n", "a: b\n", 2},
		{"blank lost beside an edit", "labels: {a:  b}\n", "labels: {a: b,azure.workload.identity/use: \"true\"}\n", 1},
		{"line ending", "a: b\r\n", "a: b\n", 2},
	} {
		if got := foreign(c.before, c.after); len(got) != c.problems {
			t.Errorf("%s: %d problems, want %d: %q", c.name, len(got), c.problems, got)
		}
	}
}
