package kube

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
)

// HookAnnotation marks what Helm runs as a hook: made anew each time.
const HookAnnotation = "helm.sh/hook"

// Pod is the pod template of a resource, or the resource itself when it is a Pod.
type Pod struct {
	*manifest.Resource
	template []string
	effect   report.Effect
}

// PodOf returns the pod template of a resource, false when it has none.
func PodOf(r *manifest.Resource) (Pod, bool) {
	k, ok := podKind(r.APIVersion, r.Kind)
	if !ok {
		return Pod{}, false
	}
	if spec := r.Lookup(append(slices.Clone(k.template), "spec")...); spec == nil || spec.Kind != yaml.MappingNode {
		return Pod{}, false
	}
	return Pod{r, k.template, k.effect}, true
}

// Path returns the path of a field of the pod template, e.g. metadata, labels.
func (p Pod) Path(keys ...string) []string {
	return append(slices.Clone(p.template), keys...)
}

// Spec returns the pod's spec.
func (p Pod) Spec() *yaml.Node { return p.Lookup(p.Path("spec")...) }

// Account returns the service account that the pods run as. Kubernetes takes
// the old field serviceAccount where serviceAccountName is missing, and
// "default" where both are.
func (p Pod) Account() string {
	for _, key := range []string{"serviceAccountName", "serviceAccount"} {
		if name := p.Str(p.Path("spec", key)...); name != "" {
			return name
		}
	}
	return "default"
}

// Effect says what a change of the pod template does on apply. A hook is made
// anew on each run, so nothing stands in its way.
func (p Pod) Effect() report.Effect {
	if p.effect == report.Recreate && p.Annotation(HookAnnotation) != "" {
		return report.NoEffect
	}
	return p.effect
}

// Rolls reports whether a changed pod template replaces running pods.
func (p Pod) Rolls() bool { return p.effect == report.Rolls }

// Containers returns the pod's containers, init containers included.
func (p Pod) Containers() []*yaml.Node {
	spec := p.Spec()
	return append(manifest.Items(spec, "initContainers"), manifest.Items(spec, "containers")...)
}

// ConfigMaps lists the names of the ConfigMaps that the pod reads: as a volume,
// in a projected volume, or as environment (k8s.io/api/core/v1: VolumeSource,
// ProjectedVolumeSource, EnvVarSource, EnvFromSource).
func (p Pod) ConfigMaps() []string {
	spec := p.Spec()
	var names []string
	add := func(n *yaml.Node, path ...string) {
		if name := manifest.Str(n, path...); name != "" {
			names = append(names, name)
		}
	}
	for _, v := range manifest.Items(spec, "volumes") {
		add(v, "configMap", "name")
		for _, source := range manifest.Items(v, "projected", "sources") {
			add(source, "configMap", "name")
		}
	}
	for _, c := range append(p.Containers(), manifest.Items(spec, "ephemeralContainers")...) {
		for _, e := range manifest.Items(c, "env") {
			add(e, "valueFrom", "configMapKeyRef", "name")
		}
		for _, e := range manifest.Items(c, "envFrom") {
			add(e, "configMapRef", "name")
		}
	}
	return names
}
