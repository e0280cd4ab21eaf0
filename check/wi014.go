package check

import (
	"strconv"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
)

const proxyPortKey = "azure.workload.identity/proxy-sidecar-port"

var proxyPort = Rule{
	ID:       "WI014",
	Title:    "port of the proxy sidecar is no port, or taken by a container",
	Why:      "the webhook denies the pod, or two containers want one port",
	Fix:      "choose a free port from 1 to 65535 in the annotation " + proxyPortKey,
	Source:   "Azure/azure-workload-identity pkg/webhook/webhook.go, getProxyPort",
	Severity: report.SeverityError,
	Refuses:  true,
	run: func(p Pod, found func([]string, string, ...any)) {
		path := p.Path("metadata", "annotations", proxyPortKey)
		if p.Lookup(p.Path("metadata", "annotations", proxyKey)...) == nil || p.Lookup(path...) == nil {
			return
		}
		port, err := strconv.ParseInt(p.Str(path...), 10, 32)
		if err != nil || port < 1 || port > 65535 {
			found(path, "the proxy sidecar's port is not a number from 1 to 65535")
			return
		}
		for _, c := range p.Containers() {
			for _, taken := range manifest.Items(c, "ports") {
				if manifest.Str(taken, "containerPort") == strconv.FormatInt(port, 10) {
					found(path, "port %d is taken by container %s", port, manifest.Str(c, "name"))
				}
			}
		}
	},
}
