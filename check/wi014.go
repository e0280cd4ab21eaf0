package check

import (
	"strconv"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
)

const proxyPortKey = "azure.workload.identity/proxy-sidecar-port"

// defaultProxyPort is the one that the webhook takes without the annotation.
const defaultProxyPort = "8000"

var proxyPort = Rule{
	ID:       "WI014",
	Title:    "port of the proxy sidecar is no port",
	Why:      "the webhook or the API server denies the pod",
	Fix:      "choose a port from 1 to 65535 in the annotation " + proxyPortKey,
	Source:   "Azure/azure-workload-identity pkg/webhook/webhook.go, getProxyPort",
	Severity: report.SeverityError,
	Blocks:   true,
	run: func(p Pod, found func([]string, string, ...any)) {
		path := p.Path("metadata", "annotations", proxyPortKey)
		if p.Lookup(p.Path("metadata", "annotations", proxyKey)...) == nil || p.Lookup(path...) == nil {
			return
		}
		if port, err := strconv.ParseInt(p.Str(path...), 10, 32); err != nil || port < 1 || port > 65535 {
			found(path, "the proxy sidecar's port is not a number from 1 to 65535")
		}
	},
}

var proxyPortTaken = Rule{
	ID:       "WI014",
	Title:    "port of the proxy sidecar is taken by a container",
	Why:      "two containers of the pod want one port, and the second one fails",
	Fix:      "choose a free port in the annotation " + proxyPortKey,
	Source:   proxyPort.Source,
	Severity: report.SeverityError,
	run: func(p Pod, found func([]string, string, ...any)) {
		path := p.Path("metadata", "annotations", proxyPortKey)
		if p.Lookup(p.Path("metadata", "annotations", proxyKey)...) == nil {
			return
		}
		port := defaultProxyPort
		if set := p.Str(path...); set != "" {
			port = set
		}
		for _, c := range p.Containers() {
			for _, taken := range manifest.Items(c, "ports") {
				if manifest.Str(taken, "containerPort") == port {
					found(path, "port %s of the proxy sidecar is taken by container %s", port, manifest.Str(c, "name"))
				}
			}
		}
	},
}
