package transform

import (
	"strings"

	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/values"
)

// infer fills settings that nobody gave from what the accounts of the profiles
// carry already. The jobs take the platform's identity only when no account of
// theirs has one.
func (r *run) infer() error {
	if r.settings.ClientID == "" {
		if err := r.inferRole(values.RolePlatform, "clientId"); err != nil {
			return err
		}
	}
	if r.settings.Jobs.ClientID == "" {
		return r.inferRole(values.RoleJobs, "jobs.clientId")
	}
	return nil
}

// inferRole takes a role's id from its accounts. When they disagree, an account
// without one cannot be completed.
func (r *run) inferRole(role values.Role, key string) error {
	var from, bare *account
	for _, a := range r.accounts {
		if a.target.role != role || a.target.clientID != "" {
			continue
		}
		switch id := a.clientID; {
		case id == "":
			bare = a
		case !values.IsGUID(id):
		case from == nil:
			from = a
		case !strings.EqualFold(id, from.clientID):
			return r.disagree(from, a, bare)
		}
	}
	if from == nil {
		return nil
	}
	r.settings.SetInferred(key, from.clientID, "inferred from serviceaccount "+from.title())
	if r.inferredFrom == nil {
		r.inferredFrom = map[values.Role]*account{}
	}
	r.inferredFrom[role] = from
	return nil
}

// disagree is nothing to worry about as long as every account has an id.
func (r *run) disagree(a, b, bare *account) error {
	if bare == nil {
		for _, c := range r.accounts {
			if c.target.role == b.target.role && c.target.clientID == "" && c.clientID == "" {
				bare = c
			}
		}
	}
	if bare == nil {
		return nil
	}
	return bare.Errorf(nil, "which client id is serviceaccount %s to have? serviceaccount %s has %s, serviceaccount %s has %s",
		bare.title(), a.title(), a.clientID, b.title(), b.clientID).WithHint("say it with --client-id, or --jobs-client-id for the jobs' accounts")
}

// identityOf returns the ids that an account should carry, "" where nobody said.
func (r *run) identityOf(t target) (clientID, tenantID string) {
	clientID, tenantID = r.settings.ClientID, r.settings.TenantID
	if t.role == values.RoleJobs && r.settings.Jobs.ClientID != "" {
		clientID = r.settings.Jobs.ClientID
	}
	if t.clientID != "" {
		clientID = t.clientID
	}
	if t.tenantID != "" || t.annotated {
		tenantID = t.tenantID
	}
	return clientID, tenantID
}

// tenantBeside returns the tenant id that belongs to an inferred client id which
// an account takes over: the identity is in that tenant, wherever it is used.
func (r *run) tenantBeside(t target, clientID string) string {
	from := r.inferredFrom[values.RolePlatform]
	if t.role == values.RoleJobs && r.inferredFrom[values.RoleJobs] != nil {
		from = r.inferredFrom[values.RoleJobs]
	}
	if from == nil || t.tenantID != "" || !strings.EqualFold(clientID, from.clientID) || !values.IsGUID(from.Annotation(TenantIDAnnotation)) {
		return ""
	}
	return from.Annotation(TenantIDAnnotation)
}

// origin says in words where an account's client id comes from.
func (r *run) origin(t target) string {
	switch {
	case t.clientID != "":
		return r.settings.Origin("serviceAccounts")
	case t.role == values.RoleJobs && r.settings.Jobs.ClientID != "":
		return r.settings.Origin("jobs.clientId")
	}
	return r.settings.Origin("clientId")
}

// title is an account's namespace and name.
func (a *account) title() string { return title(a.Ref()) }

func title(r report.Resource) string {
	if r.Namespace == "" {
		return r.Name
	}
	return r.Namespace + "/" + r.Name
}
