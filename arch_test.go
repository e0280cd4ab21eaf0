// Package postrender_test holds what is true of the whole repository: who may import whom, what may be linked, how big a file may be.
package postrender_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	modulePath   = "github.com/wi-postrender/postrender"
	maxFileLines = 400
	maxMainLines = 15
)

// layers: a folder may import those of lower number only; equal numbers are peers.
var layers = map[string]int{
	"report": 0, "manifest": 1, "kube": 2, "flink": 2, "values": 3,
	"check": 4, "credential": 4, "transform": 5, "host": 6, "cmd": 7,
}

// TestImportsGoOneWay exists because one import backwards makes the layers a knot that nobody unties later.
func TestImportsGoOneWay(t *testing.T) {
	for _, pkg := range goList(t, "./...") {
		from := folder(pkg.ImportPath)
		rank, known := layers[from]
		if !known {
			continue // such as the root or a generator: it may import what it likes, and no layer may import it
		}
		for _, path := range pkg.Imports {
			if !strings.HasPrefix(path, modulePath+"/") || folder(path) == from {
				continue
			}
			if below, ok := layers[folder(path)]; !ok || below >= rank {
				t.Errorf("%s imports %s: imports go report ← manifest ← kube, flink ← values ← check, credential ← transform ← host ← cmd", pkg.ImportPath, path)
			}
		}
	}
}

// TestForbiddenDependencies exists because start-up is a promise: each of these brings a Kubernetes or registry client with it.
func TestForbiddenDependencies(t *testing.T) {
	const helm = "helm.sh/helm/v3/pkg/"
	forbidden := []string{
		"k8s.io/client-go", "k8s.io/api", "k8s.io/apimachinery", "oras.land",
		"github.com/google/go-containerregistry", "github.com/containerd", "github.com/docker", "github.com/distribution", "github.com/opencontainers",
	}
	deps := goList(t, "-deps", "./cmd/postrender")
	if len(deps) < 10 {
		t.Fatalf("go list -deps found %d packages: this test sees nothing", len(deps))
	}
	for _, dep := range deps {
		if strings.HasPrefix(dep.ImportPath, helm) && dep.ImportPath != helm+"strvals" && dep.ImportPath != helm+"postrender" {
			t.Errorf("the binary links %s; of Helm only strvals and postrender are light", dep.ImportPath)
		}
		for _, bad := range forbidden {
			if dep.ImportPath == bad || strings.HasPrefix(dep.ImportPath, bad+"/") {
				t.Errorf("the binary links %s", dep.ImportPath)
			}
		}
	}
}

// TestMainIsSmall exists because what is in main cannot be tested: it belongs in run.
func TestMainIsSmall(t *testing.T) {
	data, err := os.ReadFile("cmd/postrender/main.go")
	if err != nil {
		t.Fatal(err)
	}
	if n := lines(data); n > maxMainLines {
		t.Errorf("cmd/postrender/main.go has %d lines, at most %d are allowed", n, maxMainLines)
	}
}

// TestFilesAreSmall exists because one idea a file is how a reader finds it.
func TestFilesAreSmall(t *testing.T) {
	for _, path := range sourceFiles(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if n := lines(data); n > maxFileLines {
			t.Errorf("%s has %d lines, at most %d are allowed", path, n, maxFileLines)
		}
	}
}

// TestExportedIsDocumented exists because an exported name without a comment is a promise that nobody wrote down.
func TestExportedIsDocumented(t *testing.T) {
	fset := token.NewFileSet()
	for _, path := range sourceFiles(t) {
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		for _, name := range undocumented(file) {
			t.Errorf("%s: exported %s has no doc comment", fset.Position(name.Pos()), name.Name)
		}
	}
}

// TestNoMachinePaths exists because a path of the machine that something was written on works nowhere else.
func TestNoMachinePaths(t *testing.T) {
	machine := regexp.MustCompile(`(^|[\s"'=:(,` + "`" + `])/(root|work)/`)
	walk(t, func(path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range bytes.Split(data, []byte("\n")) {
			if machine.Match(line) {
				t.Errorf("%s:%d names a path of one machine: %.120s", path, i+1, bytes.TrimSpace(line))
			}
		}
	})
}

// listed is what the tests read of `go list -json`.
type listed struct {
	ImportPath string
	Imports    []string
}

func goList(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-json=ImportPath,Imports"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	var pkgs []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var pkg listed
		if err := dec.Decode(&pkg); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, pkg)
	}
}

// folder returns the top folder of a package of ours.
func folder(importPath string) string {
	top, _, _ := strings.Cut(strings.TrimPrefix(importPath, modulePath+"/"), "/")
	return top
}

func lines(data []byte) int {
	n := bytes.Count(data, []byte("\n"))
	if len(data) > 0 && data[len(data)-1] != '\n' {
		n++
	}
	return n
}

// walk calls visit for every file that is ours: not what was built, not what git or an editor keeps.
func walk(t *testing.T, visit func(path string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (path == "bin" || path == "out" || (strings.HasPrefix(path, ".") && path != "." && path != ".ci")) {
			return fs.SkipDir
		}
		if d.Type().IsRegular() {
			visit(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sourceFiles returns the Go files of the main module, without tests.
func sourceFiles(t *testing.T) []string {
	t.Helper()
	var files, modules []string
	walk(t, func(path string) {
		switch {
		case filepath.Base(path) == "go.mod" && path != "go.mod":
			modules = append(modules, filepath.Dir(path)+string(filepath.Separator))
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			files = append(files, path)
		}
	})
	return slices.DeleteFunc(files, func(file string) bool {
		return slices.ContainsFunc(modules, func(dir string) bool { return strings.HasPrefix(file, dir) })
	})
}

// undocumented returns the exported names of a file that no comment explains; one comment over a group is enough.
func undocumented(file *ast.File) []*ast.Ident {
	var names []*ast.Ident
	need := func(documented bool, ids ...*ast.Ident) {
		for _, id := range ids {
			if id.IsExported() && !documented {
				names = append(names, id)
			}
		}
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			need(decl.Doc != nil || !exportedReceiver(decl), decl.Name)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					need(spec.Doc != nil || spec.Comment != nil || decl.Doc != nil, spec.Name)
				case *ast.ValueSpec:
					need(spec.Doc != nil || spec.Comment != nil || decl.Doc != nil, spec.Names...)
				}
			}
		}
	}
	return names
}

// exportedReceiver reports whether a function has no receiver, or one of an exported type.
func exportedReceiver(decl *ast.FuncDecl) bool {
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return true
	}
	typ := decl.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.IsExported()
		default:
			return true
		}
	}
}
