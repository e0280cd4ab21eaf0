package input

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// meta writes the first lines of an object, as charts' helpers render them.
func meta(b *bytes.Buffer, r *rand.Rand, apiVersion, kind, name string) {
	fmt.Fprintf(b, `apiVersion: %s
kind: %s
metadata:
  name: %s
  labels:
    app.kubernetes.io/name: %s
    app.kubernetes.io/instance: "umbrella"
    app.kubernetes.io/managed-by: Helm
    helm.sh/chart: %s-%d.%d.%d
`, apiVersion, kind, name, word(r), word(r), r.IntN(9), r.IntN(30), r.IntN(9))
}

func serviceAccount(b *bytes.Buffer, r *rand.Rand, name string) {
	meta(b, r, "v1", "ServiceAccount", name)
	b.WriteString("automountServiceAccountToken: true\n")
}

func accountIn(b *bytes.Buffer, r *rand.Rand, name, namespace string) {
	meta(b, r, "v1", "ServiceAccount", name)
	fmt.Fprintf(b, "  namespace: %s\n", namespace)
	b.WriteString("imagePullSecrets:\n- name: registry\n")
}

func service(b *bytes.Buffer, r *rand.Rand, name string) {
	meta(b, r, "v1", "Service", name)
	fmt.Fprintf(b, "spec:\n  type: ClusterIP\n  ports:\n  - name: http\n    port: %d\n    targetPort: http\n    protocol: TCP\n  selector:\n    app: %s\n",
		r.IntN(60_000), name)
}

func deployment(b *bytes.Buffer, r *rand.Rand, name string) {
	workload(b, r, name, "umbrella", name)
}

// workload writes a Deployment of one or two containers.
func workload(b *bytes.Buffer, r *rand.Rand, name, namespace, account string) {
	meta(b, r, "apps/v1", "Deployment", name)
	fmt.Fprintf(b, `  namespace: %s
spec:
  replicas: %d
  selector:
    matchLabels:
      app: %s
  template:
    metadata:
      annotations:
        checksum/config: %016x%016x%016x%016x
      labels:
        app: %s
    spec:
      serviceAccountName: %s
      securityContext: {runAsNonRoot: true, runAsUser: 1000}
      containers:
`, namespace, r.IntN(5), name, r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64(), name, account)
	for range 1 + r.IntN(2) {
		container := word(r) + "-" + strconv.Itoa(r.IntN(1e4))
		fmt.Fprintf(b, "      - name: %s\n        image: \"registry.example.com/%s:%d.%d\"\n        args: [\"--%s\", \"--%s=%d\"]\n        env:\n",
			container, container, r.IntN(9), r.IntN(90), word(r), word(r), r.IntN(100))
		for range 3 + r.IntN(5) {
			fmt.Fprintf(b, "        - name: %s\n          value: \"%d\"\n", strings.ToUpper(word(r)+"_"+word(r)), r.IntN(1e6))
		}
		fmt.Fprintf(b, `        ports:
        - name: http
          containerPort: %d
        livenessProbe:
          httpGet: {path: /healthz, port: http}
          periodSeconds: 10
        resources:
          limits: {cpu: "1", memory: %dMi}
          requests: {cpu: 100m, memory: 128Mi}
        volumeMounts:
        - name: config
          mountPath: /etc/%s
`, r.IntN(60_000), 256+r.IntN(4000), word(r))
	}
	fmt.Fprintf(b, "      volumes:\n      - name: config\n        configMap:\n          name: %s-config\n", name)
}

func role(b *bytes.Buffer, r *rand.Rand, name string) {
	meta(b, r, "rbac.authorization.k8s.io/v1", "Role", name)
	b.WriteString("rules:\n")
	for range 1 + r.IntN(4) {
		fmt.Fprintf(b, "- apiGroups: [\"\", apps]\n  resources: [%ss, %ss]\n  verbs: [get, list, watch]\n", word(r), word(r))
	}
}

func roleBinding(b *bytes.Buffer, r *rand.Rand, name string) {
	meta(b, r, "rbac.authorization.k8s.io/v1", "RoleBinding", name)
	fmt.Fprintf(b, "roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: %s\nsubjects:\n- kind: ServiceAccount\n  name: %s\n  namespace: umbrella\n",
		name, name)
}

func secret(b *bytes.Buffer, r *rand.Rand, name string) {
	meta(b, r, "v1", "Secret", name)
	b.WriteString("type: Opaque\ndata:\n  tls.crt: ")
	base64Text(b, r, 1600)
	b.WriteString("\n  password: ")
	base64Text(b, r, 24)
	b.WriteByte('\n')
}

func networkPolicy(b *bytes.Buffer, r *rand.Rand, name string) {
	meta(b, r, "networking.k8s.io/v1", "NetworkPolicy", name)
	fmt.Fprintf(b, "spec:\n  podSelector:\n    matchLabels: {app: %s}\n  policyTypes: [Ingress]\n  ingress:\n  - ports:\n    - {port: %d, protocol: TCP}\n",
		name, r.IntN(60_000))
}

// configMap writes one text of about size bytes.
func configMap(b *bytes.Buffer, r *rand.Rand, name string, size int) {
	meta(b, r, "v1", "ConfigMap", name)
	fmt.Fprintf(b, "data:\n  %s.conf: |\n    %s\n", word(r), word(r))
	prose(b, r, size-400, "    ")
}

// dashboard writes a ConfigMap with a dashboard: one in four as a quoted line,
// the others as a literal text.
func dashboard(b *bytes.Buffer, r *rand.Rand, name string) {
	meta(b, r, "v1", "ConfigMap", name)
	lines := panels(r, 20+r.IntN(40))
	if r.IntN(4) == 0 {
		quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(strings.Join(lines, "\n"))
		fmt.Fprintf(b, "data:\n  dashboard.json: \"%s\"\n", strings.ReplaceAll(quoted, "\n", `\n`))
		return
	}
	b.WriteString("data:\n  dashboard.json: |-\n    " + strings.Join(lines, "\n    ") + "\n")
}

// crd writes a CustomResourceDefinition with a schema three levels deep.
func crd(b *bytes.Buffer, r *rand.Rand, name string) {
	plural := strings.ReplaceAll(name, "-", "") + "s"
	meta(b, r, "apiextensions.k8s.io/v1", "CustomResourceDefinition", plural+".example.com")
	fmt.Fprintf(b, `spec:
  group: example.com
  names: {kind: App%s, plural: %s}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
`, strings.ToUpper(plural[:1])+plural[1:], plural)
	for i := range 12 {
		fmt.Fprintf(b, "          %s%d:\n            type: object\n            description: |-\n", word(r), i)
		prose(b, r, 300, "              ")
		b.WriteString("            properties:\n")
		for j := range 10 {
			fmt.Fprintf(b, "              %s%d:\n                description: The %s of the %s, \"%s\" when it is missing.\n                type: %s\n",
				word(r), j, word(r), word(r), word(r), []string{"string", "integer", "boolean"}[r.IntN(3)])
		}
	}
}
