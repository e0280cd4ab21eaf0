package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"postrender": main})
}

// TestScript runs the scripts in testdata/script, one behaviour each, with the
// real program. Beside testscript's own commands they have "exits", and the
// variables ID and OTHER hold two client ids. UPDATE=1 rewrites what cmp compares.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("ID", "11111111-2222-3333-4444-555555555555")
			env.Setenv("OTHER", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")
			env.Setenv("GORACE", "atexit_sleep_ms=10") // by default each process of a race build waits a second
			return nil
		},
	})
}

// exits is exec for a program that must end with one exit code: "exits 2
// postrender diff". "! exec" cannot tell a refusal from an error.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARG…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// A run that is interrupted writes nothing, as any other that does not succeed.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr strings.Builder
	in := strings.NewReader("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: vvp-gateway}\n")
	code := run(ctx, []string{"--client-id", "11111111-2222-3333-4444-555555555555"}, in, &stdout, &stderr, nil)
	if code != exitError || stdout.Len() > 0 || !strings.HasPrefix(stderr.String(), "postrender: error: ") {
		t.Errorf("exit code %d\nstdout: %s\nstderr: %s", code, &stdout, &stderr)
	}
}

func TestSchemaIsJSON(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"schema"}, strings.NewReader(""), &stdout, &stderr, nil); code != exitOK {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	if !json.Valid(stdout.Bytes()) {
		t.Errorf("not JSON:\n%s", &stdout)
	}
}
