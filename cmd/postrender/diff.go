package main

import (
	"bufio"

	"github.com/spf13/cobra"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/transform"
	"github.com/wi-postrender/postrender/values"
)

func (c *cli) diffCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "diff [FILE|-]…",
		Short:   "show what would change, as a unified diff",
		Long:    "Diff shows what the filter would change. Values that may be secret are masked, so the diff is for reading.\nThe exit code is 0 when nothing would change, 2 when something would.",
		Example: "  postrender diff --client-id $CLIENT_ID rendered.yaml\n  helm template vvp ./chart | postrender diff -f values.yaml",
		RunE:    c.diff,
	}
}

// diff writes the record of all inputs together, before each diff.
func (c *cli) diff(cmd *cobra.Command, files []string) error {
	settings, err := c.settings(cmd)
	if err != nil {
		return err
	}
	var all report.Report
	return c.eachInput(cmd, files, func(cmd *cobra.Command, name string, in []byte) error {
		stream, rep, err := transform.Transform(cmd.Context(), in, settings)
		if len(files) > 1 && err != nil {
			err = inFile(err, name)
		}
		if len(files) > 1 {
			rep = merge(all, rep, name)
		}
		all = rep
		if err == nil {
			if err = c.writeRecord(all); err == nil {
				err = c.writeDiff(stream, name)
			}
		}
		if err != nil {
			_ = c.writeRecord(failed(all, err)) // run tells when it cannot be written
			return err
		}
		c.say(rep)
		return nil
	})
}

func (c *cli) writeDiff(stream *manifest.Stream, name string) error {
	out := bufio.NewWriter(c.stdout)
	changed, err := stream.Diff(out, name, c.colour())
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return (&report.Error{Message: "cannot write the diff: " + reason(err)}).WithHint("what was written is not complete")
	}
	if changed {
		c.code = exitFinding
	}
	return nil
}

// eachInput calls f for each file, "-" being standard input, which is also what
// no file means.
func (c *cli) eachInput(cmd *cobra.Command, files []string, f func(cmd *cobra.Command, name string, in []byte) error) error {
	if len(files) == 0 {
		if isTerminal(c.stdin) {
			if err := cmd.Help(); err != nil {
				return err
			}
			return errHelpShown
		}
		files = []string{"-"}
	}
	for _, file := range files {
		read, name := readFile, file
		if file == "-" {
			read, name = func(string) ([]byte, error) { return c.readStdin(cmd.Context(), values.Default().Limits.Bytes) }, "stdin"
		}
		in, err := read(file)
		if err == nil {
			err = f(cmd, name, in)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
