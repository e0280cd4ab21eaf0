// Package subject is what the programs of this module agree on: which accounts
// get an identity, and how that is written.
package subject

// What is written to the accounts and to the pods that run as them.
const (
	ClientID           = "11111111-2222-3333-4444-555555555555"
	ClientIDAnnotation = "azure.workload.identity/client-id"
	UseLabel           = "azure.workload.identity/use"
)

// Accounts are the service accounts of postrender's profile vvp3.
var Accounts = []string{
	"vvp-appmanager", "vvp-gateway", "flink-vvp-sa-vvc", "flink-vvp-sql-jar-nginx-sa-vvc", "vvp-autopilot",
	"flink-job-sa-vvc", "vvr-task-manager-vvc",
}

// Templates are the paths of the pod templates that the peers label, by kind.
var Templates = map[string][]string{
	"Deployment":  {"spec", "template"},
	"StatefulSet": {"spec", "template"},
	"DaemonSet":   {"spec", "template"},
	"Job":         {"spec", "template"},
	"CronJob":     {"spec", "jobTemplate", "spec", "template"},
}
