package transform

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"

	"github.com/wi-postrender/postrender/kube"
	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
)

// rollOut makes the pods that read a ConfigMap which was edited start anew: the
// chart's own checksum was computed before, and does not know. The annotation is
// a hash of the edits alone, so it is the same in every render with the same
// edits, and does not roll pods for the chart's own changes.
func rollOut(r *run) error {
	edited := r.editedConfigMaps()
	if len(edited) == 0 {
		return nil
	}
	var names []string
	for _, res := range edited {
		names = append(names, res.Name)
	}
	if err := r.look(manifest.Interest{Kinds: kube.HasPods, Needles: manifest.NewNeedles(nil, names)}); err != nil {
		return err
	}
	for _, pod := range r.pods {
		sum, read := r.editsRead(pod, edited)
		if !read || !pod.Rolls() {
			continue
		}
		path := pod.Path("metadata", "annotations", EditsAnnotation)
		if err := r.set(pod.Resource, manifest.Scalar{Value: sum}, report.Annotate, report.Rolls, path...); err != nil {
			return err
		}
	}
	return nil
}

// editedConfigMaps lists the ConfigMaps that were changed, in order.
func (r *run) editedConfigMaps() []report.Resource {
	var out []report.Resource
	seen := map[report.Resource]bool{}
	for _, c := range r.report.Changes {
		if c.Resource.Kind == "ConfigMap" && !seen[c.Resource] {
			seen[c.Resource] = true
			out = append(out, c.Resource)
		}
	}
	return out
}

// editsRead hashes the edits of all edited ConfigMaps that a pod reads.
func (r *run) editsRead(pod kube.Pod, edited []report.Resource) (sum string, read bool) {
	h := sha256.New()
	for _, cm := range edited {
		if r.sameNamespace(pod.Namespace, cm.Namespace) && pod.ReadsConfigMap(cm.Name) {
			read = true
			r.hashEdits(h, cm)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16], read
}

func (r *run) hashEdits(h hash.Hash, cm report.Resource) {
	for _, c := range r.report.Changes {
		if c.Resource == cm {
			fmt.Fprintf(h, "%s\x00%s\x00%s\n", cm.Name, c.Path, c.After)
		}
	}
}
