package transform

import (
	"slices"
	"strings"

	"github.com/wi-postrender/postrender/flink"
	"github.com/wi-postrender/postrender/kube"
	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/values"
)

const vvp3 = "vvp3"

// target is a service account that should have an identity.
type target struct {
	name, namespace    string      // namespace "": any
	role               values.Role // in the profile that names it; "" in none
	clientID, tenantID string      // its own; "": those of its role, or the platform's
	external           bool        // it is annotated elsewhere, and left alone
	annotated          bool        // it is a target because it carries an id already
}

// addTarget puts a target behind those that are known, which are stronger.
func (r *run) addTarget(t target) {
	r.targetsBy.add(t.namespace, t.name, len(r.targets))
	r.targets = append(r.targets, t)
}

// targetOf returns the strongest target that an account of that namespace and
// name is.
func (r *run) targetOf(namespace, name string) (target, bool) {
	found := r.targetsBy.find(r.namespace(namespace), name)
	if len(found) == 0 {
		return target{}, false
	}
	return r.targets[slices.Min(found)], true
}

// account is a ServiceAccount of the stream that is a target.
type account struct {
	*manifest.Resource
	target   target
	clientID string // that it ends with; "" none
	skipped  bool   // it opted out: it is known, and never written
}

// chooseProfiles decides which profiles apply: those that were chosen, else vvp3
// where the render holds one of its accounts or a VVP resource.
func (r *run) chooseProfiles() {
	for _, name := range slices.Compact(slices.Sorted(slices.Values(r.settings.Profiles))) {
		if p, ok := values.Profile(name); ok {
			r.profiles = append(r.profiles, p)
		}
	}
	if len(r.settings.Profiles) > 0 {
		return
	}
	p, _ := values.Profile(vvp3)
	for _, res := range r.resources {
		_, carrier, _ := flink.CarrierOf(res)
		if carrier || kube.IsServiceAccount(res.APIVersion, res.Kind) && slices.ContainsFunc(p.Accounts, func(a values.ProfileAccount) bool { return a.Name == res.Name }) {
			r.profiles = append(r.profiles, p)
			return
		}
	}
}

// findTargets lists the accounts that should have an identity. Those of the
// settings come first, because they say more than a profile does; those that
// are targets because of what they carry come last.
func (r *run) findTargets() {
	for _, a := range r.settings.ServiceAccounts {
		r.addTarget(target{name: a.Name, namespace: a.Namespace, role: r.roleOf(a.Name), clientID: a.ClientID, tenantID: a.TenantID, external: a.External})
	}
	for _, p := range r.profiles {
		for _, a := range p.Accounts {
			r.addProfileTarget(a)
		}
	}
	if !r.annotated() {
		return
	}
	for _, res := range r.resources {
		id := res.Annotation(ClientIDAnnotation)
		if _, known := r.targetOf(res.Namespace, res.Name); known || !kube.IsServiceAccount(res.APIVersion, res.Kind) || id == "" || res.Name == "default" {
			continue
		}
		r.addTarget(target{name: res.Name, namespace: res.Namespace, clientID: id, tenantID: res.Annotation(TenantIDAnnotation), annotated: true})
	}
}

// annotated reports whether accounts are targets because of what they carry.
func (r *run) annotated() bool {
	return slices.ContainsFunc(r.settings.Profiles, func(name string) bool {
		p, _ := values.Profile(name)
		return p.Annotated
	})
}

// addProfileTarget adds an account of a profile: the platform's are in the
// release's namespace, the jobs' in theirs, as far as those are known.
func (r *run) addProfileTarget(a values.ProfileAccount) {
	namespaces := r.settings.Jobs.Namespaces
	if a.Role == values.RolePlatform {
		namespaces = []string{r.settings.Release.Namespace}
	}
	if len(namespaces) == 0 {
		namespaces = []string{""}
	}
	for _, ns := range namespaces {
		r.addTarget(target{name: a.Name, namespace: ns, role: a.Role})
	}
}

// roleOf returns the role that a profile gives an account of that name.
func (r *run) roleOf(name string) values.Role {
	for _, p := range r.profiles {
		for _, a := range p.Accounts {
			if a.Name == name {
				return a.Role
			}
		}
	}
	return ""
}

// annotatedNames are the names of targets that were not known before the first
// look.
func (r *run) annotatedNames() []string {
	var names []string
	for _, t := range r.targets {
		if t.annotated {
			names = append(names, t.name)
		}
	}
	return names
}

// findAccounts pairs the stream's accounts with the targets. An account of a
// profile in another namespace than the settings say is none, which may be a
// mistake in either.
func (r *run) findAccounts() {
	for _, res := range append(slices.Clone(r.resources), r.skipped...) {
		if !kube.IsServiceAccount(res.APIVersion, res.Kind) {
			continue
		}
		skipped := res.Annotation(SkipAnnotation) == "true"
		if t, ok := r.targetOf(res.Namespace, res.Name); ok {
			r.addAccount(&account{Resource: res, target: t, clientID: strings.TrimSpace(res.Annotation(ClientIDAnnotation)), skipped: skipped})
			continue
		}
		if r.roleOf(res.Name) != "" && !skipped {
			r.find(res, []string{"metadata", "namespace"}, "WI027", report.SeverityWarning, "set --release-namespace or --jobs-namespaces to what the render says",
				"it has the name of an account of the profile, but not a namespace that the settings name: left alone")
		}
	}
}

func (r *run) addAccount(a *account) {
	if !a.skipped {
		r.accounts = append(r.accounts, a)
		r.subjects++
	}
	r.accountBy.add(r.namespace(a.Namespace), a.Name, a)
}

// accountOf returns the target account that pods of a namespace run as, nil
// when the stream does not hold it; ok is false when the account is no target or
// ends without an identity.
func (r *run) accountOf(namespace, name string) (a *account, ok bool) {
	for _, a := range r.accountBy.find(r.namespace(namespace), name) {
		if a.clientID != "" || a.target.external {
			return a, true
		}
	}
	t, ok := r.targetOf(namespace, name)
	return nil, ok && t.external
}

// usesVVP reports whether a profile with VVP's own resources applies.
func (r *run) usesVVP() bool {
	return slices.ContainsFunc(r.profiles, func(p values.ProfileData) bool { return p.VVPResources })
}
