package flink

import (
	"slices"
	"testing"
)

// The rules of the splitter one by one, at a delimiter that neither level of a map uses.
func TestSplit(t *testing.T) {
	for _, row := range []struct {
		rule, text string
		want       []string
		reason     string
	}{
		{rule: "nothing", text: ""},
		{rule: "blank", text: " \t"},
		{rule: "one part", text: "A", want: []string{"A"}},
		{rule: "outer space goes", text: " A ; B B ", want: []string{"A", "B B"}},
		{rule: "quoted as a whole", text: "'A;B';\"C;D\"", want: []string{"A;B", "C;D"}},
		{rule: "space around quotes goes, inside it stays", text: " ' A ' ; B", want: []string{" A ", "B"}},
		{rule: "a doubled quote is one", text: `'A''B';"C""D"`, want: []string{"A'B", `C"D`}},
		{rule: "the other quote is a character", text: `'A"B';"C'D"`, want: []string{`A"B`, "C'D"}},
		{rule: "a quote in the middle is a character", text: `A'B;C"D"`, want: []string{"A'B", `C"D"`}},
		{rule: "an empty quoted part is a part", text: "'';A;''", want: []string{"", "A", ""}},
		{rule: "one delimiter at either end", text: ";A;", want: []string{"A"}},
		{rule: "an empty part in the middle", text: "A; ;B", want: []string{"A", "", "B"}},
		{rule: "two delimiters at an end", text: "A;;", want: []string{"A", ""}},
		{rule: "a control character is no space, but is trimmed", text: "\x01", want: []string{""}},
		{rule: "a Unicode space is space at the start only", text: "\u2003A\u2003", want: []string{"A\u2003"}},
		{rule: "a no-break space is no space", text: "\u00a0A", want: []string{"\u00a0A"}},
		{rule: "broken UTF-8 stays", text: "\xffA;\xc3", want: []string{"\xffA", "\xc3"}},
		{rule: "text after a quote", text: "'A'B", reason: reasonAfterQuote},
		{rule: "a quote after a quote", text: `'A'"B"`, reason: reasonAfterQuote},
		{rule: "text after a quote and space", text: "'A' B;C", reason: reasonAfterQuote},
		{rule: "an open quote", text: "A;'B", reason: reasonOpenQuote},
		{rule: "an open quote that ends doubled", text: "'A''", reason: reasonOpenQuote},
		{rule: "a template is one piece", text: "${A} ; <% B %>", want: []string{"${A}", "<% B %>"}},
		{rule: "a template is not cut", text: "A;${B;C}", reason: reasonTemplateCut},
		{rule: "in quotes it is not", text: "A;'${B;C}'", want: []string{"A", "${B;C}"}},
		{rule: "the second template", text: "${A};{{B;C}}", reason: reasonTemplateCut},
		{rule: "between templates", text: "${A}${B};${C}", want: []string{"${A}${B}", "${C}"}},
	} {
		parts, reason := split(row.text, ';')
		var got []string
		for _, part := range parts {
			got = append(got, part.text)
		}
		if reason != row.reason || reason == "" && !slices.Equal(got, row.want) {
			t.Errorf("%s: %q is %q, %q; want %q, %q", row.rule, row.text, got, reason, row.want, row.reason)
		}
	}
}

// What is written is remembered as it is: it decides whether an entry counts as respelled.
func TestSplitRaw(t *testing.T) {
	parts, reason := split(` 'a''b' ; "c" ; d e `, ';')
	if reason != "" || len(parts) != 3 {
		t.Fatalf("%v, %s", parts, reason)
	}
	for i, want := range []token{{"a'b", "'a''b'", true}, {"c", `"c"`, true}, {"d e", "d e", false}} {
		if parts[i] != want {
			t.Errorf("part %d is %+v, want %+v", i, parts[i], want)
		}
	}
}

func TestTemplates(t *testing.T) {
	for _, row := range []struct {
		text, masked string
		whole        bool
	}{
		{"", "", false},
		{"a", "a", false},
		{"${a}", "xxxx", true},
		{" ${a}{{b}}<%c%> ", " xxxxxxxxxxxxxx ", true},
		{"${a} ${b}", "xxxx xxxx", false},
		{"a${b}", "axxxx", false},
		{"${a}b", "xxxxb", false},
		{"{{ a }}}", "xxxxxxx}", false},
		{"${a{{b}}", "xxxxxxx}", false},
		{"${a", "${a", false},
		{"{{a}<%b", "{{a}<%b", false},
		{"${{a}}", "xxxxx}", false},
		{"{a}", "{a}", false},
		{"$", "$", false},
		{"<%= é %>", "xxxxxxxxx", true},
	} {
		if got := maskTemplates(row.text); got != row.masked {
			t.Errorf("%q is masked as %q, want %q", row.text, got, row.masked)
		}
		if got := isTemplate(row.text); got != row.whole {
			t.Errorf("isTemplate(%q) = %v", row.text, got)
		}
	}
}
