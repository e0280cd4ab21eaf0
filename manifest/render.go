package manifest

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// style says how new text is written: as its neighbours are.
type style struct {
	json bool
	eol  string
	step int // spaces that a nested mapping is indented by
	// what stands between key and value and between entries in flow style
	colon, comma string
}

// plainSafe matches strings that every YAML reader takes as they are, in block
// context: they start with a letter, hold no blanks and no colon before a blank.
var plainSafe = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z][-A-Za-z0-9._/@+]*(?:[:,][-A-Za-z0-9._/@+]+)*$`)
})

// notStrings are the plain words that YAML 1.1 reads as booleans or null.
var notStrings = map[string]bool{
	"y": true, "n": true, "yes": true, "no": true, "on": true, "off": true, "true": true, "false": true, "null": true,
}

func isPlain(s string) bool { return plainSafe().MatchString(s) && !notStrings[strings.ToLower(s)] }

// scalar writes one scalar or alias, on one line.
func (st style) scalar(n *yaml.Node, flow bool) string {
	switch {
	case n.Kind == yaml.AliasNode:
		return "*" + n.Value
	case n.ShortTag() == mergeTag:
		return "<<"
	case st.json:
		return Quote(n.Value)
	case n.Style&yaml.SingleQuotedStyle != 0 && !strings.ContainsAny(n.Value, "\r\n\u0085\u2028\u2029"):
		return "'" + strings.ReplaceAll(n.Value, "'", "''") + "'"
	case n.Style&yaml.DoubleQuotedStyle == 0 && isPlain(n.Value) && !(flow && strings.ContainsAny(n.Value, ":,")):
		return n.Value
	}
	return Quote(n.Value)
}

// Quote writes s as JSON does, which is a double-quoted scalar of YAML too.
func Quote(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		panic(err) // a string always encodes into memory
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// block writes the entries of a mapping, each on a line of its own that starts
// with a line break, indented by indent.
func (st style) block(content []*yaml.Node, indent string) string {
	var b strings.Builder
	for i := 0; i < len(content); i += 2 {
		b.WriteString(st.eol + indent + st.scalar(content[i], false) + ":")
		switch v := content[i+1]; {
		case v.Kind != yaml.MappingNode:
			b.WriteString(" " + st.scalar(v, false))
		default:
			b.WriteString(st.block(v.Content, indent+strings.Repeat(" ", st.step)))
		}
	}
	return b.String()
}

// flow writes the entries of a mapping without its braces. With a non-nil
// indent each entry stands on a line of its own, as pretty-printed JSON does.
func (st style) flow(content []*yaml.Node, indent *string) string {
	var b strings.Builder
	for i := 0; i < len(content); i += 2 {
		switch {
		case i > 0 && indent == nil:
			b.WriteString(st.comma)
		case i > 0:
			b.WriteString(",")
		}
		if indent != nil {
			b.WriteString(st.eol + *indent)
		}
		b.WriteString(st.scalar(content[i], true) + st.colon)
		if v := content[i+1]; v.Kind == yaml.MappingNode {
			b.WriteString(st.braces(v.Content, indent))
		} else {
			b.WriteString(st.scalar(v, true))
		}
	}
	return b.String()
}

// braces writes a mapping in flow style. indent is that of the line on which it
// starts, nil for a mapping on one line.
func (st style) braces(content []*yaml.Node, indent *string) string {
	if indent == nil {
		return "{" + st.flow(content, nil) + "}"
	}
	inner := *indent + strings.Repeat(" ", st.step)
	return "{" + st.flow(content, &inner) + st.eol + *indent + "}"
}
