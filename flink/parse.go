package flink

import (
	"fmt"
	"strings"
)

// The reasons that more than one function gives. They never hold a part of the text.
const (
	reasonAfterQuote  = "text after a closing quote"
	reasonOpenQuote   = "a quote is not closed"
	reasonTemplateCut = "a ',' or ':' inside a template"
	reasonTemplate    = "the value is a template, which cannot be merged with a label"
)

// ParseMap reads the text of a map option.
//
// The string form, key:value,key:value, is read as Flink's ConfigurationUtils.convertToPropertiesWithLegacyPattern reads
// it, which every version falls back to; empty text, blank text and a lone comma are the empty map. A text that starts
// with a brace is a YAML flow map, {key: value}, which Flink reads since 1.19; it must be flat and on one line.
//
// Every error is a *ParseError: what Flink refuses, a duplicate key included; a text that is a template as a whole; a
// template with one of the map's delimiters in it; a flow map that Flink would not read as one.
func ParseMap(text string) (Map, error) {
	switch {
	case isTemplate(text):
		return Map{}, &ParseError{text, reasonTemplate, "write the map as text, with templates in its values only"}
	case isFlow(text):
		return parseFlow(text)
	}
	m, err := parseString(text)
	if err != nil {
		return Map{}, err
	}
	return m, nil
}

// isFlow reports whether text is meant as a flow map. Two braces open a template.
func isFlow(text string) bool {
	text = javaTrim(text)
	return strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "{{")
}

// parseString reads the string form, also from a text that is meant as a flow map: that is what Flink up to 1.18 does.
func parseString(text string) (Map, *ParseError) {
	items, reason := split(text, ',')
	if reason != "" {
		return Map{}, refuseString(text, reason)
	}
	m := Map{sources: make(map[Pair]source, len(items))}
	seen := make(map[string]bool, len(items))
	for i, item := range items {
		parts, reason := split(item.text, ':')
		switch {
		case reason != "":
			return Map{}, refuseString(text, fmt.Sprintf("item %d: %s", i+1, reason))
		case len(parts) != 2 && isTemplate(item.text):
			return Map{}, refuseString(text, fmt.Sprintf("item %d is a template, which stands for unknown labels", i+1))
		case len(parts) != 2:
			return Map{}, refuseString(text, fmt.Sprintf("item %d is not a key:value pair", i+1))
		}
		p := Pair{parts[0].text, parts[1].text}
		if seen[p.Key] {
			return Map{}, refuseString(text, fmt.Sprintf("item %d has the key of an earlier item", i+1))
		}
		seen[p.Key] = true
		m.Pairs = append(m.Pairs, p)
		m.sources[p] = source{raw: item.raw, keep: keepText(item, parts)}
	}
	return m, nil
}

// refuseString adds to the reason what the string form looks like.
func refuseString(text, reason string) *ParseError {
	return &ParseError{text, reason, "the form is key:value,key:value; quote a pair that holds a ',', ':' or quote as a whole"}
}

// keepText returns the text that the writer must use for an item that holds a template: the quotes around a template
// guard what it becomes, and quotes inside it belong to its own language. Only space around the colon goes, because
// standard YAML would see a mapping there. For any other item it returns the empty text.
func keepText(item token, parts []token) string {
	if len(templates(item.raw)) == 0 {
		return ""
	}
	if item.quoted {
		return item.raw
	}
	text := partText(parts[0]) + ":" + partText(parts[1])
	if samePair(text, parts) {
		return text
	}
	return item.raw // odd spellings, such as a quoted key after a leading colon
}

// samePair reports whether text, which needs no quotes as a whole, is read as the pair that parts is.
func samePair(text string, parts []token) bool {
	items, reason := split(text, ',')
	if reason != "" || len(items) != 1 || items[0].quoted {
		return false
	}
	again, reason := split(items[0].text, ':')
	return reason == "" && len(again) == 2 && again[0].text == parts[0].text && again[1].text == parts[1].text
}

// partText is the text of a part, its quotes kept, and in quotes when nothing would be left of it.
func partText(t token) string {
	switch {
	case t.quoted:
		return t.raw
	case t.text == "":
		return "''"
	}
	return t.text
}
