package kube

import (
	"slices"
	"testing"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
)

// resource is the first resource of a stream.
func resource(t *testing.T, text string) *manifest.Resource {
	t.Helper()
	stream, err := manifest.Read([]byte(text), "", manifest.Limits{Bytes: 1 << 20, Documents: 10, Depth: 100})
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := stream.Select(manifest.Interest{
		Needles: manifest.NewNeedles([]string{":"}, nil),
		Kinds:   func(string, string) bool { return true },
	})
	if err != nil || len(parsed) == 0 {
		t.Fatalf("%q: %d documents, %v", text, len(parsed), err)
	}
	return parsed[0].Resources[0]
}

func pod(t *testing.T, text string) Pod {
	t.Helper()
	p, ok := PodOf(resource(t, text))
	if !ok {
		t.Fatalf("no pod in %s", text)
	}
	return p
}

// podWith is a Pod with a spec in flow style.
func podWith(t *testing.T, spec string) Pod {
	t.Helper()
	return pod(t, "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: "+spec+"\n")
}

func TestPodOf(t *testing.T) {
	const plain = "spec: {template: {spec: {serviceAccountName: sa}}}"
	for _, tt := range []struct {
		apiVersion, kind, body string
		path                   string // of the pod's labels
		effect                 report.Effect
		rolls                  bool
	}{
		{"apps/v1", "Deployment", plain, "spec.template.metadata.labels", report.Rolls, true},
		{"apps/v1beta1", "Deployment", plain, "spec.template.metadata.labels", report.Rolls, true},
		{"extensions/v1beta1", "Deployment", plain, "spec.template.metadata.labels", report.Rolls, true},
		{"apps/v1", "StatefulSet", plain, "spec.template.metadata.labels", report.Rolls, true},
		{"apps/v1", "DaemonSet", plain, "spec.template.metadata.labels", report.Rolls, true},
		{"apps/v1", "ReplicaSet", plain, "spec.template.metadata.labels", report.NoEffect, false},
		{"v1", "ReplicationController", plain, "spec.template.metadata.labels", report.NoEffect, false},
		{"batch/v1", "Job", plain, "spec.template.metadata.labels", report.Recreate, false},
		{"batch/v1", "CronJob", "spec: {jobTemplate: {spec: {template: {spec: {serviceAccountName: sa}}}}}", "spec.jobTemplate.spec.template.metadata.labels", report.NewJobsOnly, false},
		{"batch/v1beta1", "CronJob", "spec: {jobTemplate: {spec: {template: {spec: {serviceAccountName: sa}}}}}", "spec.jobTemplate.spec.template.metadata.labels", report.NewJobsOnly, false},
		{"v1", "Pod", "spec: {serviceAccountName: sa}", "metadata.labels", report.Recreate, false},
		{"v1", "PodTemplate", "template: {spec: {serviceAccountName: sa}}", "template.metadata.labels", report.NoEffect, false},
	} {
		t.Run(tt.apiVersion+" "+tt.kind, func(t *testing.T) {
			p := pod(t, "apiVersion: "+tt.apiVersion+"\nkind: "+tt.kind+"\nmetadata: {name: x}\n"+tt.body+"\n")
			if got := manifest.Path(p.Path("metadata", "labels")...); got != tt.path {
				t.Errorf("labels at %s, want %s", got, tt.path)
			}
			if p.Account() != "sa" || p.Effect() != tt.effect || p.Rolls() != tt.rolls {
				t.Errorf("account %s, effect %s, rolls %v", p.Account(), p.Effect(), p.Rolls())
			}
			if !HasPods(tt.apiVersion, tt.kind) {
				t.Error("it has no pods")
			}
		})
	}
}

// What merely looks like a workload is none.
func TestNotPods(t *testing.T) {
	for _, text := range []string{
		"apiVersion: v1\nkind: Deployment\nspec: {template: {spec: {flinkConfiguration: {}}}}", // VVP's
		"kind: Deployment\nspec: {template: {spec: {}}}",
		"kind: Pod\nspec: {containers: []}",
		"apiVersion: serving.knative.dev/v1\nkind: Deployment\nspec: {template: {spec: {}}}",
		"apiVersion: batch/v1\nkind: Deployment\nspec: {template: {spec: {}}}",
		"apiVersion: v1\nkind: Job\nspec: {template: {spec: {}}}", // VVP's
		"apiVersion: apps/v1\nkind: deployment\nspec: {template: {spec: {}}}",
		"apiVersion: apps/v1\nkind: Deployment\nspec: {}",
		"apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: }}",
		"apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: text}}",
		"apiVersion: apps/v1\nkind: Deployment\nspec: [template]",
		"apiVersion: v1\nkind: Service\nspec: {template: {spec: {}}}",
	} {
		if _, ok := PodOf(resource(t, text)); ok {
			t.Errorf("a pod in %s", text)
		}
	}
}

func TestKinds(t *testing.T) {
	for _, tt := range []struct {
		apiVersion, kind string
		want             bool
	}{
		{"v1", "ServiceAccount", true},
		{"v1", "ConfigMap", true},
		{"rbac.authorization.k8s.io/v1", "RoleBinding", true},
		{"authorization.openshift.io/v1", "RoleBinding", false},
		{"example.com/v1", "ServiceAccount", false},
		{"example.com/v1", "ConfigMap", false},
		{"v1", "Secret", false},
		{"v1", "Service", false},
		{"apps/v1", "ControllerRevision", false},
		{"", "Pod", false},
		{"", "", false},
	} {
		if got := HasPods(tt.apiVersion, tt.kind) || IsServiceAccount(tt.apiVersion, tt.kind) || IsConfigMap(tt.apiVersion, tt.kind) || IsRoleBinding(tt.apiVersion, tt.kind); got != tt.want {
			t.Errorf("%s %s: %v", tt.apiVersion, tt.kind, got)
		}
	}
}

func TestGroup(t *testing.T) {
	for apiVersion, want := range map[string]string{"v1": "", "": "", "apps/v1": "apps", "rbac.authorization.k8s.io/v1": "rbac.authorization.k8s.io"} {
		if got := Group(apiVersion); got != want {
			t.Errorf("%q: %q, want %q", apiVersion, got, want)
		}
	}
}

// A hook is made anew on each run, so its immutable template stands in nobody's way.
func TestEffectOfHooks(t *testing.T) {
	for _, tt := range []struct {
		kind, apiVersion string
		want             report.Effect
	}{
		{"Job", "batch/v1", report.NoEffect},
		{"Deployment", "apps/v1", report.Rolls},
	} {
		p := pod(t, "apiVersion: "+tt.apiVersion+"\nkind: "+tt.kind+"\nmetadata: {annotations: {helm.sh/hook: pre-install}}\nspec: {template: {spec: {}}}\n")
		if p.Effect() != tt.want {
			t.Errorf("%s: %s, want %s", tt.kind, p.Effect(), tt.want)
		}
	}
	hook := pod(t, "apiVersion: v1\nkind: Pod\nmetadata: {annotations: {helm.sh/hook: test}}\nspec: {}\n")
	if hook.Effect() != report.NoEffect {
		t.Errorf("Pod: %s", hook.Effect())
	}
}

func TestAccount(t *testing.T) {
	for spec, want := range map[string]string{
		"{serviceAccountName: new}":                       "new",
		"{serviceAccount: old}":                           "old",
		"{serviceAccountName: new, serviceAccount: old}":  "new",
		"{serviceAccountName: '', serviceAccount: old}":   "old",
		"{serviceAccountName: , serviceAccount: old}":     "old",
		"{serviceAccountName: {a: b}}":                    "default",
		"{containers: []}":                                "default",
		"{serviceAccountName: ''}":                        "default",
		"{&a serviceAccountName: \"quot\\u0065d\"}":       "quoted",
		"{serviceAccountName: &sa named, hostname: *sa }": "named",
	} {
		if got := podWith(t, spec).Account(); got != want {
			t.Errorf("%s: %q, want %q", spec, got, want)
		}
	}
}

// Charts share specs by aliases and merge keys.
func TestSharedSpec(t *testing.T) {
	const shared = "apiVersion: apps/v1\nkind: Deployment\nx-spec: &spec {serviceAccountName: sa, volumes: [{configMap: {name: cm}}]}\nspec:\n  template:\n    spec:"
	for name, spec := range map[string]string{
		"alias":    " *spec\n",
		"merge":    "\n      <<: *spec\n      hostNetwork: true\n",
		"own wins": "\n      <<: [{serviceAccountName: other}, *spec]\n      serviceAccountName: sa\n",
	} {
		p := pod(t, shared+spec)
		if p.Account() != "sa" || !reads(p, "cm") {
			t.Errorf("%s: account %s, config maps %v", name, p.Account(), p.ConfigMaps())
		}
	}
}

func TestReadsConfigMap(t *testing.T) {
	for name, tt := range map[string]struct {
		spec string
		want bool
	}{
		"volume":              {"{volumes: [{name: a, emptyDir: {}}, {name: b, configMap: {name: cm}}]}", true},
		"optional volume":     {"{volumes: [{configMap: {name: cm, optional: true, items: [{key: a, path: b}]}}]}", true},
		"projected volume":    {"{volumes: [{projected: {sources: [{secret: {name: s}}, {configMap: {name: cm}}]}}]}", true},
		"env":                 {"{containers: [{name: a}, {env: [{name: A, value: b}, {name: B, valueFrom: {configMapKeyRef: {name: cm, key: k}}}]}]}", true},
		"envFrom":             {"{containers: [{envFrom: [{prefix: P, configMapRef: {name: cm}}]}]}", true},
		"init container":      {"{initContainers: [{env: [{name: A, valueFrom: {configMapKeyRef: {name: cm, key: k}}}]}], containers: []}", true},
		"ephemeral container": {"{ephemeralContainers: [{envFrom: [{configMapRef: {name: cm}}]}]}", true},
		"another name":        {"{volumes: [{configMap: {name: cm2}}]}", false},
		"part of the name":    {"{volumes: [{configMap: {name: my-cm}}]}", false},
		"secret":              {"{volumes: [{secret: {secretName: cm}}], containers: [{envFrom: [{secretRef: {name: cm}}], env: [{valueFrom: {secretKeyRef: {name: cm, key: k}}}]}]}", false},
		"volume's own name":   {"{volumes: [{name: cm, emptyDir: {}}], containers: [{name: cm, volumeMounts: [{name: cm}]}]}", false},
		"text":                {"{containers: [{args: [cm], env: [{name: CM, value: cm}]}]}", false},
		"no spec to speak of": {"{}", false},
		"odd shapes":          {"{volumes: cm, containers: {env: cm}, initContainers: [cm, [cm]]}", false},
	} {
		t.Run(name, func(t *testing.T) {
			p := podWith(t, tt.spec)
			if got := reads(p, "cm"); got != tt.want {
				t.Errorf("%v, config maps %v", got, p.ConfigMaps())
			}
		})
	}
}

func TestContainers(t *testing.T) {
	p := podWith(t, "{containers: [{name: a}, {name: b}], initContainers: [{name: i}], ephemeralContainers: [{name: e}]}")
	var names string
	for _, c := range p.Containers() {
		names += manifest.Str(c, "name") + " "
	}
	if names != "i a b " {
		t.Errorf("containers %s", names)
	}
}

func reads(p Pod, name string) bool { return slices.Contains(p.ConfigMaps(), name) }
