// Package transform makes rendered manifests passwordless: it finds the service
// accounts and pods that should use Azure Workload Identity and completes them.
//
// [Transform] is a pure function of its input and settings: it reads no file, no
// environment and no cluster. Each transformer is one file, and the slice
// pipeline below is the order in which they run. They see resources, wherever
// those stand (documents, list items, texts in ConfigMaps), and leave it to
// package manifest to turn their edits into bytes.
package transform

import (
	"context"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/values"
)

// Keys of Azure Workload Identity (Azure/azure-workload-identity
// pkg/webhook/consts.go) and our own.
const (
	ClientIDAnnotation   = "azure.workload.identity/client-id"
	TenantIDAnnotation   = "azure.workload.identity/tenant-id"
	ExpirationAnnotation = "azure.workload.identity/service-account-token-expiration"
	UseLabel             = "azure.workload.identity/use"

	SkipAnnotation   = "postrender.dev/skip"         // "true" on a resource: leave it alone
	EditsAnnotation  = "postrender.dev/config-edits" // on pod templates: a hash of what was edited in their ConfigMaps
	policyAnnotation = "helm.sh/resource-policy"
)

// transformer is one step. It reads and edits the resources of a run.
type transformer struct {
	name string
	run  func(*run) error
}

var pipeline = []transformer{
	{"serviceaccount", annotateAccounts},
	{"podlabel", labelPods},
	{"defaults", labelDefaults}, // before the jobs, whose own settings start from the defaults as they will be
	{"flinklabel", labelJobs},
	{"rollout", rollOut},
}

// Transform completes a stream of manifests by the settings. The result shares
// in, which must not be changed while it is in use.
//
// On an error, which is always a *report.Error, there is no stream, and the
// report says what had been found. The report's Settings are the effective
// ones, inferred values included.
func Transform(ctx context.Context, in []byte, s values.Settings) (*manifest.Stream, report.Report, error) {
	r := &run{ctx: ctx, settings: s}
	err := r.all(in)
	rep := r.finish(err)
	if err == nil && rep.Err != nil {
		err = rep.Err
	}
	if err != nil {
		return nil, rep, rep.Err
	}
	return r.stream, rep, nil
}
