package flink

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Ambiguous reports whether text means one map to Flink up to 1.18 and silently another to Flink from 1.19 on (VVP004).
//
// The newer versions first try the text as YAML and take the string form only when that fails or gives no mapping
// (ConfigurationUtils.convertToProperties). A text that the string form refuses is not ambiguous: one side fails aloud,
// or both do. The YAML side is a model, which knows texts on one line with a plain key; where it does not know, it says
// ambiguous: the cost is a warning and a canonical spelling, never a wrong map.
//
// Flow maps are ambiguous when the older versions accept them, braces and all. {team:data} is wrong in both, and counts.
func Ambiguous(text string) bool {
	m, err := parseString(text)
	if err != nil || len(m.Pairs) == 0 {
		return false
	}
	yaml, mapping := standardView(javaTrim(text))
	return mapping && !slices.Equal(yaml, m.Pairs)
}

// lineBreaks are the line breaks of YAML 1.1.
const lineBreaks = "\n\r\u0085\u2028\u2029"

// standardView returns what a YAML 1.1 parser makes of text, which is not empty, when it is a mapping. No pairs with
// true means a mapping, perhaps, whose entries are not known.
func standardView(text string) (pairs []Pair, mapping bool) {
	colon := colonAt(text)
	switch text[0] {
	case '{', '!', '&', '?':
		return nil, true
	case '\'':
		// YAML and Flink agree where it closes, and nothing that Flink takes after it makes it a key.
		return nil, false
	case '"':
		// Here they disagree: YAML escapes with a backslash.
		return nil, strings.Contains(text, `\`) && colon >= 0
	case ',', ']', '}', '@', '`', '*':
		return nil, false // YAML fails
	}
	if strings.HasPrefix(text, "---") || colon >= 0 && strings.ContainsAny(text, lineBreaks) {
		return nil, true
	}
	if colon < 0 || hasComment(text[:colon]) {
		return nil, false // text, not a mapping
	}
	return lineView(strings.TrimRight(text[:colon], " \t"), strings.Trim(text[colon+1:], " \t"))
}

// lineView returns the view of "key: value" on one line.
func lineView(key, value string) ([]Pair, bool) {
	if _, reason := resolvePlain(value); reason != "" {
		return nil, false // null: the conversion fails
	}
	if key == "" || strings.IndexByte(indicators, key[0]) >= 0 || key == "<<" || key == "=" || respelled(key) {
		return nil, true
	}
	if strings.IndexByte(indicators, value[0]) >= 0 || hasComment(value) || value == "=" || respelled(value) {
		return nil, true
	}
	if colonAt(value) >= 0 {
		return nil, false // YAML fails: a second key on the line
	}
	return []Pair{{key, value}}, true
}

// colonAt returns where the first colon is that YAML takes for the end of a plain key, or -1.
func colonAt(text string) int {
	for i := range len(text) {
		if text[i] != ':' {
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+1:])
		if i+1 == len(text) || strings.ContainsRune(" \t"+lineBreaks, next) {
			return i
		}
	}
	return -1
}

// hasComment reports whether a plain scalar with this text would end before a comment.
func hasComment(text string) bool {
	return strings.HasPrefix(text, "#") || strings.Contains(text, " #") || strings.Contains(text, "\t#")
}
