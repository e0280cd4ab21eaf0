package flink

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

const use = "azure.workload.identity/use"

// w puts the real label where a test says W.
func w(text string) string { return strings.ReplaceAll(text, "W", use) }

// pairs makes pairs of k, v, k, v.
func pairs(kv ...string) []Pair {
	var list []Pair
	for i := 0; i < len(kv); i += 2 {
		list = append(list, Pair{w(kv[i]), kv[i+1]})
	}
	return list
}

// refused stands for an error where a test expects pairs.
var refused = []Pair{{"refused", "refused"}}

// edgeTable holds what each text means to ParseMap, and whether Flink's two readers silently differ.
var edgeTable = []struct {
	text      string
	want      []Pair
	ambiguous bool
}{
	// The rows of the edge table, in its order.
	{"W:true", pairs("W", "true"), false},
	{"W: true", pairs("W", "true"), false},
	{"team:data,W:true", pairs("team", "data", "W", "true"), false},
	{"team: data,W:true", pairs("team", "data", "W", "true"), true},
	{"team:data, W: true", pairs("team", "data", "W", "true"), true},
	{"team: data, W: true", pairs("team", "data", "W", "true"), false},
	{"team:data,W:true,", pairs("team", "data", "W", "true"), false},
	{",W:true", pairs("W", "true"), false},
	{"team:data,,W:true", refused, false},
	{"team:", refused, false},
	{"", nil, false},
	{"   ", nil, false},
	{"W:false,W:true", refused, false},
	{"'a,b:c',W:true", pairs("a,b", "c", "W", "true"), false},
	{"'a:''b:c''',W:true", pairs("a", "b:c", "W", "true"), false},
	{"a:'b:c',W:true", pairs("a", "b:c", "W", "true"), false},
	{`a:"b",W:true`, pairs("a", "b", "W", "true"), false},
	{`"team:data",W:true`, pairs("team", "data", "W", "true"), false},
	{"'a':b,W:true", refused, false},
	{"{team: data}", pairs("team", "data"), true},
	{`{team: data, W: "true"}`, pairs("team", "data", "W", "true"), false},
	{"{team:data}", refused, true},

	// Flink's splitter, further.
	{",", nil, false},
	{",,", refused, false},
	{", ,", refused, false},
	{"a::b", refused, false},
	{":a:b:", pairs("a", "b"), false},
	{"a::", pairs("a", ""), false},
	{"::b", pairs("", "b"), false},
	{"a:'' ,b: \"\"", pairs("a", "", "b", ""), true},
	{"a:' b '", pairs("a", " b "), false},
	{`"a:""b"""`, pairs("a", "b"), false},
	{`"a:x""y"`, pairs("a", `x"y`), false},
	{"a:x'y", pairs("a", "x'y"), false},
	{"'a:b", refused, false},
	{"a:'b", refused, false},
	{"\t a\n:\u2003b", pairs("a", "b"), false},
	{"a:\u00a0b", pairs("a", "\u00a0b"), false},
	{`{"a:b`, refused, true},

	// Two readers.
	{"W: yes", pairs("W", "yes"), true},
	{"a: 010", pairs("a", "010"), true},
	{"a: 10", pairs("a", "10"), false},
	{"a: null", pairs("a", "null"), false},
	{"yes: a", pairs("yes", "a"), true},
	{": a:b", pairs("a", "b"), true},
	{"a: [b]", pairs("a", "[b]"), true},
	{"a: b #c", pairs("a", "b #c"), true},
	{"a:b #c,d: e", pairs("a", "b #c", "d", "e"), false},
	{"#a:b, c: d", pairs("#a", "b", "c", "d"), false},
	{"a:b,\nc: d", pairs("a", "b", "c", "d"), true},
	{", a: b,c:d", pairs("a", "b", "c", "d"), false},
	{`"a:b\", c": d`, pairs("a", `b\`, `c"`, "d"), true},
	{`!!map {"a":b`, pairs(`!!map {"a"`, "b"), true},
	{`--- {"a":b}`, pairs(`--- {"a"`, "b}"), true},
	{"a: b:,", pairs("a", "b"), true},
	{"a: b: ", pairs("a", "b"), false},

	// Flow maps.
	{"{}", nil, false},
	{"{ }", nil, false},
	{" { a: b , 'c''d': \"e\\\"\\\\\\n\" } \n", pairs("a", "b", "c'd", "e\"\\\n"), false},
	{"{a: b,}", pairs("a", "b"), false},
	{`{"a":b,'c':"d"}`, pairs("a", "b", "c", "d"), false},
	{"{W: yes, b: Off, c: tRUE}", pairs("W", "true", "b", "false", "c", "tRUE"), true},
	{"{a: b:c}", pairs("a", "b:c"), false},
	{"{a: -1}", pairs("a", "-1"), true},
	{"{a: b, a: c}", refused, true},
	{"{a: {b: c}}", refused, false},
	{"{a: [b]}", refused, true},
	{"{a: b[c]}", refused, true},
	{"{a: b?}", refused, true},
	{"{a: }", refused, true},
	{"{a: ~}", refused, true},
	{"{a}", refused, false},
	{"{a: *b}", refused, true},
	{"{<<: b}", refused, true},
	{"{a: b #c}", refused, true},
	{"{a: b: c}", refused, false},
	{"{a: 'b' c}", refused, false},
	{"{a: 'b}", refused, false},
	{`{a: "b}`, refused, false},
	{`{a: "\x41"}`, refused, false},
	{"{a: b", refused, true},
	{"{a: b}}", refused, true},
	{"{a: b} c", refused, true},
	{"{a: b,\n c: d}", refused, true},
	{"{a: b\tc}", refused, true},

	// Templates.
	{"${LABELS}", refused, false},
	{" {{ .Values.labels }} ", refused, false},
	{"<%= labels %>", refused, false},
	{"${a:b}", refused, false},
	{"a:b,${MORE}", refused, false},
	{"a:${x,y}", refused, false},
	{"a:<%= f(1, y:2) %>", refused, false},
	{"a:${secret_values.x},b:{{ .v }}", pairs("a", "${secret_values.x}", "b", "{{ .v }}"), false},
	{"a:${x,b:<%y", pairs("a", "${x", "b", "<%y"), false},
	{":\x0f${}:0", pairs("${}", "0"), false},
	{"{{ .k }}:v", pairs("{{ .k }}", "v"), true},
	{"{a: ${x,y}, b: \"{{ .v }}\", c: <%= f() %>z}", pairs("a", "${x,y}", "b", "{{ .v }}", "c", "<%= f() %>z"), false},
}

func TestParseMap(t *testing.T) {
	for _, row := range edgeTable {
		m, err := ParseMap(w(row.text))
		got := m.Pairs
		if err != nil {
			got = refused
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("ParseMap(%q) = %q, %v; want %q", row.text, m.Pairs, err, row.want)
		}
		if flow := err == nil && strings.HasPrefix(strings.TrimSpace(row.text), "{") && !strings.HasPrefix(row.text, "{{"); m.Flow != flow {
			t.Errorf("ParseMap(%q).Flow = %v", row.text, m.Flow)
		}
	}
}

func TestAmbiguous(t *testing.T) {
	for _, row := range edgeTable {
		if got := Ambiguous(w(row.text)); got != row.ambiguous {
			t.Errorf("Ambiguous(%q) = %v", row.text, got)
		}
	}
}

// Messages go to logs, and a label's text may hold what should not.
func TestParseErrorKeepsTheTextToItself(t *testing.T) {
	for _, text := range []string{
		"s3cret", "a:s3cret,a:s3cret", "'s3cret", "'s3cret's3cret", "{s3cret", "{s3cret:s3cret}",
		"{a: s3cret, a: s3cret}", `{a: "s3cret\q"}`, "${s3cret}", "a:${s3cret:s3cret}", "{a: b} s3cret",
	} {
		_, err := ParseMap(text)
		var perr *ParseError
		if !errors.As(err, &perr) {
			t.Errorf("ParseMap(%q): %v, want a *ParseError", text, err)
			continue
		}
		if strings.Contains(perr.Error()+perr.Hint, "s3cret") || perr.Text != text || perr.Hint == "" || perr.Reason == "" {
			t.Errorf("ParseMap(%q): %#v", text, perr)
		}
	}
}

func TestParseErrorSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"a:b,team":       "item 2 is not a key:value pair",
		"a:b,,c:d":       "item 2 is not a key:value pair",
		"a:b,a:c":        "item 2 has the key of an earlier item",
		"a:b,${MORE}":    "item 2 is a template, which stands for unknown labels",
		"'a':b":          "text after a closing quote",
		"a:'b'c":         "item 1: text after a closing quote",
		"a:'b":           "item 1: a quote is not closed",
		"a:${x:y}":       "item 1: a ',' or ':' inside a template",
		"${x}":           "the value is a template, which cannot be merged with a label",
		"{team:data}":    "flow map, entry 1: no space after ':'",
		"{team}":         "flow map, entry 1: not a key: value pair",
		"{a: b, c: d":    "flow map, entry 2: the brace is not closed",
		"{a: b, a: c}":   "flow map, entry 2: the key of an earlier entry",
		"{a: b, c: [d]}": "flow map, entry 2: a value that is not plain or quoted text",
		"{a: b} c":       "flow map: text after the closing brace",
		"{'a':}":         "flow map, entry 1: no value",
	} {
		if _, err := ParseMap(text); err == nil || err.Error() != want {
			t.Errorf("ParseMap(%q): %v, want %s", text, err, want)
		}
	}
}
