// Package check holds the rules that a result is judged by: what would not work
// in the cluster, and why. Each rule is one file; the slice in this file is the
// list of them all.
package check

import (
	"slices"

	"github.com/wi-postrender/postrender/kube"
	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
)

// Pod is a pod template that should have an identity, as it will be applied.
type Pod struct {
	kube.Pod
	Account *manifest.Resource // the service account, nil when the render does not hold it
	Edited  bool               // by this run
}

// Rule is one thing that can be wrong with a pod.
type Rule struct {
	ID       string
	Title    string
	Why      string // what happens when nobody mends it
	Fix      string
	Source   string // where the rule comes from
	Severity report.Severity
	Blocks   bool // admission denies the pod, so the filter does not let its own edit pass
	run      func(p Pod, found func(path []string, format string, args ...any))
}

var rules = []Rule{tokenExpiration, proxyHostNetwork, proxyPort, proxyPortTaken, recreate}

// Rules returns all rules, in order of their ids.
func Rules() []Rule { return slices.Clone(rules) }

// Run judges pods by all rules.
func Run(pods []Pod) []report.Finding {
	var out []report.Finding
	for _, p := range pods {
		for _, r := range rules {
			r.judge(p, &out)
		}
	}
	return out
}

func (r Rule) judge(p Pod, out *[]report.Finding) {
	r.run(p, func(path []string, format string, args ...any) {
		e := p.Errorf(path, format, args...)
		*out = append(*out, report.Finding{
			Rule: r.ID, Severity: r.Severity, Message: e.Message, Fix: r.Fix, Resource: p.Ref(), Place: e.Place, Blocks: r.Blocks && p.Edited,
		})
	})
}
