package check

import "github.com/wi-postrender/postrender/report"

const proxyKey = "azure.workload.identity/inject-proxy-sidecar"

var proxyHostNetwork = Rule{
	ID:       "WI013",
	Title:    "proxy sidecar asked for in a pod on the host's network",
	Why:      "the webhook denies the pod; it looks for the annotation alone, whatever its value",
	Fix:      "remove the annotation " + proxyKey + ", or hostNetwork",
	Source:   "Azure/azure-workload-identity pkg/webhook/webhook.go, Handle",
	Severity: report.SeverityError,
	Blocks:   true,
	run: func(p Pod, found func([]string, string, ...any)) {
		path := p.Path("metadata", "annotations", proxyKey)
		if p.Lookup(path...) != nil && p.Str(p.Path("spec", "hostNetwork")...) == "true" {
			found(path, "the pod uses the host's network and asks for the proxy sidecar")
		}
	},
}
