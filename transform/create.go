package transform

import (
	"fmt"
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
	if !r.settings.Jobs.CreateServiceAccounts {
		return nil
	}
	all := r.stream.Peek()
	if len(all) == 0 || hooksOnly(all) {
		return nil
	}
	namespaces := r.jobNamespaces()
	if len(namespaces) == 0 {
		r.notMade("the render does not show the namespaces in which they run", "name them with --jobs-namespaces")
	}
	after, neighbour := placeForAccount(all)
	if neighbour.Text().IsJSON() && manifest.IsList(manifest.Str(neighbour.Text().Root(), "kind")) {
		r.notMade("the input is one JSON list", "make it a stream of documents, or make the accounts by hand")
		return nil
	}
	for _, ns := range namespaces {
		for _, t := range r.jobTargets() {
			t.namespace = ns
			for _, a := range r.accountBy.find(ns, t.name) {
				if r.namespace(a.Namespace) == "" {
					r.notMade("serviceaccount "+t.name+" of the render names no namespace, so it may be the one in "+ns, "say in which namespace the release is: --release-namespace")
				}
			}
			if r.hasAccount(t) {
				continue
			}
			if err := r.create(t, after, neighbour); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) notMade(why, fix string) {
	r.findings(report.Finding{Rule: "WI025", Severity: report.SeverityWarning, Fix: fix, Message: "no account was made for the jobs: " + why})
}

// jobTargets lists the jobs' accounts of the profiles.
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
		case kube.IsRoleBinding(res.APIVersion, res.Kind):
			for _, s := range manifest.Items(res.Node(), "subjects") {
				home := r.namespace(manifest.Str(s, "namespace"))
				if _, ours := r.targetOf(home, manifest.Str(s, "name")); ours && manifest.Str(s, "kind") == "ServiceAccount" && res.Namespace != home {
					add(res.Namespace)
				}
			}
		}
	}
	return out
}

// create adds one account, and what is known of it, to the stream.
func (r *run) create(t target, after int, neighbour *manifest.Resource) error {
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
	body := accountManifest(t, annotations, neighbour)
	r.stream.Add(after, body)
	ref := report.Resource{APIVersion: "v1", Kind: "ServiceAccount", Namespace: t.namespace, Name: t.name}
	r.report.Changes = append(r.report.Changes, report.Change{
		Action: report.Add, Effect: report.NoEffect, Resource: ref, After: clientID,
		Place: report.Place{Path: manifest.Path("metadata", "annotations", ClientIDAnnotation)},
		Hint:  "if it exists in the cluster already, Helm must be told to take it over: helm upgrade --take-ownership",
	})
	r.addAccount(&account{Resource: &manifest.Resource{APIVersion: "v1", Kind: "ServiceAccount", Namespace: t.namespace, Name: t.name}, target: t, clientID: clientID})
	return nil
}

// placeForAccount returns the document after which an account belongs, and the
// resource whose origin it shares: the last account, else what stands before the
// first workload, else the end.
func placeForAccount(all []*manifest.Resource) (after int, neighbour *manifest.Resource) {
	workload := 0
	neighbour = all[0]
	for _, res := range all {
		if res.Kind == "ServiceAccount" {
			after, neighbour = res.Doc.Index, res
		}
		if _, ok := kube.PodOf(res); ok && workload == 0 {
			workload = res.Doc.Index
		}
	}
	switch {
	case neighbour.Kind == "ServiceAccount":
	case workload > 0:
		after = workload - 1
	default:
		after = all[len(all)-1].Doc.Index
	}
	return after, neighbour
}

// accountManifest writes a ServiceAccount as its neighbour is written: with the
// same origin and line ending, and as JSON beside JSON.
func accountManifest(t target, annotations [][2]string, neighbour *manifest.Resource) []byte {
	source := ""
	if name := neighbour.Annotation(manifest.FilenameAnnotation); name != "" {
		annotations = append(annotations, [2]string{manifest.FilenameAnnotation, name})
	} else if name := neighbour.Doc.Source(); name != "" {
		source = "# Source: " + name + "\n"
	}
	format, separator := "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: %s\n  namespace: %s\n  annotations:\n    %s\n", "\n    "
	if neighbour.Text().IsJSON() {
		format, separator = `{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "%s", "namespace": "%s", "annotations": {%s}}}`+"\n", ", "
	}
	var pairs []string
	for _, a := range annotations {
		key := a[0]
		if neighbour.Text().IsJSON() {
			key = manifest.Quote(key)
		}
		pairs = append(pairs, key+": "+manifest.Quote(a[1]))
	}
	text := source + fmt.Sprintf(format, t.name, t.namespace, strings.Join(pairs, separator))
	return []byte(strings.ReplaceAll(text, "\n", neighbour.Text().LineBreak()))
}

// hooksOnly reports whether the stream is what Helm sends to have its hooks
// rendered alone: nothing is added there, because it would be added twice.
func hooksOnly(all []*manifest.Resource) bool {
	return !slices.ContainsFunc(all, func(r *manifest.Resource) bool { return r.Annotation(kube.HookAnnotation) == "" })
}
