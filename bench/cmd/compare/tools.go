package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/wi-postrender/postrender/bench/internal/subject"
)

// Names of the programs.
const (
	copier     = "copy"
	cobraCopy  = "cobracopy"
	postrender = "postrender"
	kioEdit    = "kio"
	yq         = "yq"
	kustomize  = "kustomize"
)

// tool is a program that is compared.
type tool struct {
	name string
	path string
	not  *regexp.Regexp // inputs that it does not run on; nil: none
	args func(dir string, c testCase) ([]string, error)
}

// Inputs that a program is spared because it takes minutes or gigabytes for them.
var (
	theLargest = regexp.MustCompile(`^(growth-100|scalar-matters)$`)
	quadratic  = regexp.MustCompile(`^(growth-100|scalar-.*|dense-20|embedded|tiny-.*)$`)
)

func allTools() []tool {
	return []tool{
		{name: copier, args: fixed()},
		{name: cobraCopy, args: fixed()},
		{name: postrender, args: fixed("--client-id", subject.ClientID)},
		{name: kioEdit, args: fixed(), not: theLargest},
		{name: yq, args: fixed(yqExpression(), "-"), not: theLargest},
		{name: kustomize, args: kustomization, not: quadratic},
	}
}

func fixed(args ...string) func(string, testCase) ([]string, error) {
	return func(string, testCase) ([]string, error) { return args, nil }
}

// build builds the programs that are asked for. Those of other people stay in
// the cache of the repository, because they take minutes.
func build(ctx context.Context, o options) ([]tool, error) {
	bin, cache := filepath.Join(o.out, "bin"), filepath.Join("..", ".cache", "bin")
	packages := map[string]string{
		yq:        "github.com/mikefarah/yq/v4",
		kustomize: "sigs.k8s.io/kustomize/kustomize/v5",
	}
	if err := goBuild(ctx, ".", filepath.Join(bin, "generate"), "./cmd/generate"); err != nil {
		return nil, err
	}
	var tools []tool
	for _, t := range allTools() {
		if !o.tools.MatchString(t.name) {
			continue
		}
		var err error
		switch {
		case t.name == postrender && o.postrender != "":
			t.path = o.postrender
		case t.name == postrender:
			t.path = filepath.Join(bin, t.name)
			err = goBuild(ctx, "..", t.path, "./cmd/postrender")
		case packages[t.name] != "":
			t.path = filepath.Join(cache, t.name)
			err = goBuild(ctx, ".", t.path, packages[t.name])
		default:
			t.path = filepath.Join(bin, t.name)
			err = goBuild(ctx, ".", t.path, "./cmd/"+t.name)
		}
		if err == nil {
			t.path, err = filepath.Abs(t.path)
		}
		if err != nil {
			return nil, err
		}
		tools = append(tools, t)
	}
	return tools, nil
}

// goBuild builds a package of the module in dir as postrender is released.
func goBuild(ctx context.Context, dir, output, pkg string) error {
	output, err := filepath.Abs(output)
	if err != nil {
		return err
	}
	return command(ctx, "go", "-C", dir, "build", "-trimpath", "-o", output, pkg)
}

func command(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", strings.Join(append([]string{name}, args...), " "), err)
	}
	return nil
}

// yqExpression makes the same edits as the program kio.
func yqExpression() string {
	accounts := fmt.Sprintf("test(%q)", "^("+strings.Join(subject.Accounts, "|")+")$")
	edits := []string{fmt.Sprintf(`(select(.kind == "ServiceAccount" and (.metadata.name | %s)) | .metadata.annotations[%q]) = %q`,
		accounts, subject.ClientIDAnnotation, subject.ClientID)}
	for _, kind := range []string{"Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"} {
		path := "." + strings.Join(subject.Templates[kind], ".")
		edits = append(edits, fmt.Sprintf(`(select(.kind == %q and ((%s.spec.serviceAccountName // "") | %s)) | %s.metadata.labels[%q]) = "true"`,
			kind, path, accounts, path, subject.UseLabel))
	}
	return strings.Join(edits, " | ")
}

// kustomization makes the folder that kustomize builds. Its patch does less than
// the others do: it has no way to choose pods by their account.
func kustomization(dir string, c testCase) ([]string, error) {
	folder := filepath.Join(dir, "kustomize", c.Name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	text := fmt.Sprintf(`resources: [input.yaml]
patches:
- target: {version: v1, kind: ServiceAccount, name: %s}
  patch: |-
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: any, annotations: {%s: %s}}
`, strings.Join(subject.Accounts, "|"), subject.ClientIDAnnotation, subject.ClientID)
	if err := os.WriteFile(filepath.Join(folder, "kustomization.yaml"), []byte(text), 0o644); err != nil {
		return nil, err
	}
	link := filepath.Join(folder, "input.yaml")
	if err := os.RemoveAll(link); err != nil {
		return nil, err
	}
	return []string{"build", folder}, os.Link(c.file, link)
}
