package transform

import (
	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/check"
	"github.com/wi-postrender/postrender/kube"
	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
)

// labelPods puts the webhook's label on the pod templates of everything that
// runs as an account with an identity: never on a selector, never on the object.
func labelPods(r *run) error {
	for _, pod := range r.pods {
		a, ok := r.accountOf(pod.Namespace, pod.Account())
		if !ok {
			continue
		}
		r.subjects++
		changes := len(r.report.Changes)
		if err := r.labelPod(pod); err != nil {
			return err
		}
		judged := check.Pod{Pod: pod, Edited: len(r.report.Changes) > changes}
		if a != nil {
			judged.Account = a.Resource
		}
		r.labelled = append(r.labelled, judged)
	}
	return nil
}

func (r *run) labelPod(pod kube.Pod) error {
	path := pod.Path("metadata", "labels", UseLabel)
	// The boolean true is what people mean by "true", and Kubernetes refuses it.
	if have := pod.Lookup(path...); have != nil && have.Kind == yaml.ScalarNode && manifest.Str(have) != "" && have.Value != "true" && !r.settings.Overwrite {
		return pod.Errorf(path, "pods of %s %s have the label %s: %q, which keeps the identity from them; it should be \"true\"",
			pod.Kind, title(pod.Ref()), UseLabel, have.Value).
			WithHint("use --overwrite to replace it, or opt the resource out with the annotation %s: \"true\"", SkipAnnotation)
	}
	return r.set(pod.Resource, manifest.Scalar{Value: "true"}, report.Label, pod.Effect(), path...)
}
