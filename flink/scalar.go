package flink

import (
	"regexp"
	"strings"
	"sync"
)

// resolvePlain returns the text that Flink makes of a plain YAML scalar: it resolves the type by YAML 1.1 and writes the
// object back as text, so that yes becomes true. Numbers and dates are returned as they are; respelled knows those that
// change. A null is refused, because Flink's conversion fails on it.
func resolvePlain(text string) (resolved, reason string) {
	if text == "" || text == "~" {
		return "", "no value"
	}
	lower := strings.ToLower(text)
	if text != lower && text != strings.ToUpper(text) && text != strings.ToUpper(lower[:1])+lower[1:] {
		return text, "" // the words below have one case, or a capital
	}
	switch lower {
	case "null":
		return "", "no value"
	case "true", "yes", "on":
		return "true", ""
	case "false", "no", "off":
		return "false", ""
	}
	return text, ""
}

// number matches all that YAML 1.1 takes for a number or a date, and a little more.
var number = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([-+]?(0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(:[0-9]+)*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|` +
		`\.[0-9][0-9_]*([eE][-+]?[0-9]+)?|\.(inf|Inf|INF|nan|NaN|NAN))|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?)$`)
})

// integer matches the numbers that YAML writes back as they were.
var integer = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)
})

// respelled reports whether Flink may see another text than this when a plain YAML scalar has it.
func respelled(text string) bool {
	resolved, reason := resolvePlain(text)
	return reason == "" && resolved != text || number().MatchString(text) && !integer().MatchString(text)
}

// indicators are the characters with which a plain YAML scalar does not begin.
const indicators = "?:,[]{}#&*!|>'\"%@`"

// plainReason says why text, its templates masked, is not a plain scalar in a flat flow map.
func plainReason(text string) string {
	switch {
	case text != "" && strings.IndexByte(indicators, text[0]) >= 0,
		strings.HasPrefix(text, "- "), text == "-", text == "<<", text == "=":
		return "a value that is not plain or quoted text"
	case strings.ContainsAny(text, "[]{}?"):
		return "a bracket or question mark inside plain text" // parsers of YAML 1.1 take both for the start of something
	case strings.Contains(text, " #"):
		return "a comment"
	}
	return controlReason(text)
}

// controlReason refuses what spreads a scalar over lines, where YAML folds it, and what YAML forbids altogether.
func controlReason(text string) string {
	for _, r := range text {
		if r < ' ' || r >= 0x7f && r <= 0x9f || r == '\u2028' || r == '\u2029' {
			return "a line break or control character"
		}
	}
	return ""
}
