package check

import (
	"strconv"

	"github.com/wi-postrender/postrender/report"
)

const expirationKey = "azure.workload.identity/service-account-token-expiration"

var tokenExpiration = Rule{
	ID:       "WI011",
	Title:    "token expiration is no number of seconds from 3600 to 86400",
	Why:      "the webhook denies the pod",
	Fix:      "write seconds, e.g. \"3600\"",
	Source:   "Azure/azure-workload-identity pkg/webhook/webhook.go, getServiceAccountTokenExpiration",
	Severity: report.SeverityError,
	Blocks:   true,
	run: func(p Pod, found func([]string, string, ...any)) {
		path := p.Path("metadata", "annotations", expirationKey)
		if text := p.Str(path...); text != "" { // the webhook takes an empty one for none
			if !validExpiration(text) {
				found(path, "token expiration of the pod is not between 3600 and 86400 seconds")
			}
			return // the pod's own value counts
		}
		if p.Account == nil {
			return
		}
		if text := p.Account.Annotation(expirationKey); text != "" && !validExpiration(text) {
			found(p.Path("spec", "serviceAccountName"), "token expiration of serviceaccount %s is not between 3600 and 86400 seconds", p.Account.Name)
		}
	},
}

func validExpiration(text string) bool {
	n, err := strconv.ParseInt(text, 10, 64)
	return err == nil && n >= 3600 && n <= 86400
}
