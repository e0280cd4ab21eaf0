package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/transform"
	"github.com/wi-postrender/postrender/values"
)

// filterFiles rewrites files, each a stream of its own. All are transformed
// before the first is written.
func (c *cli) filterFiles(ctx context.Context, files []string, settings values.Settings) (report.Report, error) {
	var all report.Report
	if len(files) == 0 {
		return all, (&report.Error{Message: "--in-place needs files"}).WithHint("postrender --in-place FILE…")
	}
	type result struct {
		file string
		body []byte
	}
	var results []result
	for _, file := range files {
		in, err := readFile(file)
		if err != nil {
			return all, err
		}
		stream, rep, err := transform.Transform(ctx, in, settings)
		all = merge(all, rep, file)
		if err != nil {
			return all, inFile(err, file)
		}
		var out bytes.Buffer
		if _, err := stream.WriteTo(&out); err != nil {
			return all, err
		}
		if !bytes.Equal(out.Bytes(), in) {
			results = append(results, result{file, out.Bytes()})
		}
	}
	for _, r := range results {
		if err := replaceFile(r.file, func(w io.Writer) error { _, err := w.Write(r.body); return err }); err != nil {
			return all, err
		}
	}
	return all, nil
}

// merge adds the report of one file to that of the run.
func merge(all, rep report.Report, file string) report.Report {
	for i := range rep.Changes {
		rep.Changes[i].Source = from(file, rep.Changes[i].Source)
	}
	for i := range rep.Findings {
		rep.Findings[i].Source = from(file, rep.Findings[i].Source)
	}
	nothing := rep.Summary.Nothing
	if all.Result != "" && all.Summary.Nothing != nothing {
		nothing = ""
		if all.Changes == nil && rep.Changes == nil {
			nothing = report.AlreadyComplete
		}
	}
	all.Result, all.Err, all.Settings = rep.Result, rep.Err, rep.Settings
	all.Changes = append(all.Changes, rep.Changes...)
	all.Findings = append(all.Findings, rep.Findings...)
	all.Summary = all.Summary.Plus(rep.Summary)
	all.Summary.Nothing = nothing
	return all
}

func from(file, source string) string {
	if source == "" {
		return file
	}
	return file + " (" + source + ")"
}

func inFile(err error, file string) error {
	e := report.AsError(err)
	e.Place.Source = from(file, e.Place.Source)
	return e
}

func readFile(path string) ([]byte, error) {
	in, err := os.ReadFile(path)
	if err != nil {
		return nil, report.Errorf(report.Place{Source: path}, "cannot read it: %s", reason(err)).WithHint("name a file that holds manifests")
	}
	return in, nil
}

// replaceFile writes a file so that, whenever the process dies, the old or the
// new content is there whole: a file beside it is written, synced and renamed. A
// symbolic link stays one, and the mode is kept.
func replaceFile(path string, write func(io.Writer) error) error {
	fail := func(err error) error {
		return report.Errorf(report.Place{Source: path}, "cannot write it: %s", reason(err)).WithHint("the file is as it was")
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() { // a device or a pipe: nothing to replace
			return writeThrough(path, write, fail)
		}
		mode = info.Mode().Perm()
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fail(err)
	}
	defer os.Remove(tmp.Name()) // gone already when all went well
	err = write(tmp)
	for _, step := range []func() error{func() error { return tmp.Chmod(mode) }, tmp.Sync} {
		if err == nil {
			err = step()
		}
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return fail(err)
	}
	return nil
}

func writeThrough(path string, write func(io.Writer) error, fail func(error) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fail(err)
	}
	err = write(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fail(err)
	}
	return nil
}

// reportPath returns where the record goes, "" for nowhere.
func (c *cli) reportPath() string {
	path := c.flags.report
	if path == "" {
		path = c.getenv("POSTRENDER_REPORT")
	}
	release := c.release
	if release == "" {
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
	return replaceFile(path, rep.WriteJSON)
}

// reportWritable finds out before the output begins whether the record can be
// written, so that a run does not fail after it has written.
func (c *cli) reportWritable() error {
	if c.reportPath() == "" {
		return nil
	}
	return c.writeRecord(report.Report{Result: report.Failed, Err: &report.Error{Message: "stopped while writing the output"}})
}
