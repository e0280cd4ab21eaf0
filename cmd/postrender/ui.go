package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/wi-postrender/postrender/report"
)

// What the program says to people follows a few rules:
//
//   - Results go to standard output, everything else to standard error.
//   - Errors read "postrender: error: PLACE: REASON", and "postrender: hint: …"
//     says what to do; no capital at the start, no full stop at the end.
//   - No value that may be secret is printed, and no text of a parser.
//   - Colour only on a terminal, and never against NO_COLOR, TERM=dumb or
//     --no-color.

func (c *cli) printError(e *report.Error) {
	fmt.Fprintf(c.stderr, "postrender: error: %s\n", report.Printable(e.Error()))
	if e.Hint != "" {
		fmt.Fprintf(c.stderr, "postrender: hint: %s\n", strings.ReplaceAll(e.Hint, "\n", "\n  "))
	}
}

// say tells people what was done. That nobody can read it is no failure of the
// run: the result is written, and a host would take it back.
func (c *cli) say(rep report.Report) { _ = rep.WriteText(c.stderr, c.verbosity()) }

// verbosity is what -q and -v ask for.
func (c *cli) verbosity() report.Verbosity {
	switch {
	case c.flags.quiet:
		return report.Quiet
	case c.flags.verbose:
		return report.Verbose
	}
	return report.Normal
}

// colour reports whether standard output takes colours.
func (c *cli) colour() bool {
	return !c.flags.noColor && c.getenv("NO_COLOR") == "" && c.getenv("TERM") != "dumb" && isTerminal(c.stdout)
}

// getenv reads a variable of the environment that the program was given.
func (c *cli) getenv(name string) string {
	for _, pair := range slices.Backward(c.env) {
		if value, ok := strings.CutPrefix(pair, name+"="); ok {
			return value
		}
	}
	return ""
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
