package transform

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wi-postrender/postrender/flink"
	"github.com/wi-postrender/postrender/kube"
	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/values"
)

// createAccounts adds the jobs' accounts in the job namespaces where the render
// has none. They are kept when the release goes, because jobs may outlive it.
func (r *run) createAccounts() error {
	if !r.settings.Jobs.CreateServiceAccounts || r.hooksOnly() {
		return nil
	}
	namespaces := r.jobNamespaces()
	if len(namespaces) == 0 {
		r.findings(report.Finding{
			Rule: "WI025", Severity: report.SeverityWarning, Fix: "name them with --jobs-namespaces",
			Message: "no account was made for the jobs: the render does not show the namespaces in which they run",
		})
	}
	for _, ns := range namespaces {
		for _, t := range r.jobTargets() {
			t.namespace = ns
			if r.hasAccount(t) {
				continue
			}
			if err := r.create(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// jobTargets lists the jobs' accounts of the profiles, each name once.
func (r *run) jobTargets() []target {
	var out []target
	for _, p := range r.profiles {
		for _, a := range p.Accounts {
			if a.Role == values.RoleJobs {
				out = append(out, target{name: a.Name, role: a.Role})
			}
		}
	}
	return out
}

// jobNamespaces returns the namespaces of the settings, else what the render
// shows: DeploymentTargets, and RoleBindings of our accounts in other namespaces.
func (r *run) jobNamespaces() []string {
	if ns := r.settings.Jobs.Namespaces; len(ns) > 0 {
		return ns
	}
	var out []string
	add := func(ns string) {
		if ns != "" && ns != r.settings.Release.Namespace && !slices.Contains(out, ns) {
			out = append(out, ns)
		}
	}
	for _, res := range r.resources {
		switch {
		case res.Kind == "DeploymentTarget" && flink.Matters(res.APIVersion, res.Kind):
			add(res.Str("spec", "kubernetes", "namespace"))
		case res.Kind == "RoleBinding":
			for _, s := range manifest.Items(res.Node(), "subjects") {
				if _, ours := r.targetOf(manifest.Str(s, "namespace"), manifest.Str(s, "name")); ours && manifest.Str(s, "kind") == "ServiceAccount" {
					add(res.Namespace)
				}
			}
		}
	}
	return out
}

// create adds one account, and what is known of it, to the stream.
func (r *run) create(t target) error {
	clientID, tenantID := r.identityOf(t)
	if clientID == "" {
		return (&report.Error{Message: "serviceaccount " + t.namespace + "/" + t.name + " is to be made, and nobody gave its client id"}).
			WithHint("say it with --client-id or --jobs-client-id")
	}
	annotations := [][2]string{{ClientIDAnnotation, clientID}}
	if tenantID != "" {
		annotations = append(annotations, [2]string{TenantIDAnnotation, tenantID})
	}
	if n := r.settings.TokenExpirationSeconds; n > 0 {
		annotations = append(annotations, [2]string{ExpirationAnnotation, strconv.Itoa(n)})
	}
	annotations = append(annotations, [2]string{policyAnnotation, "keep"})
	after, neighbour := r.placeForAccount()
	body := accountManifest(t, annotations, neighbour)
	r.stream.Add(after, body)
	ref := report.Resource{APIVersion: "v1", Kind: "ServiceAccount", Namespace: t.namespace, Name: t.name}
	r.report.Changes = append(r.report.Changes, report.Change{
		Action: report.Add, Effect: report.NoEffect, Resource: ref, After: clientID,
		Place: report.Place{Path: manifest.Path("metadata", "annotations", ClientIDAnnotation)},
	})
	r.findings(report.Finding{
		Rule: "WI026", Severity: report.SeverityInfo, Resource: ref, Fix: "helm upgrade --take-ownership",
		Message: "the account is part of the release now; if it exists in the cluster already, Helm must be told to take it over",
	})
	r.addAccount(&account{Resource: &manifest.Resource{APIVersion: "v1", Kind: "ServiceAccount", Namespace: t.namespace, Name: t.name}, target: t, clientID: clientID})
	return nil
}

// placeForAccount returns the document after which an account belongs: the last
// account, else the one before the first workload, else the last.
func (r *run) placeForAccount() (after int, neighbour *manifest.Resource) {
	workload := 0
	for _, res := range r.resources {
		if res.Doc == nil {
			continue
		}
		if res.Kind == "ServiceAccount" {
			after, neighbour = res.Doc.Index, res
		}
		if _, ok := kube.PodOf(res); ok && workload == 0 {
			workload = res.Doc.Index
		}
	}
	switch {
	case neighbour != nil:
	case workload > 0:
		after = workload - 1
	default:
		after = len(r.stream.Documents())
	}
	if neighbour == nil && len(r.resources) > 0 {
		neighbour = r.resources[0]
	}
	return after, neighbour
}

// accountManifest writes a ServiceAccount as its neighbour is written: with the
// same origin, and as JSON beside JSON.
func accountManifest(t target, annotations [][2]string, neighbour *manifest.Resource) []byte {
	source := ""
	if neighbour != nil {
		if name := neighbour.Annotation(manifest.FilenameAnnotation); name != "" {
			annotations = append(annotations, [2]string{manifest.FilenameAnnotation, name})
		} else if name := neighbour.Doc.Source(); name != "" {
			source = "# Source: " + name + "\n"
		}
		if neighbour.Text().IsJSON() {
			return accountJSON(t, annotations)
		}
	}
	var b strings.Builder
	b.WriteString(source + "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: " + t.name + "\n  namespace: " + t.namespace + "\n  annotations:\n")
	for _, a := range annotations {
		b.WriteString("    " + a[0] + ": " + strconv.Quote(a[1]) + "\n")
	}
	return []byte(b.String())
}

func accountJSON(t target, annotations [][2]string) []byte {
	var pairs []string
	for _, a := range annotations {
		pairs = append(pairs, strconv.Quote(a[0])+": "+strconv.Quote(a[1]))
	}
	return []byte(`{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "` + t.name + `", "namespace": "` + t.namespace +
		`", "annotations": {` + strings.Join(pairs, ", ") + "}}}\n")
}

// hooksOnly reports whether the stream is what Helm sends to have its hooks
// rendered alone: nothing is added there, because it would be added twice.
func (r *run) hooksOnly() bool {
	for _, res := range r.resources {
		if res.Annotation(kube.HookAnnotation) == "" {
			return false
		}
	}
	return len(r.resources) > 0
}
