// Package kube says what Kubernetes objects mean to postrender: where the pod
// template of each kind is, which service account its pods run as, and which
// ConfigMaps they read.
package kube
