package input

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/wi-postrender/postrender/bench/internal/subject"
)

// tiny makes very many documents of one short object each, the seven accounts
// at the end.
func tiny(seed uint64, documents int) []byte {
	r := newRand(seed)
	var b bytes.Buffer
	for i := range documents - len(subject.Accounts) {
		kind := []string{"ConfigMap", "Service", "ServiceAccount"}[r.IntN(3)]
		fmt.Fprintf(&b, "---\napiVersion: v1\nkind: %s\nmetadata: {name: tiny-%06d}\n", kind, i)
	}
	for _, name := range subject.Accounts {
		fmt.Fprintf(&b, "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: %s}\n", name)
	}
	return b.Bytes()
}

// scalarAside holds one huge text that is nobody's business, and the accounts.
func scalarAside(seed uint64) []byte {
	r := newRand(seed)
	var b bytes.Buffer
	b.WriteString("---\n")
	configMap(&b, r, "huge", 50*MB)
	for _, name := range subject.Accounts {
		b.WriteString("---\n")
		serviceAccount(&b, r, name)
	}
	return b.Bytes()
}

// scalarMatters holds a text as huge in the ConfigMap whose defaults are edited.
func scalarMatters(seed uint64) []byte {
	r := newRand(seed)
	var b bytes.Buffer
	appManager(&b, seed)
	b.WriteString("---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: vvp-appmanager-config\ndata:\n  globalDeploymentDefaults: |\n")
	b.WriteString(indent(defaults, "    "))
	b.WriteString("  notes.txt: |\n")
	prose(&b, r, 50*MB, "    ")
	return b.Bytes()
}

// embedded holds AppManager's application config of 1 MB as a text, and in it
// the defaults as a text again.
func embedded(seed uint64) []byte {
	r := newRand(seed)
	var b bytes.Buffer
	appManager(&b, seed)
	b.WriteString("---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: vvp-appmanager-config\ndata:\n  application-prod-user.yaml: |\n    features:\n")
	settings := func(size int) {
		for end := b.Len() + size; b.Len() < end; {
			fmt.Fprintf(&b, "    - name: %s-%d\n      enabled: %t   # %s\n      limits: {rate: %d, burst: %d}\n      message: \"%s %s\"\n",
				word(r), r.IntN(1e6), r.IntN(2) == 0, word(r), r.IntN(1e4), r.IntN(1e4), word(r), word(r))
		}
	}
	settings(MB / 2)
	b.WriteString("    vvp:\n      globalDeploymentDefaults: |\n")
	b.WriteString(indent(defaults, "        "))
	b.WriteString("      flinkConfigurationStream: |\n        kubernetes.taskmanager.labels: tier:stream\n    more:\n")
	settings(MB / 2)
	return b.Bytes()
}

// appManager writes the account and the workload that read the ConfigMap.
func appManager(b *bytes.Buffer, seed uint64) {
	b.WriteString("---\n")
	serviceAccount(b, newRand(seed), "vvp-appmanager")
	b.WriteString(`---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: vvp-appmanager
spec:
  serviceName: vvp-appmanager
  selector:
    matchLabels: {app: vvp-appmanager}
  template:
    metadata:
      labels: {app: vvp-appmanager}
    spec:
      serviceAccountName: vvp-appmanager
      containers:
      - name: appmanager
        image: registry.example.com/vvp-appmanager:3.1.3
        volumeMounts:
        - {name: config, mountPath: /vvp/config}
      volumes:
      - name: config
        configMap: {name: vvp-appmanager-config}
`)
}

const defaults = `spec:
  state: RUNNING
  template:
    spec:
      flinkConfiguration:
        execution.checkpointing.interval: 60s   # one minute
        kubernetes.jobmanager.labels: team:data
      resources:
        jobmanager: {cpu: 1, memory: 2G}
`

func indent(text, by string) string {
	return by + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+by) + "\n"
}
