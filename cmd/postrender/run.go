package main

import (
	"context"
	"errors"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wi-postrender/postrender/report"
)

// Exit codes. They are part of the interface: scripts and hosts read them.
const (
	exitOK      = 0
	exitError   = 1
	exitFinding = 2 // something to look at: a diff, or a result that was refused
)

// cli is one call of the program and all that it may touch.
type cli struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	env            []string
	flags          flags
	code           int    // exit code of a command that succeeded
	release        string // name of the release, for the record's path
	recorded       bool   // the record of the run is written
}

// run is the whole program. It returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env []string) int {
	debug.SetGCPercent(400) // a run is short: what it leaves behind goes with the process anyway
	c := &cli{stdin: stdin, stdout: stdout, stderr: stderr, env: env}
	root := c.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return c.code
	}
	if errors.Is(err, errHelpShown) {
		return exitError
	}
	e := report.AsError(err)
	if !c.recorded {
		c.recordFailure(e, args)
	}
	c.printError(e)
	if e.Refused {
		return exitFinding
	}
	return exitError
}

// errHelpShown ends a run that had nothing to read and printed help instead.
var errHelpShown = errors.New("help shown")

func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use:                        "postrender",
		Version:                    version(),
		Short:                      "make rendered Kubernetes manifests passwordless on Azure",
		Long:                       longHelp,
		Example:                    examples,
		Args:                       c.noFiles,
		SilenceErrors:              true,
		SilenceUsage:               true,
		SuggestionsMinimumDistance: 2,
		RunE:                       func(cmd *cobra.Command, _ []string) error { return c.filter(cmd) },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		e := &report.Error{Message: err.Error()}
		if strings.Contains(e.Message, "--dry-run") {
			return e.WithHint("use postrender diff")
		}
		return e.WithHint("postrender --help lists the flags")
	})
	root.CompletionOptions.HiddenDefaultCmd = false
	root.SetVersionTemplate("{{.Version}}\n")
	c.flags.bind(root)
	root.AddCommand(c.diffCommand(), c.configCommand(), c.schemaCommand(), c.versionCommand())
	return root
}

// synonyms are words that people try first, and what they mean here.
var synonyms = map[string]string{
	"dry-run": "postrender diff", "lint": "postrender diff", "validate": "postrender diff", "doctor": "postrender diff",
	"render": "postrender < FILE", "transform": "postrender < FILE",
}

// noFiles explains why a bare word is an error: the filter reads standard input.
func (c *cli) noFiles(cmd *cobra.Command, args []string) error {
	if len(args) == 0 || c.flags.inPlace {
		return nil
	}
	e := &report.Error{Message: "unknown command " + quote(args[0])}
	if known := synonyms[args[0]]; known != "" {
		return e.WithHint("use %s", known)
	}
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return e.WithHint("did you mean %s?", quote(near[0]))
	}
	return e.WithHint("to filter a file, use: postrender < %s, or: postrender --in-place %s", args[0], args[0])
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `'`) + `"` }
