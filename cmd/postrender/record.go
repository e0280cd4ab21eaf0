package main

import (
	"io"
	"os"
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
	if err := c.apart(path); err != nil {
		return err
	}
	r, err := prepare(path, func(w io.Writer) (int64, error) { return 0, rep.WriteJSON(w) })
	if err != nil {
		return err
	}
	c.recorded = true
	return r.commit()
}

// apart refuses a record in the file that standard output goes to: one would
// overwrite the other.
func (c *cli) apart(path string) error {
	stdout, ok := c.stdout.(*os.File)
	if !ok {
		return nil
	}
	out, err := stdout.Stat()
	if err != nil || out.Mode()&os.ModeCharDevice != 0 {
		return nil // nothing is kept on a terminal or /dev/null
	}
	if to, err := os.Stat(path); err != nil || !os.SameFile(out, to) {
		return nil
	}
	return report.Errorf(report.Place{Source: path}, "the record cannot go where standard output goes").
		WithHint("give --report a file of its own")
}

// failed is the report of a run that ended with an error.
func failed(rep report.Report, err error) report.Report {
	rep.Err, rep.Result = report.AsError(err), report.Failed
	if rep.Err.Refused {
		rep.Result = report.Refused
	}
	return rep
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
	if err := c.writeRecord(failed(report.Report{}, e)); err != nil && err.Error() != e.Error() {
		c.printError(report.AsError(err))
	}
}
