package main

import (
	"io"
	"strings"

	"github.com/wi-postrender/postrender/report"
)

// reportPath returns where the record goes, "" for nowhere.
func (c *cli) reportPath() string {
	path := c.flags.report
	if path == "" {
		path = c.getenv("POSTRENDER_REPORT")
	}
	release := c.release
	if release == "" || strings.ContainsAny(release, `/\`) {
		release = "release"
	}
	return strings.ReplaceAll(path, "{release}", release)
}

// writeRecord writes the record of the run where the user asked for it.
func (c *cli) writeRecord(rep report.Report) error {
	path := c.reportPath()
	if path == "" {
		return nil
	}
	r, err := prepare(path, func(w io.Writer) (int64, error) { return 0, rep.WriteJSON(w) })
	if err != nil {
		return err
	}
	c.recorded = true
	return r.commit()
}

// reportWritable finds out before the output begins whether the record can be
// written, so that a run does not fail after it has written.
func (c *cli) reportWritable() error {
	return c.writeRecord(report.Report{Result: report.Failed, Err: &report.Error{Message: "stopped while writing the output"}})
}

// recordFailure leaves the reason of a run that failed before it began, such as
// an unknown flag: under Helm 4 nobody sees standard error. The flags may not
// have been read, so the arguments themselves are looked at.
func (c *cli) recordFailure(e *report.Error, args []string) {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--report="); ok {
			c.flags.report = value
		}
		if arg == "--report" && i+1 < len(args) {
			c.flags.report = args[i+1]
		}
	}
	rep := report.Report{Result: report.Failed, Err: e}
	if err := c.writeRecord(rep); err != nil {
		c.printError(report.AsError(err))
	}
}
