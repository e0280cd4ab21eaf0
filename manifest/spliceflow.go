package manifest

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// extendFlow adds entries inside the braces.
func (t *Text) extendFlow(e *edit, st style) ([]Splice, bool) {
	open, ok := t.scan.content(&e.was)
	if !ok || open >= len(t.src) || t.src[open] != '{' {
		return nil, false
	}
	added := e.node.Content[e.added:]
	if e.added == 0 {
		end, ok := t.scan.end(&e.was)
		if ok && len(bytes.TrimSpace(t.src[open+1:end-1])) > 0 { // a comment stands there
			return []Splice{{open + 1, open + 1, st.flow(added, nil), len(e.way)}}, true
		}
		return []Splice{{open, end, st.braces(added, t.prettyIndent(open)), len(e.way)}}, ok
	}
	was := e.was.Content[:e.added]
	end, ok := t.scan.entryEnd(was[len(was)-2], was[len(was)-1])
	if !ok {
		return nil, false
	}
	lead, comma := t.leadingKey(was[len(was)-2]), ","
	if next := t.scan.space(end); next < len(t.src) && t.src[next] == ',' {
		end, comma = next+1, ""
	}
	if lead != nil && t.src[end-1] != ':' {
		at := end
		if lineEnd, ok := t.restOfLine(end); ok {
			at = lineEnd // a comment stays with the entry that it stands behind
		}
		return []Splice{{end, end, comma, len(e.way) + 1}, {at, at, st.flow(added, lead), len(e.way)}}, true
	}
	switch t.src[end-1] {
	case ',':
		comma = strings.TrimPrefix(st.comma, ",")
	case ':': // an empty value: "a:," would be a word
		comma = " " + st.comma
	default:
		comma = st.comma
	}
	return []Splice{{end, end, comma + st.flow(added, nil), len(e.way)}}, true
}

// compact reports whether the text is JSON without blanks after its colons.
func (t *Text) compact() bool {
	if !t.json || t.root.Kind != yaml.MappingNode || len(t.root.Content) == 0 {
		return false
	}
	end, ok := t.scan.end(t.root.Content[0])
	return ok && end+1 < len(t.src) && t.src[end] == ':' && t.src[end+1] != ' '
}

// leadingKey returns the white space before a key that starts its line, nil when
// something else stands before it.
func (t *Text) leadingKey(key *yaml.Node) *string {
	at, ok := t.scan.start(key)
	if !ok {
		return nil
	}
	line := t.lines.line(at)
	from := at
	for from > t.lines.starts[line] && (t.src[from-1] == ' ' || t.src[from-1] == '\t') {
		from--
	}
	if from > t.lines.starts[line] || line == 0 {
		return nil
	}
	lead := string(t.src[from:at])
	return &lead
}

// prettyIndent returns the indent of the line that holds offset at when the text
// is JSON on several lines, else nil.
func (t *Text) prettyIndent(at int) *string {
	if !t.json || t.root.Kind != yaml.MappingNode || len(t.root.Content) == 0 || t.leadingKey(t.root.Content[0]) == nil {
		return nil
	}
	line := t.src[t.lines.starts[t.lines.line(at)]:]
	indent := string(line[:skipBlank(line, 0)])
	return &indent
}
