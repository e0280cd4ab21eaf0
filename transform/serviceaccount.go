package transform

import (
	"strconv"
	"strings"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/values"
)

// annotateAccounts gives each account its client id, and tenant id and token
// expiration where they are set, and makes the jobs' accounts where asked to.
func annotateAccounts(r *run) error {
	for _, a := range r.accounts {
		if err := r.annotate(a); err != nil {
			return err
		}
	}
	if err := r.createAccounts(); err != nil {
		return err
	}
	r.reportMissing()
	return nil
}

func (r *run) annotate(a *account) error {
	if a.target.external {
		return nil
	}
	clientID, tenantID := r.identityOf(a.target)
	if clientID == "" {
		if a.clientID != "" && values.IsGUID(a.clientID) {
			return nil
		}
		if a.clientID != "" {
			r.find(a.Resource, []string{"metadata", "annotations", ClientIDAnnotation}, "WI009", report.SeverityWarning, "write the client id of the identity",
				"its client id is not a GUID, which Azure will not know")
			return nil
		}
		return a.Errorf(nil, "serviceaccount %s needs a client id, and nobody gave one", a.title()).
			WithHint("say it with --client-id GUID, POSTRENDER_CLIENT_ID or spec.clientId in --config, or let the chart annotate its accounts")
	}
	if tenantID == "" && a.clientID == "" {
		tenantID = r.tenantBeside(a.target, clientID)
	}
	if err := r.ensureAnnotation(a, ClientIDAnnotation, "client id", clientID, r.origin(a.target)); err != nil {
		return err
	}
	a.clientID = clientID
	if tenantID != "" {
		if err := r.ensureAnnotation(a, TenantIDAnnotation, "tenant id", tenantID, r.settings.Origin("tenantId")); err != nil {
			return err
		}
	}
	if n := r.settings.TokenExpirationSeconds; n > 0 {
		return r.ensureAnnotation(a, ExpirationAnnotation, "token expiration", strconv.Itoa(n), r.settings.Origin("tokenExpirationSeconds"))
	}
	return nil
}

// ensureAnnotation writes an annotation. Another value that is there already is
// a conflict: somebody meant it.
func (r *run) ensureAnnotation(a *account, key, what, want, origin string) error {
	path := []string{"metadata", "annotations", key}
	have := strings.TrimSpace(a.Annotation(key))
	if have != "" && !strings.EqualFold(have, want) && !r.settings.Overwrite {
		return a.Errorf(path, "serviceaccount %s has %s %s, but %s says %s", a.title(), what, have, origin, want).
			WithHint("use --overwrite to replace it, or remove one of the two")
	}
	if a.Annotation(key) != "" && strings.EqualFold(a.Annotation(key), want) {
		want = a.Annotation(key) // GUIDs may be written in either case
	}
	return r.set(a.Resource, manifest.Scalar{Value: want}, report.Annotate, report.NoEffect, path...)
}

// reportMissing names the accounts of a profile that are not in the render
// although others of it are, with the commands that annotate them.
func (r *run) reportMissing() {
	var names, fixes []string
	for _, t := range r.targets {
		if t.annotated || t.external || len(r.accounts) == 0 || r.hasAccount(t) {
			continue
		}
		clientID, _ := r.identityOf(t)
		if clientID == "" {
			clientID = "CLIENT_ID"
		}
		fix := "kubectl"
		if t.namespace != "" {
			fix += " -n " + t.namespace
		}
		names = append(names, title(report.Resource{Namespace: t.namespace, Name: t.name}))
		fixes = append(fixes, fix+" annotate serviceaccount "+t.name+" "+ClientIDAnnotation+"="+clientID)
	}
	if len(names) > 0 {
		r.findings(report.Finding{
			Rule: "WI024", Severity: report.SeverityWarning, Fix: strings.Join(fixes, "\n"),
			Message: "accounts that need a client id are not in this render and must get it by hand: " + strings.Join(names, ", "),
		})
	}
}

// hasAccount reports whether the stream holds an account that is the target.
func (r *run) hasAccount(t target) bool { return len(r.accountBy.find(t.namespace, t.name)) > 0 }
