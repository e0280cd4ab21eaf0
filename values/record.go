package values

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// member is a key of a record, an entry of a list of mappings.
type member[R any] struct {
	key      string
	required bool
	cell     column[R]
}

// records is a column of several mappings. In text each is written
// key=value,key=value; flags repeat, and a variable separates them by ';'.
func records[S, R any](members []member[R], at func(*S) *[]R) column[S] {
	return cell[S, []R]{at: at, kind: kind[[]R]{
		name:     recordForm(members),
		list:     true,
		describe: func() schema { return schema{"type": "array", "items": recordSchema(members)} },
		text:     func(uses []string) ([]R, *fault) { return recordsFromText(members, uses) },
		node: func(n *yaml.Node) ([]R, *fault) {
			return items(n, func(n *yaml.Node) (R, *fault) { return recordFromNode(members, n) })
		},
		valid: func(v []R) *fault {
			for i, r := range v {
				if f := checkRecord(members, r); f != nil {
					return f.in(index(i))
				}
			}
			return nil
		},
	}}
}

// recordForm is how a record is written in text.
func recordForm[R any](members []member[R]) string {
	var out []string
	for _, m := range members {
		out = append(out, m.key+"="+strings.ToUpper(m.cell.typeName()))
	}
	return strings.Join(out, ",")
}

func recordSchema[R any](members []member[R]) schema {
	props, required := schema{}, []string{}
	for _, m := range members {
		props[m.key] = m.cell.schema()
		if m.required {
			required = append(required, m.key)
		}
	}
	return schema{"type": "object", "properties": props, "required": required, "additionalProperties": false}
}

func recordsFromText[R any](members []member[R], uses []string) (out []R, f *fault) {
	for _, use := range uses {
		if strings.TrimSpace(use) == "" {
			continue
		}
		r, f := recordFromText(members, use)
		if f != nil {
			return nil, f.in(index(len(out)))
		}
		out = append(out, r)
	}
	return out, nil
}

func recordFromText[R any](members []member[R], use string) (r R, f *fault) {
	seen := map[string]bool{}
	for _, pair := range commas([]string{use}) {
		key, value, ok := strings.Cut(pair, "=")
		if !ok {
			return r, faultf("wants KEY=VALUE,...").withHint("%s", recordForm(members))
		}
		m, f := memberOf(members, key)
		if f != nil {
			return r, f
		}
		if seen[key] {
			return r, faultf("is given twice").in("." + key)
		}
		seen[key] = true
		if f := m.cell.fromText(&r, []string{value}); f != nil {
			return r, f.in("." + key)
		}
	}
	return r, nil
}

func recordFromNode[R any](members []member[R], n *yaml.Node) (r R, f *fault) {
	f = entries(n, func(key, value *yaml.Node) *fault {
		m, f := memberOf(members, key.Value)
		if f != nil {
			return f.on(key.Line)
		}
		return m.cell.fromNode(&r, value).in("." + key.Value)
	})
	return r, f
}

func memberOf[R any](members []member[R], key string) (member[R], *fault) {
	i := slices.IndexFunc(members, func(m member[R]) bool { return m.key == key })
	if i >= 0 {
		return members[i], nil
	}
	var known []string
	for _, m := range members {
		known = append(known, m.key)
	}
	return member[R]{}, unknownKey(key, known).in(".")
}

func checkRecord[R any](members []member[R], r R) *fault {
	for _, m := range members {
		if m.required && m.cell.empty(r) {
			return faultf("has no %s", m.key)
		}
		if f := m.cell.check(r); f != nil {
			return f.in("." + m.key)
		}
	}
	return nil
}
