package e2e

import (
	"errors"
	"io"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

const (
	clientIDKey = "azure.workload.identity/client-id"
	useKey      = "azure.workload.identity/use"
	editsKey    = "postrender.dev/config-edits"
	flinkPair   = "azure.workload.identity/use:true"
)

// object is a decoded manifest; at walks into it, through what is missing too.
type object map[string]any

func at(v any, path ...string) any {
	for _, key := range path {
		switch m := v.(type) {
		case object:
			v = m[key]
		case map[string]any:
			v = m[key]
		default:
			return nil
		}
	}
	return v
}

func text(v any, path ...string) string {
	s, _ := at(v, path...).(string)
	return s
}

// objects decodes a stream with a parser that the tool does not share, and
// takes Lists apart. Comment-only documents decode to nothing.
func objects(t *testing.T, stream string) []object {
	t.Helper()
	var out []object
	decoder := yaml.NewDecoder(strings.NewReader(stream))
	for {
		var o object
		err := decoder.Decode(&o)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if items, ok := o["items"].([]any); ok {
			for _, item := range items {
				out = append(out, toObject(item))
			}
		} else if o != nil {
			out = append(out, o)
		}
	}
}

func toObject(v any) object {
	switch m := v.(type) {
	case object:
		return m
	case map[string]any:
		return m
	}
	return nil
}

func name(o object) string { return text(o, "kind") + "/" + text(o, "metadata", "name") }

// podTemplate returns an object's pod template, or nil.
func podTemplate(o object) any {
	switch text(o, "kind") {
	case "Deployment", "StatefulSet", "DaemonSet", "Job":
		return at(o, "spec", "template")
	case "CronJob":
		return at(o, "spec", "jobTemplate", "spec", "template")
	case "Pod":
		return map[string]any(o)
	}
	return nil
}

// accounts maps namespace/name of each annotated account to its client id.
func accounts(all []object) map[string]string {
	out := map[string]string{}
	for _, o := range all {
		id := text(o, "metadata", "annotations", clientIDKey)
		if text(o, "kind") == "ServiceAccount" && id != "" {
			out[text(o, "metadata", "namespace")+"/"+text(o, "metadata", "name")] = id
		}
	}
	return out
}

// withPod returns the workloads whose pod template has a value at the path.
func withPod(all []object, want string, path ...string) map[string]bool {
	out := map[string]bool{}
	for _, o := range all {
		got, ok := at(podTemplate(o), path...).(string)
		if ok && (want == "" || got == want) {
			out[name(o)] = true
		}
	}
	return out
}

// find returns the one object of this kind and name.
func find(t *testing.T, all []object, kindAndName string) object {
	t.Helper()
	for _, o := range all {
		if name(o) == kindAndName {
			return o
		}
	}
	t.Fatalf("%s is not in the output", kindAndName)
	return nil
}

// appmanager decodes the configuration text that AppManager reads.
func appmanager(t *testing.T, all []object) any {
	t.Helper()
	return decode(t, text(find(t, all, "ConfigMap/vvp-appmanager-config"), "data", "application-prod-user.yaml"))
}

func decode(t *testing.T, s string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(s), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// stripped is a copy of v without our keys and without maps that hold nothing
// else. Flink's settings and the embedded configuration are left out: they are
// strings of their own grammar, and other assertions look into them.
func stripped(v any) any {
	switch m := v.(type) {
	case object:
		return stripped(map[string]any(m))
	case map[string]any:
		out := map[string]any{}
		for key, value := range m {
			switch key {
			case clientIDKey, useKey, editsKey, "flinkConfiguration", "application-prod-user.yaml":
				continue
			}
			if value = stripped(value); value != nil {
				out[key] = value
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case []any:
		out := make([]any, len(m))
		for i, item := range m {
			out[i] = stripped(item)
		}
		return out
	}
	return v
}
