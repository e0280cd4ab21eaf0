package values

import (
	"encoding/json"
	"strings"
)

// schemaID is the name of the schema, not an address that is fetched.
const schemaID = "https://postrender.dev/schemas/v1alpha1/workloadidentity.json"

// Schema is the JSON Schema (draft-07) of the config, indented, with a line
// end. It knows the form of each value; what depends on several of them only
// [Settings.Validate] knows.
func Schema() []byte {
	root := schema{
		"$schema":              "http://json-schema.org/draft-07/schema#",
		"$id":                  schemaID,
		"title":                "postrender " + Kind,
		"type":                 "object",
		"required":             []string{"apiVersion", "kind"},
		"additionalProperties": false,
		"properties": schema{
			"apiVersion": schema{"const": APIVersion},
			"kind":       schema{"const": Kind},
			"metadata":   schema{"type": []string{"object", "null"}},
			"spec":       groupSchema(""),
		},
	}
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic(err) // a schema is maps, lists and texts of our own
	}
	return append(out, '\n')
}

// groupSchema is the schema of the spec or of a group in it.
func groupSchema(prefix string) schema {
	props := schema{}
	for _, name := range siblings(prefix) {
		row, leaf := find(prefix + name)
		if !leaf {
			props[name] = groupSchema(prefix + name + ".")
			continue
		}
		s := row.cell.schema()
		s["description"] = row.Usage
		if d := Default(); !row.cell.empty(d) {
			s["default"] = row.cell.get(d)
		}
		props[name] = s
	}
	return schema{"type": []string{"object", "null"}, "properties": props, "additionalProperties": false}
}

// Markdown is the table of settings for the documentation.
func Markdown() string {
	var b strings.Builder
	b.WriteString("| key | flag | variable | type | default | what |\n|---|---|---|---|---|---|\n")
	for _, row := range table {
		b.WriteString("| `" + row.Key + "` | `--" + row.Flag() + "` | `" + row.Env() + "` | `" + row.Type() +
			"` | " + row.Default() + " | " + row.Usage + " |\n")
	}
	return b.String()
}
