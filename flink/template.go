package flink

import "strings"

// span is a half-open byte range.
type span struct{ from, to int }

// brackets are the template languages that are met inside flinkConfiguration: VVP variables and secret values, Helm and
// Jinja, ERB. None of them opens as another does.
var brackets = [...]struct{ open, end string }{{"${", "}"}, {"{{", "}}"}, {"<%", "%>"}}

// templates finds the template expressions of text, in order. Their insides are another language: a quote, a colon or a
// comma there must never be taken for one of the map's, and not a byte of them may change.
func templates(text string) []span {
	var found []span
	var open [len(brackets)]bool // no further end: searched once, so that time stays linear
	for i := 0; i+1 < len(text); i++ {
		for k, b := range brackets {
			if open[k] || !strings.HasPrefix(text[i:], b.open) {
				continue
			}
			inside := i + len(b.open)
			n := strings.Index(text[inside:], b.end)
			if n < 0 {
				open[k] = true
				continue
			}
			to := inside + n + len(b.end)
			found = append(found, span{i, to})
			i = to - 1
			break
		}
	}
	return found
}

// isTemplate reports whether text is nothing but one or more template expressions.
func isTemplate(text string) bool {
	text = javaTrim(text)
	end := 0
	for _, s := range templates(text) {
		if s.from != end {
			return false
		}
		end = s.to
	}
	return text != "" && end == len(text)
}

// maskTemplates returns text with every template expression made of letters, for tests that must not look inside.
func maskTemplates(text string) string {
	masked := []byte(text)
	for _, s := range templates(text) {
		copy(masked[s.from:s.to], strings.Repeat("x", s.to-s.from))
	}
	return string(masked)
}
