package main

import (
	"bytes"
	"context"
	"os"

	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/transform"
	"github.com/wi-postrender/postrender/values"
)

// filterFiles rewrites files, each a stream of its own. All are transformed, and
// all new contents are on disk, before the first takes its place.
func (c *cli) filterFiles(ctx context.Context, files []string, settings values.Settings) (report.Report, error) {
	var all report.Report
	if len(files) == 0 {
		return all, (&report.Error{Message: "--in-place needs files"}).WithHint("postrender --in-place FILE…")
	}
	var ready []*replacement
	defer func() {
		for _, r := range ready {
			r.discard()
		}
	}()
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
		if bytes.Equal(out.Bytes(), in) {
			continue
		}
		r, err := prepare(file, out.WriteTo)
		if err != nil {
			return all, err
		}
		ready = append(ready, r)
	}
	if err := c.reportWritable(); err != nil {
		return all, err
	}
	for i, r := range ready {
		if err := r.commit(); err != nil {
			e := report.AsError(err)
			if i > 0 {
				e.Hint = "the files before it are rewritten, this one and those after it are as they were"
			}
			return all, e
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
	switch {
	case all.Result == "" || all.Summary.Nothing == nothing:
	case all.Summary.Nothing == "" || nothing == "":
		nothing = ""
	case all.Summary.Nothing == report.AlreadyComplete || nothing == report.AlreadyComplete:
		nothing = report.AlreadyComplete
	default:
		nothing = report.NoSubject
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
