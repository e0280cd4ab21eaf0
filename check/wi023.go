package check

import "github.com/wi-postrender/postrender/report"

var recreate = Rule{
	ID:       "WI023",
	Title:    "a Job that is no hook, or a bare Pod, was changed",
	Why:      "their pod templates are immutable: an upgrade of a release that has them already fails",
	Fix:      "delete the object before upgrading",
	Source:   "Kubernetes API: Job spec.template and Pod metadata and spec are immutable after creation",
	Severity: report.SeverityWarning,
	run: func(p Pod, found func([]string, string, ...any)) {
		if p.Edited && p.Effect() == report.Recreate {
			found(p.Path("metadata", "labels"), "an existing %s cannot be changed: delete it before upgrading", p.Kind)
		}
	},
}
