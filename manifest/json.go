package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// isJSON reports whether text is one JSON object or array, comment lines before
// it aside: Helm puts one there.
func isJSON(text []byte) bool {
	text = withoutComments(text)
	return len(text) > 0 && (text[0] == '{' || text[0] == '[') && json.Valid(text)
}

// withoutComments returns what follows the comment lines that start a text.
func withoutComments(text []byte) []byte {
	for {
		text = bytes.TrimLeft(text, " \t\r\n")
		if len(text) == 0 || text[0] != '#' {
			return text
		}
		_, text, _ = bytes.Cut(text, newline)
	}
}

// decodeJSON reads a text that is JSON into the nodes that the YAML parser would
// give. JSON is not quite a subset of the YAML that go-yaml reads: it has
// surrogate pairs, "\/", keys of any length and line breaks before colons. Lines
// and columns are counted in bytes.
func (t *Text) decodeJSON() {
	body := withoutComments(t.src)
	d := jsonDecoder{text: t, dec: json.NewDecoder(bytes.NewReader(body)), base: len(t.src) - len(body)}
	d.dec.UseNumber()
	t.root = d.value()
}

type jsonDecoder struct {
	text *Text
	dec  *json.Decoder
	base int // offset of the JSON in the text
}

// token reads the next token, which the text, being valid, has.
func (d *jsonDecoder) token() (json.Token, *yaml.Node) {
	from := d.base + int(d.dec.InputOffset())
	tok, err := d.dec.Token()
	if err != nil {
		panic("manifest: valid JSON cannot be read: " + err.Error())
	}
	for strings.IndexByte(" \t\r\n,:", d.text.src[from]) >= 0 {
		from++
	}
	line := d.text.lines.line(from)
	return tok, &yaml.Node{Line: line + 1, Column: from - d.text.lines.starts[line] + 1}
}

func (d *jsonDecoder) value() *yaml.Node {
	tok, n := d.token()
	n.Kind = yaml.ScalarNode
	switch v := tok.(type) {
	case json.Delim:
		n.Kind, n.Tag = yaml.SequenceNode, "!!seq"
		if v == '{' {
			n.Kind, n.Tag = yaml.MappingNode, "!!map"
		}
		n.Style = yaml.FlowStyle
		for d.dec.More() {
			n.Content = append(n.Content, d.value())
			if v == '{' {
				n.Content = append(n.Content, d.value())
			}
		}
		d.token()
	case string:
		n.Tag, n.Style, n.Value = "!!str", yaml.DoubleQuotedStyle, v
	case json.Number:
		n.Tag, n.Value = "!!int", v.String()
		if strings.ContainsAny(n.Value, ".eE") {
			n.Tag = "!!float"
		}
	case bool:
		n.Tag, n.Value = "!!bool", fmt.Sprint(v)
	default:
		n.Tag, n.Value = "!!null", "null"
	}
	return n
}
