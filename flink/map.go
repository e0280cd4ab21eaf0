// Package flink knows how Flink reads its configuration, as far as labels on pods go.
//
// A map option such as kubernetes.jobmanager.labels is one string to Flink, with a small grammar of its own, or, since
// Flink 1.19, a YAML flow map inside that string. This package reads and writes both, and decides which one entry of a
// flinkConfiguration must be written so that the pods of a role carry a label. All that works on text alone: where it
// stands in a manifest, and how it is quoted there, is the caller's business.
package flink

// Pair is one entry of a Flink map option, or one entry of a flinkConfiguration.
// Both parts are what Flink sees: without quotes, without outer space.
type Pair struct{ Key, Value string }

// Map is the value of a map option, in order.
//
// Pairs may be read and changed freely; the texts that the entries had when they were parsed are remembered beside them,
// and are used again only for entries that still have the same key and value.
type Map struct {
	Pairs []Pair
	// Flow says that the map is written as a YAML flow map, {key: value}, which Flink reads since 1.19.
	Flow bool

	sources map[Pair]source // how ParseMap found each entry; never changed afterwards, so that copies may share it
	pad     string          // space inside the braces of a flow map: { a: b }
}

// source is the text of an entry.
type source struct {
	raw  string // as it was written, without outer space
	keep string // what the writer must use instead of a spelling of its own; empty when it is free
}

// Get returns the value of key, and whether the map holds it.
func (m Map) Get(key string) (string, bool) {
	for _, p := range m.Pairs {
		if p.Key == key {
			return p.Value, true
		}
	}
	return "", false
}

// Set gives key the value: in its place when the map holds it, else at the end.
func (m *Map) Set(key, value string) {
	for i := range m.Pairs {
		if m.Pairs[i].Key == key {
			m.Pairs[i].Value = value
			return
		}
	}
	m.Pairs = append(m.Pairs, Pair{key, value})
}

// ParseError says why a text is not a map that this package can read.
type ParseError struct {
	Text   string // the text; for the caller's eyes, because it may hold a secret
	Reason string // lower case, without any part of the text's values
	Hint   string // what to do, empty when there is nothing to say
}

// Error returns the reason alone: the text may hold a secret.
func (e *ParseError) Error() string { return e.Reason }
