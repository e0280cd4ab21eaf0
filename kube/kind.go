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

// HasPods reports whether objects of a kind carry pods.
func HasPods(apiVersion, name string) bool {
	_, ok := podKind(apiVersion, name)
	return ok
}

// IsServiceAccount reports whether a kind is core/v1 ServiceAccount.
func IsServiceAccount(apiVersion, name string) bool {
	return apiVersion == "v1" && name == "ServiceAccount"
}

// IsConfigMap reports whether a kind is core/v1 ConfigMap.
func IsConfigMap(apiVersion, name string) bool { return apiVersion == "v1" && name == "ConfigMap" }

// IsRoleBinding reports whether a kind is RoleBinding of any version.
func IsRoleBinding(apiVersion, name string) bool {
	return Group(apiVersion) == "rbac.authorization.k8s.io" && name == "RoleBinding"
}
