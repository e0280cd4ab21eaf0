package flink

import (
	"slices"
	"testing"
)

func TestString(t *testing.T) {
	for _, row := range []struct {
		why  string
		m    Map
		want string
	}{
		{"nothing", Map{}, ""},
		{"plain", Map{Pairs: pairs("W", "true")}, w("W:true")},
		{"order kept", Map{Pairs: pairs("b", "1", "a", "2")}, "b:1,a:2"},
		{"colon in a value: the pair is quoted as a whole", Map{Pairs: pairs("a", "b:c")}, "'a:''b:c'''"},
		{"comma in a key", Map{Pairs: pairs("a,b", "c")}, "'a,b:c'"},
		{"quotes", Map{Pairs: pairs("a", `b'c"d`)}, `'a:''b''''c"d'''`},
		{"empty value", Map{Pairs: pairs("a", "")}, "'a:'''''"},
		{"outer space", Map{Pairs: pairs("a", " b")}, "'a:'' b'''"},
		{"a mapping for YAML but for the quotes", Map{Pairs: pairs("a", "b", "c", "d: e")}, "'a:b','c:''d: e'''"},
		{"a flow map but for the quotes", Map{Pairs: pairs("{a", "b")}, "'{a:b'"},
		{"empty flow map", Map{Flow: true}, "{}"},
		{"flow", Map{Flow: true, Pairs: pairs("W", "true")}, w(`{W: "true"}`)},
		{
			"flow, keys that YAML would change",
			Map{Flow: true, Pairs: pairs("yes", "a", "1.0", "b", "null", "c", "a b", `\"`)},
			`{"yes": "a", "1.0": "b", "null": "c", "a b": "\\\""}`,
		},
	} {
		got := row.m.String()
		if got != row.want {
			t.Errorf("%s: %s, want %s", row.why, got, row.want)
		}
		if again, err := ParseMap(got); err != nil || !slices.Equal(again.Pairs, row.m.Pairs) {
			t.Errorf("%s: %s is read as %q, %v", row.why, got, again.Pairs, err)
		}
	}
}

// Set must leave what it does not concern, templates and flow entries to the byte.
func TestSet(t *testing.T) {
	for _, row := range []struct{ why, text, want string }{
		{"empty", "", "W:true"},
		{"appended", "team:data", "team:data,W:true"},
		{"space goes", " team : data ,", "team:data,W:true"},
		{"in its place", "W:false,team:data", "W:true,team:data"},
		{"needless quotes go", `a:"b"`, "a:b,W:true"},
		{"template", "a:${x}", "a:${x},W:true"},
		{"space around a template's colon goes", "a: ${x}", "a:${x},W:true"},
		{"quotes around a template stay", `a:"${x}"`, `a:"${x}",W:true`},
		{"a quoted item with a template stays", `"a:${x}",b: c`, `"a:${x}",b:c,W:true`},
		{"quotes inside a template are its own", `a:<%= x['b'] || "c" %>`, `a:<%= x['b'] || "c" %>,W:true`},
		{"a guard against YAML stays out of a template", `a:<%= x['k'] %>,'b:"c: d"'`, `"a:<%= x['k'] %>",'b:''c: d''',W:true`},
		{"an empty key beside a template stays as it is", "::${x}", "::${x},W:true"},
		{"an empty value beside a template is quoted", "${x}::", "${x}:'',W:true"},
		{"flow", "{team: data}", `{team: data, W: "true"}`},
		{"flow, padded", "{ team: data }", `{ team: data, W: "true" }`},
		{"flow, in its place", "{W: no, team: 'd'}", `{W: "true", team: 'd'}`},
		{"flow, templates", "{a: ${x}, b: '{{ .v }}'}", `{a: ${x}, b: '{{ .v }}', W: "true"}`},
		{"flow, odd spellings stay", `{"a":b , c:  010,}`, `{"a":b, c:  010, W: "true"}`},
	} {
		m, err := ParseMap(w(row.text))
		if err != nil {
			t.Errorf("%s: %v", row.why, err)
			continue
		}
		m.Set(use, "true")
		if got := m.String(); got != w(row.want) {
			t.Errorf("%s: %s, want %s", row.why, got, w(row.want))
		}
		if value, found := m.Get(use); value != "true" || !found {
			t.Errorf("%s: Get gives %q, %v", row.why, value, found)
		}
	}
	if _, found := (Map{}).Get(use); found {
		t.Error("an empty map holds a label")
	}
}
