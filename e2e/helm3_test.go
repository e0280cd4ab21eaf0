package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	platformAccounts = []string{
		"/vvp-appmanager", "/vvp-gateway", "/flink-vvp-sa-vvc", "/flink-vvp-sql-jar-nginx-sa-vvc", "/vvp-autopilot",
	}
	jobAccounts = []string{"vvp-deploy/flink-job-sa-vvc", "vvp-deploy/vvr-task-manager-vvc"}

	// Every workload of the stand-in chart that runs as one of the platform's
	// accounts and is no hook. vvp-event-export stands beside vvp-housekeeping
	// in one List, but runs as the default account.
	labelled = set(
		"StatefulSet/vvp-appmanager", "StatefulSet/vvp-gateway", "StatefulSet/vvp-sql",
		"Deployment/vvp-appagent", "Deployment/vvp-sql-jar-nginx", "Deployment/vvp-autopilot",
		"Job/vvp-appmanager-schema-migration", "CronJob/vvp-appmanager-savepoint-prune", "CronJob/vvp-housekeeping",
	)
	// Who reads AppManager's configuration; the advisor runs as no account of ours.
	readers = set("StatefulSet/vvp-appmanager", "Deployment/vvp-advisor")
)

func set(names ...string) map[string]bool {
	out := map[string]bool{}
	for _, n := range names {
		out[n] = true
	}
	return out
}

func ids(platform, jobs string) map[string]string {
	out := map[string]string{}
	for _, a := range platformAccounts {
		out[a] = platform
	}
	for _, a := range jobAccounts {
		out[a] = jobs
	}
	return out
}

func equal(t *testing.T, what string, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// config writes a settings file, and returns the flag that names it.
func config(t *testing.T, spec string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "postrender.yaml")
	content := "apiVersion: postrender.dev/v1alpha1\nkind: WorkloadIdentity\nmetadata: {name: vvp}\nspec:\n" + spec
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return "--config=" + path
}

// The captured streams are what the rest of the repository tests with.
func TestStreamsAreCurrent(t *testing.T) {
	for name, args := range map[string][]string{
		"vvp3-plain":            nil,
		"vvp3-chart-identity":   {"--values", identityValues},
		"vvp3-defaults-mapping": {"--values", mappingValues},
	} {
		want, err := os.ReadFile("../fixtures/" + name + ".helm3.yaml")
		if err != nil {
			t.Fatal(err)
		}
		// Without a renderer and without hooks, helm prints what a renderer
		// would be given.
		if template(t, append(args, "--no-hooks")...).ok(t) != string(want) {
			t.Errorf("%s.helm3.yaml is not what the chart renders: make fixtures", name)
		}
	}
}

func TestGoodSettings(t *testing.T) {
	cases := []struct {
		name     string
		helm     []string
		settings []string
		accounts map[string]string
	}{
		{"flag", nil, []string{"--client-id", clientID}, ids(clientID, clientID)},
		{"config file", nil, []string{config(t, "  clientId: "+clientID+"\n")}, ids(clientID, clientID)},
		{"two identities", nil, []string{"--client-id=" + clientID, "--jobs-client-id=" + jobsID}, ids(clientID, jobsID)},
		{"release namespace", nil, []string{"--client-id=" + clientID, "--release-namespace=vvp-system"}, ids(clientID, clientID)},
		{"inferred from the chart", []string{"--values", identityValues}, nil, ids(clientID, clientID)},
		{"mapping", []string{"--values", mappingValues}, []string{"--client-id=" + clientID}, ids(clientID, clientID)},
		{"overwrite", []string{"--values", identityValues}, []string{"--client-id=" + otherID, "--overwrite"}, ids(otherID, otherID)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			helmArgs := append(c.helm, "--no-hooks")
			before := template(t, helmArgs...).ok(t)
			after := rendered(t, helmArgs, c.settings...).ok(t)

			if c.name != "overwrite" { // which replaces ids: nothing of the old lines is kept
				onlyOurs(t, before, after)
			}
			old, all := objects(t, before), objects(t, after)
			equal(t, "annotated accounts", c.accounts, accounts(all))
			equal(t, "labelled pods", labelled, withPod(all, "true", "metadata", "labels", useKey))
			equal(t, "pods that roll for the configuration", readers, withPod(all, "", "metadata", "annotations", editsKey))
			equal(t, "number of objects", len(old), len(all))
			for i := range old {
				equal(t, name(old[i]), stripped(old[i]), stripped(all[i]))
			}
			if again := rendered(t, helmArgs, c.settings...).ok(t); again != after {
				t.Error("the same render came out differently the second time")
			}
			if twice := run(t, after, postrender(t), c.settings...).ok(t); twice != after {
				t.Errorf("the output, rendered again, changed: %+v", diff(after, twice))
			}
			// helm template trims the stream's end, and so does not show what
			// the tool itself wrote there.
			if bare := run(t, before, postrender(t), c.settings...).ok(t); bare != after {
				t.Errorf("in a pipe the result differs: %+v", diff(after, bare))
			}
		})
	}
}

func TestFlagAndConfigFileAgree(t *testing.T) {
	flag := rendered(t, nil, "--client-id", clientID).ok(t)
	file := rendered(t, nil, config(t, "  clientId: "+clientID+"\n")).ok(t)
	if flag != file {
		t.Errorf("flag and file differ: %+v", diff(flag, file))
	}
}

func TestTenant(t *testing.T) {
	out := rendered(t, nil, "--client-id="+clientID, "--tenant-id="+otherID).ok(t)
	n := strings.Count(out, "azure.workload.identity/tenant-id")
	if want := len(ids("", "")); n != want {
		t.Errorf("%d accounts have the tenant, want %d", n, want)
	}
}

func TestDefaultsAsText(t *testing.T) {
	all := objects(t, rendered(t, nil, "--client-id", clientID).ok(t))
	vvp := at(appmanager(t, all), "vvp")

	deployment := at(decode(t, text(vvp, "globalDeploymentDefaults")), "spec", "template", "spec", "flinkConfiguration")
	equal(t, "globalDeploymentDefaults", any("team:data,"+flinkPair), at(deployment, "kubernetes.jobmanager.labels"))
	equal(t, "globalDeploymentDefaults", any(flinkPair), at(deployment, "kubernetes.taskmanager.labels"))

	session := at(decode(t, text(vvp, "globalSessionClusterDefaults")), "spec", "flinkConfiguration")
	equal(t, "globalSessionClusterDefaults", any(flinkPair), at(session, "kubernetes.jobmanager.labels"))
	equal(t, "globalSessionClusterDefaults", any(flinkPair), at(session, "kubernetes.taskmanager.labels"))

	// Here a key is mended where it stands, because it would replace the
	// defaults' value; it is never added.
	stream := decode(t, text(vvp, "flinkConfigurationStream"))
	equal(t, "flinkConfigurationStream", any("tier:stream,"+flinkPair), at(stream, "kubernetes.taskmanager.labels"))
	equal(t, "flinkConfigurationStream", nil, at(stream, "kubernetes.jobmanager.labels"))
	if batch := text(vvp, "flinkConfigurationBatch"); strings.Contains(batch, "labels") {
		t.Errorf("flinkConfigurationBatch had no such key: %q", batch)
	}

	// What merely looks like defaults, or is the chart's own, stays as it is.
	for _, path := range [][]string{{"systemDeploymentDefaults"}, {"systemSessionClusterDefaults"}} {
		if s := text(vvp, path...); strings.Contains(s, flinkPair) {
			t.Errorf("%v was edited: %q", path, s)
		}
	}
	for _, look := range []string{"vvp-defaults-reference", "vvp-console-ui-texts", "vvp-sql-config", "vvp-sql-flink-conf", "vvp-gateway-config"} {
		data, err := json.Marshal(at(find(t, all, "ConfigMap/"+look), "data"))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "azure.workload.identity") {
			t.Errorf("ConfigMap %s was edited: %s", look, data)
		}
	}
}

func TestDefaultsAsMapping(t *testing.T) {
	all := objects(t, rendered(t, []string{"--values", mappingValues}, "--client-id", clientID).ok(t))
	vvp := at(appmanager(t, all), "vvp")
	defaults := at(vvp, "globalDeploymentDefaults")

	// The named field serves streaming and batch alike; either half may also
	// carry its own.
	for _, half := range []string{"spec", "batchSpec"} {
		for _, key := range []string{"kubernetes.jobmanager.labels", "kubernetes.taskmanager.labels"} {
			values := text(defaults, "flinkConfiguration", key) + text(defaults, half, "template", "spec", "flinkConfiguration", key)
			if !strings.Contains(values, flinkPair) {
				t.Errorf("%s of %s: %q", key, half, values)
			}
		}
	}
	equal(t, "existing labels", any("team:data,tier:lab,"+flinkPair), at(defaults, "flinkConfiguration", "kubernetes.taskmanager.labels"))
	equal(t, "batch mode", any("BATCH"), at(defaults, "batchSpec", "template", "spec", "flinkConfiguration", "execution.runtime-mode"))

	session := text(vvp, "globalSessionClusterDefaults")
	if !strings.HasPrefix(session, "# Session clusters share one pool.  \n") {
		t.Errorf("the comment and its trailing blanks are gone: %q", session)
	}
	equal(t, "globalSessionClusterDefaults", any(flinkPair), at(decode(t, session), "spec", "flinkConfiguration", "kubernetes.jobmanager.labels"))
}

func TestCustomResources(t *testing.T) {
	all := objects(t, rendered(t, []string{"--values", identityValues}).ok(t))
	flink := func(kindAndName string) any {
		return at(find(t, all, kindAndName), "spec", "deployment", "spec", "template", "spec", "flinkConfiguration")
	}
	has := func(what string, value any) {
		t.Helper()
		if s, _ := value.(string); !strings.Contains(s, flinkPair) {
			t.Errorf("%s is %#v", what, value)
		}
	}
	for _, name := range []string{"VvpDeployment/top-speed-windowing", "VvpDeployment/fraud-detection"} {
		has(name+" JobManager", at(flink(name), "kubernetes.jobmanager.labels"))
		has(name+" TaskManager", at(flink(name), "kubernetes.taskmanager.labels"))
	}
	equal(t, "merged value", any("team:data,"+flinkPair), at(flink("VvpDeployment/top-speed-windowing"), "kubernetes.jobmanager.labels"))

	// The defaults get the exact key, which would shadow the prefix key that is there: so both stand in an exact key.
	clicks := flink("Vvp3Deployment/clickstream")
	has("Vvp3Deployment/clickstream JobManager", at(clicks, "kubernetes.jobmanager.labels"))
	equal(t, "exact key", any(flinkPair+",tier:gold"), at(clicks, "kubernetes.taskmanager.labels"))
	equal(t, "prefix key", any("gold"), at(clicks, "kubernetes.taskmanager.labels.tier"))

	if n := len(toObject(flink("VvpDeployment/ad-hoc"))); n != 0 {
		t.Errorf("a session-mode deployment got %d settings; its pods are the session cluster's", n)
	}
}

// Helm 3 keeps hooks from a post-renderer and prints them after its output.
func TestHooksAreNotOurs(t *testing.T) {
	with, without := template(t).ok(t), template(t, "--no-hooks").ok(t)
	hooks, found := strings.CutPrefix(with, without)
	if !found || !strings.Contains(hooks, "vvp-appmanager-warmup") {
		t.Fatal("helm does not print the hooks last")
	}
	out := rendered(t, nil, "--client-id", clientID).ok(t)
	if want := rendered(t, []string{"--no-hooks"}, "--client-id", clientID).ok(t) + hooks; out != want {
		t.Errorf("hooks and the rest do not add up: %+v", diff(want, out))
	}
}

func TestIncludeCRDs(t *testing.T) {
	args := []string{"--include-crds", "--no-hooks"}
	before, after := template(t, args...).ok(t), rendered(t, args, "--client-id", clientID).ok(t)
	onlyOurs(t, before, after)
	head, _, found := strings.Cut(before, "# Source: ververica-platform/charts/api-gateway/")
	if !found || strings.Count(head, "kind: CustomResourceDefinition") != 2 {
		t.Fatal("the chart's two definitions do not come first")
	}
	if !strings.HasPrefix(after, head) {
		t.Error("the custom resource definitions changed")
	}
}

// --show-only finds a document again by its "# Source:" line.
func TestShowOnly(t *testing.T) {
	for file, want := range map[string]int{
		"templates/job-accounts.yaml":                             2,
		"charts/vvp-appagent/templates/serviceaccount-nginx.yaml": 1,
		"charts/vvp-appmanager/templates/statefulset.yaml":        0,
	} {
		args := []string{"--show-only", file}
		before, after := template(t, args...).ok(t), rendered(t, args, "--client-id", clientID).ok(t)
		onlyOurs(t, before, after)
		if got := len(accounts(objects(t, after))); got != want {
			t.Errorf("%s: %d accounts annotated, want %d", file, got, want)
		}
	}
}

// Whatever is wrong, helm must end with an error, print no manifest, and show
// our message and hint.
func TestBadSettings(t *testing.T) {
	cases := []struct {
		name     string
		helm     []string
		settings []string
		says     []string
	}{
		{"no GUID", nil, []string{"--client-id", "not-a-guid"}, []string{"--client-id", "is not a GUID"}},
		{"no client id", nil, nil, []string{"--client-id"}},
		{"unknown key", nil, []string{config(t, "  clientID: "+clientID+"\n")}, []string{"clientID", "clientId"}},
		{"no such file", nil, []string{"--config=missing.yaml"}, []string{"missing.yaml"}},
		{"another id", []string{"--values", identityValues}, []string{"--client-id", otherID}, []string{clientID, otherID}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			record := filepath.Join(t.TempDir(), "report.json")
			r := rendered(t, c.helm, append(c.settings, "--report", record)...)
			if r.code == 0 {
				t.Error("helm ended with 0")
			}
			if r.stdout != "" {
				t.Errorf("helm printed %d bytes of manifests", len(r.stdout))
			}
			frame := "error while running post render on files"
			for _, want := range append(c.says, frame, "postrender: error: ", "postrender: hint: ", "exit status 1") {
				if !strings.Contains(r.stderr, want) {
					t.Errorf("stderr lacks %q:\n%s", want, r.stderr)
				}
			}
			var got struct {
				Result string
				Error  struct{ Message, Hint string }
			}
			data, err := os.ReadFile(record)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &got); err != nil {
				t.Fatal(err)
			}
			if got.Result != "failed" || got.Error.Message == "" || got.Error.Hint == "" {
				t.Errorf("the record does not say why: %s", data)
			}
		})
	}
}

func TestReport(t *testing.T) {
	record := filepath.Join(t.TempDir(), "report.json")
	rendered(t, nil, "--client-id", clientID, "--report", record).ok(t)
	data, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Result  string
		Changes []struct {
			Action, Effect string
			Resource       struct{ Kind, Name string }
		}
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	effects := map[string]string{}
	annotated := 0
	for _, change := range got.Changes {
		if change.Resource.Kind == "ServiceAccount" {
			annotated++
		}
		if change.Action == "label" {
			effects[change.Resource.Kind+"/"+change.Resource.Name] = change.Effect
		}
	}
	equal(t, "result", "ok", got.Result)
	equal(t, "changed accounts", len(ids("", "")), annotated)
	// A Job's pod template cannot be changed in place.
	equal(t, "effect on the Job", "recreate", effects["Job/vvp-appmanager-schema-migration"])
	equal(t, "effect on a StatefulSet", "rolls", effects["StatefulSet/vvp-gateway"])
}
