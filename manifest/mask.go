package manifest

import (
	"bytes"
	"math"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/report"
)

// masked is what stands in a diff in the place of a value that may be secret.
const masked = "*****"

// maxNested is how deep texts in texts are read as YAML or JSON.
const maxNested = 4

// mask hides the values of Secrets, and of keys that name a secret, in a document
// that is to be shown. Lines stay lines. It errs on the side of hiding, but never
// hides what postrender itself writes. What cannot be read is hidden as a whole.
func mask(text []byte) []byte {
	if out, ok := maskTree(text, 0); ok {
		return out
	}
	return []byte(hideLines(string(text)))
}

// maskTree masks a text by its tree. It reports false when the text is neither
// YAML nor JSON, or no more than a word.
func maskTree(text []byte, depth int) ([]byte, bool) {
	t, err := Parse(text, report.Place{}, math.MaxInt)
	if err != nil {
		return nil, false
	}
	if t.root == nil {
		return []byte(maskLines(string(text))), true
	}
	if t.root.Kind == yaml.ScalarNode {
		return nil, false
	}
	m := masker{Text: t, depth: depth, hidden: map[*yaml.Node]bool{}, ours: map[*yaml.Node]bool{}}
	m.mark(t.root, false)
	if !m.visit(t.root) {
		return []byte(hideLines(string(text))), true
	}
	m.comments(len(t.src))
	return apply(t.src, m.splices), true
}

// masker masks one text. It first marks the nodes to hide, because an alias can
// make a secret of what stood before it, and then visits them in order.
type masker struct {
	*Text
	depth   int
	hidden  map[*yaml.Node]bool
	ours    map[*yaml.Node]bool // values of our own keys, which are always shown
	at      int                 // end of the scalar that was visited last
	splices []Splice
}

func (m *masker) mark(n *yaml.Node, secret bool) {
	if secret {
		if m.hidden[n] {
			return
		}
		m.hidden[n] = true
	}
	switch n.Kind {
	case yaml.AliasNode:
		if secret {
			m.mark(n.Alias, true)
		}
	case yaml.SequenceNode:
		for i, c := range n.Content {
			m.mark(c, secret || i > 0 && patterns().flag.MatchString(Resolve(n.Content[i-1]).Value))
		}
	case yaml.MappingNode:
		m.markEntries(n, secret)
		switch Str(n, "kind") {
		case "Secret":
			m.markData(n)
		case "SecretList":
			for _, item := range Items(n, "items") {
				m.markData(item)
			}
		}
	}
}

func (m *masker) markEntries(n *yaml.Node, secret bool) {
	// The value of an environment variable or header, whose name is free.
	named := Get(n, "name") != nil || Get(n, "key") != nil
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name := Resolve(key).Value
		if isOurs(name) {
			m.ours[key], m.ours[value] = true, true
			continue
		}
		m.mark(key, secret)
		m.mark(value, secret || names(name) || named && name == "value")
	}
}

// markData hides the values in a Secret, and not their keys.
func (m *masker) markData(secret *yaml.Node) {
	for _, field := range []string{"data", "stringData"} {
		data := Get(secret, field)
		if data == nil {
			continue
		}
		for i, c := range data.Content {
			if i%2 == 1 || data.Kind != yaml.MappingNode {
				m.mark(c, true)
			}
		}
		if data.Kind == yaml.ScalarNode {
			m.mark(data, true)
		}
	}
}

// visit masks the scalars below a node. It reports false when it cannot tell
// where one ends.
func (m *masker) visit(n *yaml.Node) bool {
	for _, c := range n.Content {
		if !m.visit(c) {
			return false
		}
	}
	if n.Kind != yaml.ScalarNode || isEmpty(n) {
		return true
	}
	from, ok := m.scan.content(n)
	to, ok2 := m.scan.end(n)
	if !ok || !ok2 || from < m.at || to < from {
		return false
	}
	m.comments(from)
	m.at = to
	if m.ours[n] {
		return true
	}
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return m.block(n, from, to)
	}
	raw := string(m.src[from:to])
	shown := masked
	if !m.hidden[n] {
		if shown = maskText(n.Value, m.depth); shown == n.Value {
			return true
		}
	}
	m.replace(from, to, requoted(shown, raw, n.Style))
	return true
}

// block masks a block scalar line by line, behind its indent.
func (m *masker) block(n *yaml.Node, from, to int) bool {
	b, ok := m.scan.block(n, from)
	if !ok {
		return false
	}
	if b.first >= len(m.lines.starts) || m.lines.starts[b.first] >= to {
		return true
	}
	start := m.lines.starts[b.first]
	raw := strings.Split(string(m.src[start:to]), "\n")
	for i, line := range raw {
		raw[i] = line[min(b.indent, len(line)-len(strings.TrimLeft(line, " "))):]
	}
	text := strings.Join(raw, "\n")
	shown := hideLines(text)
	if !m.hidden[n] {
		shown = maskText(text, m.depth)
	}
	if shown == text {
		return true
	}
	indent := strings.Repeat(" ", b.indent)
	m.replace(start, to, indent+strings.ReplaceAll(shown, "\n", "\n"+indent))
	return true
}

// comments masks the comments between the last scalar and offset to.
func (m *masker) comments(to int) {
	gap := m.src[m.at:to]
	if bytes.IndexByte(gap, '#') >= 0 {
		m.replace(m.at, to, patterns().comment.ReplaceAllStringFunc(string(gap), maskLines))
	}
}

func (m *masker) replace(from, to int, text string) {
	m.splices = append(m.splices, Splice{Start: from, End: to, New: text})
}
