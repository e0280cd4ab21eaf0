package values

import (
	"reflect"

	"go.yaml.in/yaml/v3"
)

// column reads, checks and describes one field of a record S: a setting, or a
// key of an entry of a list.
type column[S any] interface {
	typeName() string                    // in help and docs
	many() bool                          // it takes several values
	schema() schema                      // JSON Schema of its value
	fromText(s *S, uses []string) *fault // a flag's uses, or what a variable holds
	fromNode(s *S, n *yaml.Node) *fault  // a value in a config
	check(s S) *fault                    // of the effective value
	copy(to *S, from S)
	get(s S) any
	empty(s S) bool
}

// kind is what all columns of one Go type and one purpose have in common.
type kind[T any] struct {
	name     string
	list     bool
	describe func() schema
	text     func(uses []string) (T, *fault) // uses is never empty
	node     func(n *yaml.Node) (T, *fault)
	valid    func(v T) *fault
}

// cell is a column: a kind, and the field that it fills.
type cell[S, T any] struct {
	kind kind[T]
	at   func(*S) *T
}

func (c cell[S, T]) typeName() string   { return c.kind.name }
func (c cell[S, T]) many() bool         { return c.kind.list }
func (c cell[S, T]) schema() schema     { return c.kind.describe() }
func (c cell[S, T]) check(s S) *fault   { return c.kind.valid(*c.at(&s)) }
func (c cell[S, T]) copy(to *S, from S) { *c.at(to) = *c.at(&from) }
func (c cell[S, T]) get(s S) any        { return *c.at(&s) }
func (c cell[S, T]) empty(s S) bool     { return reflect.ValueOf(c.at(&s)).Elem().IsZero() }

func (c cell[S, T]) fromText(s *S, uses []string) (f *fault) {
	*c.at(s), f = c.kind.text(uses)
	return f
}

func (c cell[S, T]) fromNode(s *S, n *yaml.Node) (f *fault) {
	*c.at(s), f = c.kind.node(n)
	return f.on(n.Line)
}

// schema is a JSON Schema, or a part of one.
type schema map[string]any

// with adds the keywords of other to s and returns s.
func (s schema) with(other schema) schema {
	for k, v := range other {
		s[k] = v
	}
	return s
}
