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

// PlanLabel decides how label gets value in option, a map option, by the entries of a flinkConfiguration.
//
// Flink reads a map from the key that is exactly the option, or, only when that is absent, from all keys that start with
// the option and a dot (ConfigurationUtils.convertToPropertiesPrefixed). So the exact key is merged into when it is there,
// else a prefix key is added beside prefix keys, else the exact key is added. In the last case defaults, the option's
// text in the platform defaults or the empty text, is what the new value starts from, because it will no longer apply.
//
// A label that is there with the value needs nothing, unless the text means another map to newer versions of Flink: then
// it is spelled anew. With another value it is a *ConflictError, or replaced in its place when overwrite is set. A text
// that cannot be read or written is an error that wraps a *ParseError; so is a key that appears twice.
func PlanLabel(conf []Pair, option, label, value string, overwrite bool, defaults string) (Plan, error) {
	exact, hasExact, err := find(conf, option)
	if err != nil {
		return Plan{}, err
	}
	prefixed := prefixKeys(conf, option)
	if !hasExact && len(prefixed) > 0 {
		return planPrefix(conf, option+"."+label, label, value, overwrite)
	}
	where := option
	if !hasExact && defaults != "" {
		exact, where = defaults, option+" in the platform defaults"
	}
	text, rewritten, err := mergeLabel(exact, where, label, value, overwrite)
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Shadowed: prefixed}
	if !hasExact || text != exact {
		plan.Key, plan.Value, plan.Replace = option, text, hasExact
		plan.Rewritten = hasExact && rewritten
	}
	return plan, nil
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

// mergeLabel returns text with the label in it, and whether other entries changed their spelling.
func mergeLabel(text, where, label, value string, overwrite bool) (merged string, rewritten bool, err error) {
	m, err := ParseMap(text)
	if err != nil {
		return "", false, fmt.Errorf("%s: %w", where, err)
	}
	have, found := m.Get(label)
	switch {
	case found && have == value && (m.Flow || !Ambiguous(text)):
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

// prefixKeys returns the keys that give entries of option one by one.
func prefixKeys(conf []Pair, option string) []string {
	var keys []string
	for _, p := range conf {
		if strings.HasPrefix(p.Key, option+".") {
			keys = append(keys, p.Key)
		}
	}
	return keys
}
