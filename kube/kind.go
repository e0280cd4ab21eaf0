package kube

import (
	"strings"

	"github.com/wi-postrender/postrender/report"
)

// kind is an object kind that carries pods.
type kind struct {
	groups   []string // API groups that serve it, old ones included
	template []string // path of the pod template; empty: the object is the pod
	effect   report.Effect
}

var (
	apps  = []string{"apps", "extensions"}
	batch = []string{"batch"}
	core  = []string{""}

	template = []string{"spec", "template"}
)

// kinds are the pod-bearing kinds of Kubernetes and what a changed pod template
// does to them. ReplicaSets and ReplicationControllers use it for later pods
// only; the templates of Jobs and Pods cannot be changed at all.
var kinds = map[string]kind{
	"Deployment":            {apps, template, report.Rolls},
	"StatefulSet":           {apps, template, report.Rolls},
	"DaemonSet":             {apps, template, report.Rolls},
	"ReplicaSet":            {apps, template, report.NoEffect},
	"ReplicationController": {core, template, report.NoEffect},
	"Job":                   {batch, template, report.Recreate},
	"CronJob":               {batch, []string{"spec", "jobTemplate", "spec", "template"}, report.NewJobsOnly},
	"Pod":                   {core, nil, report.Recreate},
	"PodTemplate":           {core, []string{"template"}, report.NoEffect},
}

// Group returns the API group of an apiVersion, "" for the core group.
func Group(apiVersion string) string {
	group, _, found := strings.Cut(apiVersion, "/")
	if !found {
		return ""
	}
	return group
}

func podKind(apiVersion, name string) (kind, bool) {
	k, ok := kinds[name]
	if !ok || apiVersion == "" {
		return kind{}, false
	}
	for _, g := range k.groups {
		if g == Group(apiVersion) {
			return k, true
		}
	}
	return kind{}, false
}

// Matters reports whether objects of a kind can carry pods, accounts, or what
// tells about them.
func Matters(apiVersion, name string) bool {
	switch name {
	case "ServiceAccount", "ConfigMap":
		return Group(apiVersion) == ""
	case "RoleBinding":
		return Group(apiVersion) == "rbac.authorization.k8s.io"
	}
	_, ok := podKind(apiVersion, name)
	return ok
}
