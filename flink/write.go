package flink

import (
	"regexp"
	"strings"
	"sync"
)

// String returns the map's text.
//
// In the string form it is Flink's own spelling (ConfigurationUtils.convertToString), key:value,key:value, without space:
// a pair is quoted as a whole where it must be, which versions before 1.12 read as well. It departs from Flink in three
// places, where Flink could not read its own text again: empty parts and outer space are quoted; the first pair is
// quoted when standard YAML would take the whole for a mapping. Entries that hold a template keep their spelling.
//
// In the flow form entries that did not change keep their text, and the others are written key: "value".
func (m Map) String() string {
	if m.Flow {
		return m.flowString()
	}
	items := make([]string, len(m.Pairs))
	for i, p := range m.Pairs {
		items[i] = m.item(p)
	}
	text := strings.Join(items, ",")
	if isFlow(text) || isTemplate(text) || Ambiguous(text) {
		items[0] = guard(items[0])
		text = strings.Join(items, ",")
	}
	return text
}

// item returns the text of one pair in the string form.
func (m Map) item(p Pair) string {
	if keep := m.sources[p].keep; keep != "" {
		return keep
	}
	return quote(quote(p.Key, ':')+":"+quote(p.Value, ':'), ',')
}

// quote puts s in single quotes when Flink would not read it as one part otherwise.
// Flink itself quotes for the delimiter and for quotes only.
func quote(s string, delim byte) string {
	bare := s != "" && s == javaTrim(s) && s == strings.TrimLeftFunc(s, javaSpace) &&
		strings.IndexByte(s, delim) < 0 && !strings.ContainsAny(s, `'"`)
	if bare {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// guard puts the first item in quotes, so that YAML sees a quoted scalar and no mapping, and fails at the comma after it.
// Quotes inside are never doubled here: they may belong to a template.
func guard(item string) string {
	switch {
	case strings.HasPrefix(item, "'") || strings.HasPrefix(item, `"`):
		return item
	case !strings.Contains(item, "'"):
		return "'" + item + "'"
	case !strings.Contains(item, `"`):
		return `"` + item + `"`
	}
	return item
}

// flowString returns the flow form.
func (m Map) flowString() string {
	entries := make([]string, len(m.Pairs))
	for i, p := range m.Pairs {
		if entries[i] = m.sources[p].keep; entries[i] == "" {
			entries[i] = flowKey(p.Key) + ": " + doubleQuote(p.Value)
		}
	}
	return "{" + m.pad + strings.Join(entries, ", ") + m.pad + "}"
}

// plainKey matches keys that need no quotes in any YAML, as far as their characters go.
var plainKey = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._/-]*$`)
})

// flowKey returns a key as it stands in a flow map. A key such as yes would be read as a boolean.
func flowKey(key string) string {
	if _, reason := resolvePlain(key); reason == "" && plainKey().MatchString(key) && !respelled(key) {
		return key
	}
	return doubleQuote(key)
}

// doubleQuote returns s as a double-quoted YAML scalar. A value is always quoted, so that true stays a text.
func doubleQuote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + `"`
}
