package transform

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

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
	var by index[int]
	for i, cm := range edited {
		names = append(names, cm.Name)
		by.add(r.namespace(cm.Namespace), cm.Name, i)
	}
	if err := r.look(manifest.Interest{Kinds: kube.HasPods, Needles: manifest.NewNeedles(nil, names)}); err != nil {
		return err
	}
	for _, pod := range r.pods {
		if !pod.Rolls() {
			continue
		}
		var read []int
		for _, name := range pod.ConfigMaps() {
			read = append(read, by.find(r.namespace(pod.Namespace), name)...)
		}
		if len(read) == 0 {
			continue
		}
		path := pod.Path("metadata", "annotations", EditsAnnotation)
		if err := r.set(pod.Resource, manifest.Scalar{Value: sum(edited, read)}, report.Annotate, report.Rolls, path...); err != nil {
			return err
		}
	}
	return nil
}

// editedConfigMap is a ConfigMap that was changed, and its edits as text.
type editedConfigMap struct {
	report.Resource
	edits strings.Builder
}

// editedConfigMaps lists the ConfigMaps that were changed, in order.
func (r *run) editedConfigMaps() []*editedConfigMap {
	var out []*editedConfigMap
	of := map[report.Resource]*editedConfigMap{}
	for _, c := range r.report.Changes {
		if c.Resource.Kind != "ConfigMap" {
			continue
		}
		cm := of[c.Resource]
		if cm == nil {
			cm = &editedConfigMap{Resource: c.Resource}
			of[c.Resource] = cm
			out = append(out, cm)
		}
		fmt.Fprintf(&cm.edits, "%s\x00%s\x00%s\n", cm.Name, c.Path, c.After)
	}
	return out
}

// sum hashes the edits of the ConfigMaps that a pod reads.
func sum(edited []*editedConfigMap, read []int) string {
	slices.Sort(read)
	h := sha256.New()
	for _, i := range slices.Compact(read) {
		io.WriteString(h, edited[i].edits.String())
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
