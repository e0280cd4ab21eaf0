package transform

import (
	"slices"

	"github.com/wi-postrender/postrender/flink"
	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/values"
)

const vvp3 = "vvp3"

// target is a service account that should have an identity.
type target struct {
	name, namespace    string // namespace "": any
	role               values.Role
	clientID, tenantID string // its own; "": those of its role
	external           bool   // it is annotated elsewhere
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
		if carrier || res.Kind == "ServiceAccount" && slices.ContainsFunc(p.Accounts, func(a values.ProfileAccount) bool { return a.Name == res.Name }) {
			r.profiles = append(r.profiles, p)
			return
		}
	}
}

// findTargets lists the accounts that should have an identity. Those of the
// settings come first, because they say more than a profile does.
func (r *run) findTargets() {
	for _, a := range r.settings.ServiceAccounts {
		r.addTarget(target{a.Name, a.Namespace, values.RolePlatform, a.ClientID, a.TenantID, a.External})
	}
	for _, p := range r.profiles {
		for _, a := range p.Accounts {
			if a.Role == values.RoleJobs && len(r.settings.Jobs.Namespaces) > 0 {
				for _, ns := range r.settings.Jobs.Namespaces {
					r.addTarget(target{name: a.Name, namespace: ns, role: a.Role})
				}
				continue
			}
			t := target{name: a.Name, role: a.Role}
			if a.Role == values.RolePlatform {
				t.namespace = r.settings.Release.Namespace
			}
			r.addTarget(t)
		}
		if p.Annotated {
			r.addAnnotated()
		}
	}
}

// addAnnotated makes every account that carries a client id a target with that id.
func (r *run) addAnnotated() {
	for _, res := range r.resources {
		if id := res.Annotation(ClientIDAnnotation); res.Kind == "ServiceAccount" && id != "" && res.Name != "default" {
			r.addTarget(target{name: res.Name, namespace: res.Namespace, clientID: id, tenantID: res.Annotation(TenantIDAnnotation)})
		}
	}
}

// genericNames are names of targets that were not known before the first look.
func (r *run) genericNames() []string {
	var names []string
	for _, t := range r.targets {
		if t.role == "" {
			names = append(names, t.name)
		}
	}
	return names
}

// findAccounts pairs the stream's accounts with the targets.
func (r *run) findAccounts() {
	for _, res := range r.resources {
		if res.Kind != "ServiceAccount" || res.APIVersion != "v1" {
			continue
		}
		if t, ok := r.targetOf(res.Namespace, res.Name); ok {
			r.addAccount(&account{Resource: res, target: t, clientID: res.Annotation(ClientIDAnnotation)})
			r.subjects++
		}
	}
}

func (r *run) addAccount(a *account) {
	r.accounts = append(r.accounts, a)
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
