package manifest

import (
	"bytes"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/report"
)

// Resource is the unit that others read and edit: a document, an item of a
// list, or a mapping in a text that another resource holds. Who uses it need not
// know which.
type Resource struct {
	APIVersion, Kind string
	Namespace, Name  string
	Doc              *Parsed // the document in which it stands

	text  *Text
	node  *yaml.Node
	above []*yaml.Node // nodes of text that hold node, outermost first
	path  string       // of node in the resource that is applied, for messages
	owner *Resource    // the resource whose text this one stands in, else nil
}

// FilenameAnnotation names the template of a document in Helm 4's streams. It
// must survive on every document.
const FilenameAnnotation = "postrenderer.helm.sh/postrender-filename"

// resources lists what stands in a document, items of lists one by one.
func (p *Parsed) resources() []*Resource {
	root := p.Text.root
	if root == nil || root.Kind != yaml.MappingNode {
		return nil
	}
	r := &Resource{Doc: p, text: p.Text, node: root, APIVersion: Str(root, "apiVersion"), Kind: Str(root, "kind")}
	return listed(r, map[*yaml.Node]bool{root: true})
}

// listed returns r, or its items when it is a list. Items of typed lists may
// leave out what the list's own kind says. An item that aliases name several
// times, or that holds itself, is listed once.
func listed(r *Resource, seen map[*yaml.Node]bool) []*Resource {
	items := Lookup(r.node, "items")
	if items == nil || items.Kind != yaml.SequenceNode || !IsList(r.Kind) {
		r.Namespace, r.Name = Str(r.node, "metadata", "namespace"), Str(r.node, "metadata", "name")
		return []*Resource{r}
	}
	kind := strings.TrimPrefix(strings.TrimSuffix(r.Kind, "List"), "ResourceListOf")
	var out []*Resource
	for _, item := range items.Content {
		n := Resolve(item)
		if n.Kind != yaml.MappingNode || seen[n] {
			continue
		}
		seen[n] = true
		sub := &Resource{Doc: r.Doc, text: r.text, node: n, APIVersion: Str(n, "apiVersion"), Kind: Str(n, "kind")}
		if kind != "" && sub.APIVersion == "" && (sub.Kind == "" || sub.Kind == kind) {
			sub.APIVersion, sub.Kind = r.APIVersion, kind
		}
		sub.above = append(append(sub.above, r.above...), r.node, items)
		out = append(out, listed(sub, seen)...)
	}
	return out
}

// IsList reports whether objects of a kind hold others in items: List, typed
// lists, KRM's ResourceList, and what VVP's REST API calls ResourceListOf….
func IsList(kind string) bool {
	return strings.HasSuffix(kind, "List") || strings.HasPrefix(kind, "ResourceListOf")
}

// Node returns the resource's mapping, to be read with [Get] and its kin.
func (r *Resource) Node() *yaml.Node { return r.node }

// Text returns the text in which the resource stands.
func (r *Resource) Text() *Text { return r.text }

// Lookup returns the resolved value at path, nil when it is missing.
func (r *Resource) Lookup(path ...string) *yaml.Node { return Lookup(r.node, path...) }

// Str returns the text of the scalar at path, "" when there is none.
func (r *Resource) Str(path ...string) string { return Str(r.node, path...) }

// Annotation returns the value of an annotation, "" when it is missing.
func (r *Resource) Annotation(key string) string {
	return Str(r.node, "metadata", "annotations", key)
}

// Set gives the scalar at path a value. Mappings on the way are made where they
// are missing. An equal string is left alone.
func (r *Resource) Set(v Scalar, path ...string) error {
	for _, n := range r.above {
		if err := r.text.unshared(n); err != nil {
			return err
		}
	}
	return r.text.set(r.node, path, v)
}

// Ref names the resource in reports. A resource in a text goes by the name of
// the object that holds the text.
func (r *Resource) Ref() report.Resource {
	if r.owner != nil {
		return r.owner.Ref()
	}
	return report.Resource{APIVersion: r.APIVersion, Kind: r.Kind, Namespace: r.Namespace, Name: r.Name}
}

// PlaceOf returns where the value at path stands, or the deepest mapping on the
// way to it that exists.
func (r *Resource) PlaceOf(path ...string) report.Place {
	n := r.node
	for _, key := range path {
		next := Get(n, key)
		if next == nil {
			break
		}
		n = next
	}
	p := r.text.placeOf(n)
	p.Path = Path(path...)
	if r.path != "" && p.Path != "" && !strings.HasPrefix(p.Path, "[") {
		p.Path = "." + p.Path
	}
	p.Path = r.path + p.Path
	return p
}

// Errorf makes an error at the value at path.
func (r *Resource) Errorf(path []string, format string, args ...any) *report.Error {
	return report.Errorf(r.PlaceOf(path...), format, args...)
}

// Path writes keys as a field path: metadata.annotations[example.com/key].
func Path(keys ...string) string {
	var b strings.Builder
	for _, k := range keys {
		switch {
		case strings.ContainsAny(k, "./[] "):
			b.WriteString("[" + k + "]")
		case b.Len() > 0:
			b.WriteString("." + k)
		default:
			b.WriteString(k)
		}
	}
	return b.String()
}

// Within returns the mapping n, which stands in text t below the nodes above, as
// a resource of its own that belongs to r. path is its place in r, in words.
func (r *Resource) Within(t *Text, n *yaml.Node, above []*yaml.Node, path string) *Resource {
	return &Resource{
		Doc: r.Doc, text: t, node: n, above: above, path: path, owner: r,
		APIVersion: Str(n, "apiVersion"), Kind: Str(n, "kind"), Namespace: Str(n, "metadata", "namespace"), Name: Str(n, "metadata", "name"),
	}
}

// Above returns the nodes of the resource's text that hold it, outermost first.
func (r *Resource) Above() []*yaml.Node { return slices.Clone(r.above) }

// source returns what a document says of the template it came from.
func source(body []byte) string {
	for len(body) > 0 {
		end := bytes.IndexAny(body, "\r\n") + 1
		if end == 0 {
			end = len(body)
		}
		line := bytes.TrimSpace(body[:end])
		body = body[end:]
		if name, ok := bytes.CutPrefix(line, []byte("# Source: ")); ok {
			return string(name)
		}
		if len(line) > 0 && line[0] != '#' {
			return ""
		}
	}
	return ""
}

// Source returns the template that a "# Source:" comment of the document names,
// "" when there is none.
func (p *Parsed) Source() string { return source(p.Body) }
