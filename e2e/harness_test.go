package e2e

import (
	"bytes"
	"cmp"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	clientID = "11111111-2222-3333-4444-555555555555" // also in ci/workload-identity.yaml
	jobsID   = "66666666-7777-8888-9999-aaaaaaaaaaaa"
	otherID  = "bbbbbbbb-cccc-dddd-eeee-ffffffffffff"

	chart          = "../fixtures/charts/vvp3"
	identityValues = chart + "/ci/workload-identity.yaml"
	mappingValues  = chart + "/ci/defaults-mapping.yaml"
)

// program finds a binary that `make e2e` builds. It fails, and never skips: a
// run without the real host would prove nothing.
func program(t *testing.T, variable, path, build string) string {
	t.Helper()
	path, err := filepath.Abs(cmp.Or(os.Getenv(variable), path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v\nbuild it first: make e2e, or: %s\n(%s names another place)", err, build, variable)
	}
	return path
}

func helm3(t *testing.T) string {
	t.Helper()
	return program(t, "HELM3", "../.cache/bin/helm3",
		"(cd e2e/helm3 && go build -o ../../.cache/bin/helm3 helm.sh/helm/v3/cmd/helm)")
}

func postrender(t *testing.T) string {
	t.Helper()
	return program(t, "POSTRENDER", "../bin/postrender", "make build")
}

// result is what a finished process left behind.
type result struct {
	stdout, stderr string
	code           int
}

func run(t *testing.T, stdin, name string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	home := t.TempDir()
	c := exec.Command(name, args...)
	// Settings and plugins of the caller must not reach a test.
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "HELM_") && !strings.HasPrefix(entry, "POSTRENDER_") {
			c.Env = append(c.Env, entry)
		}
	}
	c.Env = append(c.Env, "HELM_DATA_HOME="+home, "HELM_CONFIG_HOME="+home, "HELM_CACHE_HOME="+home)
	c.Stdin = strings.NewReader(stdin)
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{stdout.String(), stderr.String(), c.ProcessState.ExitCode()}
}

// ok fails the test unless the process ended with 0, and returns its stdout.
func (r result) ok(t *testing.T) string {
	t.Helper()
	if r.code != 0 {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	return r.stdout
}

func template(t *testing.T, helmArgs ...string) result {
	t.Helper()
	args := append([]string{"template", "vvp", chart, "--namespace", "vvp-system"}, helmArgs...)
	return run(t, "", helm3(t), args...)
}

// rendered runs helm template with postrender as its post-renderer. Helm
// takes each of the renderer's arguments in a flag of its own.
func rendered(t *testing.T, helmArgs []string, settings ...string) result {
	t.Helper()
	args := append([]string{"--post-renderer", postrender(t)}, helmArgs...)
	for _, s := range settings {
		args = append(args, "--post-renderer-args", s)
	}
	return template(t, args...)
}
