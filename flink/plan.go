package flink

import (
	"fmt"
	"slices"
	"strings"
)

// The options that put labels on the pods of a role (Flink KubernetesConfigOptions).
const (
	JobManagerLabels  = "kubernetes.jobmanager.labels"
	TaskManagerLabels = "kubernetes.taskmanager.labels"
)

// Plan says which entry of a flinkConfiguration must be written, and what the user should hear about it.
type Plan struct {
	Key, Value string   // the entry to write; Key is empty when nothing is to be done
	Replace    bool     // Key exists already: its value is replaced
	Shadowed   []string // prefix keys that Flink ignores beside the exact key (VVP005)
	Rewritten  bool     // other entries of the value have another spelling now (VVP004)
}

// ConflictError says that the label is there with another value.
type ConflictError struct {
	Where      string // the flinkConfiguration key, and the platform defaults when they hold the value
	Label      string
	Have, Want string
}

// Error names both values.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s: label %s is %q, not %q", e.Where, e.Label, e.Have, e.Want)
}

// PlanLabel decides how label gets value in option, a map option, by the entries of a flinkConfiguration and by those
// of the platform's defaults, as far as the caller knows them, that the configuration is merged over.
//
// Flink reads a map from the key that is exactly the option, or, only when that is absent, from all keys that start with
// the option and a dot (ConfigurationUtils.convertToPropertiesPrefixed). So the exact key is merged into when it is there.
// When only the defaults have it, they would shadow the configuration's own prefix keys: then the exact key is written
// with what the defaults say, the prefix keys over it, and the label. Else a prefix key is added beside prefix keys,
// wherever those are; else the exact key is added.
//
// A label that is there with the value needs nothing, unless the text means another map to newer versions of Flink: then
// it is spelled anew. With another value it is a *ConflictError, or replaced in its place when overwrite is set. A text
// that cannot be read or written is an error that wraps a *ParseError; so is a key that appears twice.
func PlanLabel(conf, defaults []Pair, option, label, value string, overwrite bool) (Plan, error) {
	exact, hasExact, err := find(conf, option)
	if err != nil {
		return Plan{}, err
	}
	where, known := option, hasExact
	if !hasExact {
		if exact, known, err = find(defaults, option); err != nil {
			return Plan{}, err
		}
		where = option + " in the platform defaults"
	}
	own := prefixPairs(conf, option)
	if !known && len(own)+len(prefixPairs(defaults, option)) > 0 {
		return planPrefix(conf, option+"."+label, label, value, overwrite)
	}
	var over []Pair
	if !hasExact {
		over = own
	}
	text, rewritten, err := mergeLabel(exact, where, over, label, value, overwrite)
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Shadowed: shadowed(text, option, own)}
	if !hasExact || text != exact {
		plan.Key, plan.Value, plan.Replace = option, text, hasExact
		plan.Rewritten = hasExact && rewritten
	}
	return plan, nil
}

// shadowed returns the prefix keys whose entries the exact key's text does not hold.
func shadowed(text, option string, own []Pair) []string {
	m, err := ParseMap(text)
	if err != nil {
		return nil // planned texts parse
	}
	var keys []string
	for _, p := range own {
		if have, ok := m.Get(p.Key); !ok || have != p.Value {
			keys = append(keys, option+"."+p.Key)
		}
	}
	return keys
}

// planPrefix plans the prefix key, whose value is plain text. An empty one is an absent one.
func planPrefix(conf []Pair, key, label, value string, overwrite bool) (Plan, error) {
	have, found, err := find(conf, key)
	switch {
	case err != nil:
		return Plan{}, err
	case found && have == value:
		return Plan{}, nil
	case found && javaTrim(have) != "" && !overwrite:
		return Plan{}, &ConflictError{key, label, have, value}
	}
	return Plan{Key: key, Value: value, Replace: found}, nil
}

// mergeLabel returns text with the entries of over and the label in it, and whether other entries changed their spelling.
func mergeLabel(text, where string, over []Pair, label, value string, overwrite bool) (merged string, rewritten bool, err error) {
	m, err := ParseMap(text)
	if err != nil {
		return "", false, fmt.Errorf("%s: %w", where, err)
	}
	for _, p := range over {
		if p.Key == label && p.Value != value && !overwrite {
			return "", false, &ConflictError{"a key of its own", label, p.Value, value}
		}
		m.Set(p.Key, p.Value)
	}
	have, found := m.Get(label)
	switch {
	case found && have == value && len(over) == 0 && (m.Flow || !Ambiguous(text)):
		return text, false, nil
	case found && have != value && !overwrite:
		return "", false, &ConflictError{where, label, have, value}
	}
	m.Set(label, value)
	merged = m.String()
	again, ok := readBack(merged, m)
	if !ok {
		reason := "the labels have no spelling that every version of Flink reads alike"
		return "", false, fmt.Errorf("%s: %w", where, &ParseError{text, reason, "give each label a key of its own, OPTION.LABEL: VALUE"})
	}
	return merged, respells(m, again, label), nil
}

// readBack reads text and reports whether it is m to every version of Flink that knows m's form.
func readBack(text string, m Map) (Map, bool) {
	again, err := ParseMap(text)
	same := err == nil && again.Flow == m.Flow && slices.Equal(again.Pairs, m.Pairs)
	return again, same && (m.Flow || !Ambiguous(text))
}

// respells reports whether an entry other than label's has another text in now than it had in before.
func respells(before, now Map, label string) bool {
	return slices.ContainsFunc(before.Pairs, func(p Pair) bool {
		return p.Key != label && now.sources[p].raw != before.sources[p].raw
	})
}

// find returns the value of key. A key that appears twice is refused: which one counts differs between parsers.
func find(conf []Pair, key string) (value string, found bool, err error) {
	for _, p := range conf {
		if p.Key != key {
			continue
		}
		if found {
			return "", false, fmt.Errorf("%s: %w", key, &ParseError{Reason: "the key appears twice", Hint: "keep one of them"})
		}
		value, found = p.Value, true
	}
	return value, found, nil
}

// prefixPairs returns the entries of option that keys of their own give, by the entry's key.
func prefixPairs(conf []Pair, option string) []Pair {
	var pairs []Pair
	for _, p := range conf {
		if key, ok := strings.CutPrefix(p.Key, option+"."); ok {
			pairs = append(pairs, Pair{key, p.Value})
		}
	}
	return pairs
}
