package values

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func decodedSchema(t *testing.T) map[string]any {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal(Schema(), &root); err != nil {
		t.Fatal(err)
	}
	return root
}

// at walks into a schema by the keys of a config; "[]" is into a list.
func at(t *testing.T, node map[string]any, keys ...string) map[string]any {
	t.Helper()
	for _, key := range keys {
		next, ok := node["items"].(map[string]any)
		if key != "[]" {
			next, ok = node["properties"].(map[string]any)[key].(map[string]any)
		}
		if !ok {
			t.Fatalf("the schema has no %s in %v", key, keys)
		}
		node = next
	}
	return node
}

// leaves is the paths of all values below a schema.
func leaves(node map[string]any, prefix string) (out []string) {
	for name, sub := range node["properties"].(map[string]any) {
		sub := sub.(map[string]any)
		if _, group := sub["properties"]; group {
			out = append(out, leaves(sub, prefix+name+".")...)
		} else {
			out = append(out, prefix+name)
		}
	}
	return out
}

func TestSchemaHasEveryKey(t *testing.T) {
	got := leaves(at(t, decodedSchema(t), "spec"), "")
	var want []string
	for _, row := range Table() {
		want = append(want, row.Key)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("schema %v\ntable  %v", got, want)
	}
	got = leaves(at(t, decodedSchema(t), "spec", "serviceAccounts", "[]"), "")
	slices.Sort(got)
	if want := []string{"clientId", "external", "name", "namespace", "tenantId"}; !slices.Equal(got, want) {
		t.Errorf("accounts: %v", got)
	}
}

func TestSchemaHead(t *testing.T) {
	root := decodedSchema(t)
	if root["$schema"] != "http://json-schema.org/draft-07/schema#" || root["$id"] != schemaID {
		t.Errorf("%v %v", root["$schema"], root["$id"])
	}
	if got := at(t, root, "apiVersion")["const"]; got != APIVersion {
		t.Errorf("apiVersion %v", got)
	}
	text := string(Schema())
	if !strings.HasPrefix(text, "{\n  \"") || !strings.HasSuffix(text, "}\n") {
		t.Error("the schema is not indented")
	}
	if strings.Count(text, `"additionalProperties": false`) != 6 { // root, spec, release, jobs, limits, account
		t.Errorf("additional properties are allowed somewhere")
	}
}

func TestSchemaValues(t *testing.T) {
	spec := at(t, decodedSchema(t), "spec")
	for _, tt := range []struct{ path, keyword, want string }{
		{"profiles.[]", "enum", `["generic","vvp3"]`},
		{"jobs.namespaces.[]", "minLength", `1`},
		{"failOn", "enum", `["","error","warning"]`},
		{"failOn", "description", `"refuse findings from this severity up"`},
		{"limits.bytes", "default", `1073741824`},
		{"limits.depth", "minimum", `1`},
		{"tokenExpirationSeconds", "anyOf", `[{"const":0},{"maximum":86400,"minimum":3600,"type":"integer"}]`},
		{"clientId", "pattern", `"^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?$"`},
		{"checks", "additionalProperties", `{"enum":["error","warning","info","off"],"type":"string"}`},
		{"overwrite", "type", `"boolean"`},
		{"serviceAccounts.[]", "required", `["name"]`},
		{"serviceAccounts.[].name", "not", `{"const":"default"}`},
	} {
		got, err := json.Marshal(at(t, spec, strings.Split(tt.path, ".")...)[tt.keyword])
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.path, tt.keyword, got, tt.want)
		}
	}
}

// Two calls must not share a map that one of them changes.
func TestSchemaIsStable(t *testing.T) {
	if first := Schema(); string(first) != string(Schema()) {
		t.Error("the schema changes from call to call")
	}
}
