// Package kube says what Kubernetes objects mean to postrender: where the pod
// template of each kind is, which service account its pods run as, which
// ConfigMaps they read, and when a namespace that a render leaves out can be the
// one that is looked for.
package kube
