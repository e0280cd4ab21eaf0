package transform

import (
	"fmt"
	"slices"

	"github.com/wi-postrender/postrender/report"
)

// finish adds the run up and decides whether its result may pass.
func (r *run) finish(err error) report.Report {
	rep := r.report
	rep.Result, rep.Settings = report.OK, r.settings.Report()
	if r.stream != nil {
		for _, d := range r.stream.Documents() {
			if d.Glued {
				rep.Findings = append(rep.Findings, report.Finding{
					Rule: "YAML001", Severity: report.SeverityWarning, Place: report.Place{Document: d.Index, Line: d.Line},
					Message: `"---" is glued to the text after it; it is taken for a separator, as Helm does, but kubectl refuses it`,
					Fix:     "end the template before it with a line break",
				})
			}
		}
	}
	r.sum(&rep)
	if err == nil {
		err = r.refusal(rep)
	}
	if err != nil {
		// Nothing is written, so nothing is changed.
		rep.Changes, rep.Summary.Changed, rep.Summary.Nothing, rep.Summary.Effects = nil, 0, "", nil
		rep.Err = report.AsError(err)
		rep.Result = report.Failed
		if rep.Err.Refused {
			rep.Result = report.Refused
		}
	}
	return rep
}

func (r *run) sum(rep *report.Report) {
	s := &rep.Summary
	if r.stream != nil {
		s.Documents = r.stream.Count()
	}
	for _, f := range rep.Findings {
		switch f.Severity {
		case report.SeverityError:
			s.Errors++
		case report.SeverityWarning:
			s.Warnings++
		}
	}
	s.Effects = effects(rep.Changes)
	changed := map[report.Place]bool{}
	for _, c := range rep.Changes {
		at := report.Place{Document: c.Document}
		if c.Action == report.Add {
			at.Path = c.Resource.Namespace + "/" + c.Resource.Name
			s.Documents++
		}
		changed[at] = true
	}
	s.Changed = len(changed)
	switch {
	case len(rep.Changes) > 0:
	case s.Documents == 0:
		s.Nothing = report.Empty
	case r.subjects == 0:
		s.Nothing = report.NoSubject
	default:
		s.Nothing = report.AlreadyComplete
	}
}

// effects counts resources by the most disturbing thing that happens to them.
func effects(changes []report.Change) map[report.Effect]int {
	order := []report.Effect{report.Recreate, report.RestartsJob, report.Rolls, report.NewJobsOnly, report.NoEffect}
	type object struct {
		report.Resource
		document int
	}
	worst := map[object]int{}
	for _, c := range changes {
		o, rank := object{c.Resource, c.Document}, slices.Index(order, c.Effect)
		if before, seen := worst[o]; !seen || rank < before {
			worst[o] = rank
		}
	}
	counts := map[report.Effect]int{}
	for _, rank := range worst {
		counts[order[rank]]++
	}
	return counts
}

// refusal says no to a result that was understood and is not good enough: by a
// rule that admission or our own edit would break, or because the settings ask
// for more.
func (r *run) refusal(rep report.Report) error {
	for _, f := range rep.Findings {
		if slices.Contains(r.settings.Allow, f.Rule) || !r.fails(f) {
			continue
		}
		e := report.Errorf(f.Place, "%s: %s", f.Rule, f.Message).WithHint("%s\nor let it pass with --allow %s", f.Fix, f.Rule)
		e.Refused = true
		return e
	}
	if r.settings.Strict && (rep.Summary.Nothing == report.Empty || rep.Summary.Nothing == report.NoSubject) {
		e := &report.Error{Message: fmt.Sprintf("--strict: %s", nothingReason[rep.Summary.Nothing]), Refused: true}
		return e.WithHint("see whether the command before the pipe failed, and whether the profile is the right one")
	}
	return nil
}

var nothingReason = map[report.Nothing]string{
	report.Empty:     "the input holds no resource",
	report.NoSubject: "the input holds nothing that postrender knows",
}

func (r *run) fails(f report.Finding) bool {
	warned := r.settings.Strict || r.settings.FailOn == report.SeverityWarning
	switch f.Severity {
	case report.SeverityError:
		return warned || r.settings.FailOn == report.SeverityError || f.Blocks
	case report.SeverityWarning:
		return warned
	}
	return false
}
