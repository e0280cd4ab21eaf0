package manifest

import (
	"bytes"
	"errors"
	"io"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/report"
)

// Text is a YAML or JSON text that is being read and edited: the body of a
// document, or a text that a scalar of another Text holds.
type Text struct {
	Place report.Place // where the text starts; Line is that of its first line

	src   []byte // without a byte order mark
	lines lines
	root  *yaml.Node
	json  bool   // it is JSON, and must stay so
	step  int    // how much deeper a nested block mapping is indented
	eol   string // line ending of new lines
	scan  scanner

	shared  map[*yaml.Node]*yaml.Node // anchored node → an alias that uses it
	edits   []*edit
	edited  map[*yaml.Node]*edit
	inserts []*insert // texts in scalars, opened by Embedded
	texts   map[*yaml.Node]*Text
}

var bom = []byte("\ufeff")

// Parse reads text, which must hold one YAML document at most, nested no deeper
// than maxDepth. Errors name the place and never quote the text.
func Parse(text []byte, place report.Place, maxDepth int) (*Text, error) {
	return parse(text, place, maxDepth, (*Text).decodeFast)
}

// parse reads a text; fast may do the parser's work.
func parse(text []byte, place report.Place, maxDepth int, fast func(*Text) bool) (*Text, error) {
	t := &Text{Place: place, src: bytes.TrimPrefix(text, bom), step: 2, eol: "\n"}
	t.json = isJSON(t.src)
	t.lines = indexLines(t.src, t.json)
	if br := lineBreak(t.src); br != "" {
		t.eol = br
	}
	if t.json {
		t.decodeJSON()
	} else if !fast(t) {
		if err := t.decode(); err != nil {
			return nil, err
		}
	}
	if t.root == nil {
		return t, nil
	}
	t.edited = map[*yaml.Node]*edit{}
	t.scan = scanner{t.src, t.lines, t.edited}
	w := treeWalk{text: t, maxDepth: maxDepth}
	if err := w.visit(t.root, 0, 0); err != nil {
		return nil, err
	}
	return t, nil
}

// Root returns the text's top node, nil when the text holds nothing but comments.
func (t *Text) Root() *yaml.Node { return t.root }

// IsJSON reports whether the text is JSON.
func (t *Text) IsJSON() bool { return t.json }

// LineBreak returns the line ending that new lines get.
func (t *Text) LineBreak() string { return t.eol }

// Edited reports whether anything was changed.
func (t *Text) Edited() bool { return len(t.edits) > 0 }

func (t *Text) decode() error {
	dec := yaml.NewDecoder(bytes.NewReader(t.src))
	var doc, next yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return t.syntaxError(err)
	}
	t.root = doc.Content[0]
	if err := dec.Decode(&next); !errors.Is(err, io.EOF) {
		p := t.Place
		if line, _ := syntaxLine(err, next.Line, t.src); line > 0 {
			p.Line += line - 1
		}
		return report.Errorf(p, "more than one document between two separators").
			WithHint(`put a line "---" between them; kubectl and Helm would read only one`)
	}
	return nil
}

// looksLikeJSON reports whether the text is a mapping in braces with quoted keys.
// Helm 4 makes such of JSON templates, by adding a key without quotes; when it
// takes its key away again, the rest must be JSON, or Kubernetes cannot read it
// (https://github.com/helm/helm/issues/32668).
func (t *Text) looksLikeJSON() bool {
	return t.json || t.root.Kind == yaml.MappingNode && t.root.Style&yaml.FlowStyle != 0 && len(t.root.Content) > 0 &&
		t.root.Content[0].Style&yaml.DoubleQuotedStyle != 0
}

// syntaxError says where the text is no YAML.
func (t *Text) syntaxError(err error) error {
	line, reason := SyntaxError(err, t.src)
	p := t.Place
	p.Line += max(line, 1) - 1
	e := report.Errorf(p, "not valid YAML: %s", reason)
	if bytes.Contains(t.src, []byte("{{")) {
		return e.WithHint("this looks like a template that was not rendered")
	}
	return e.WithHint("mend the template that renders it; Kubernetes could not read it either")
}

// treeWalk looks once at every node: it bounds the depth, finds which anchors
// are used, and how deep the text indents. It never follows an alias.
type treeWalk struct {
	text     *Text
	maxDepth int
	stepSet  bool
}

func (w *treeWalk) visit(n *yaml.Node, depth, parentColumn int) error {
	if depth > w.maxDepth {
		return w.text.errorf(n, "nested deeper than %d levels", w.maxDepth).WithHint("--limits-depth allows more")
	}
	switch n.Kind {
	case yaml.AliasNode:
		if w.text.shared == nil {
			w.text.shared = map[*yaml.Node]*yaml.Node{}
		}
		w.text.shared[n.Alias] = n
		return nil
	case yaml.MappingNode:
		column := 0
		if len(n.Content) > 0 && (n.Style&yaml.FlowStyle == 0 || w.text.json && !w.text.compact()) {
			column = n.Content[0].Column
		}
		if !w.stepSet && parentColumn > 0 && column > parentColumn {
			w.text.step, w.stepSet = column-parentColumn, true
		}
		parentColumn = column
	case yaml.SequenceNode:
		parentColumn = 0
	}
	for _, c := range n.Content {
		if err := w.visit(c, depth+1, parentColumn); err != nil {
			return err
		}
	}
	return nil
}

// errorf makes an error at a node.
func (t *Text) errorf(n *yaml.Node, format string, args ...any) *report.Error {
	return report.Errorf(t.placeOf(n), format, args...)
}

// placeOf returns where a node stands in the stream.
func (t *Text) placeOf(n *yaml.Node) report.Place {
	p := t.Place
	if n != nil && n.Line > 0 {
		p.Line += n.Line - 1
	}
	return p
}
