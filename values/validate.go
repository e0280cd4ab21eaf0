package values

import (
	"strings"
)

// Validate checks the values, each by itself and, for accounts, against each
// other. The error is a [report.Error] that names the setting and its origin;
// ids that are not GUIDs are not repeated in it.
func (s Settings) Validate() error {
	for _, row := range table {
		if f := row.cell.check(s); f != nil {
			return f.in(row.Key).at(s.origins[row.Key].place())
		}
	}
	return s.checkAccounts().at(s.origins["serviceAccounts"].place())
}

// checkAccounts refuses an account that is listed with two client ids: either
// could be meant.
func (s Settings) checkAccounts() *fault {
	type account struct{ namespace, name string }
	ids := map[account]string{}
	for _, a := range s.ServiceAccounts {
		key := account{a.Namespace, a.Name}
		first := ids[key]
		if first == "" {
			ids[key] = a.ClientID
			continue
		}
		if a.ClientID != "" && !strings.EqualFold(first, a.ClientID) {
			return faultf("lists %s with two client ids, %s and %s", a, first, a.ClientID).
				in("serviceAccounts").withHint("keep one of them")
		}
	}
	return nil
}

// String is the account as kubectl's messages write it: namespace/name, or the
// name alone when the namespace is not given.
func (a ServiceAccount) String() string {
	if a.Namespace == "" {
		return a.Name
	}
	return a.Namespace + "/" + a.Name
}
