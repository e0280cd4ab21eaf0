package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// Verbosity says how much of a report people are shown.
type Verbosity int

// Quiet shows errors only, Normal what was done and warnings, Verbose adds
// places, values and everything else that was found.
const (
	Quiet Verbosity = iota
	Normal
	Verbose
)

// WriteText writes the report for people: a line for each change, as kubectl
// does, then what was found, then the sum.
func (r Report) WriteText(w io.Writer, v Verbosity) error {
	if v == Quiet {
		return nil
	}
	var b strings.Builder
	if r.Result == OK {
		last := ""
		for _, c := range r.Changes {
			line := c.line(v)
			if line == last {
				continue // two fields of one resource: said once is enough
			}
			last = line
			b.WriteString(line + "\n")
			if c.Hint != "" {
				b.WriteString("  hint: " + c.Hint + "\n")
			}
		}
	}
	for _, f := range r.Findings {
		if f.Severity != SeverityInfo || v == Verbose {
			f.write(&b)
		}
	}
	if r.Result == OK {
		b.WriteString(r.Summary.line() + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var verbs = map[Action]string{Annotate: "annotated", Label: "labeled", Set: "set", Add: "added"}

// line is a change in words: serviceaccount vvp-deploy/flink-job-sa-vvc annotated.
func (c Change) line(v Verbosity) string {
	s := c.Resource.String() + " " + verbs[c.Action]
	if c.Effect != NoEffect {
		s += " (" + string(c.Effect) + ")"
	}
	if v == Verbose {
		s += ": " + c.Path + " = " + strconv.Quote(c.After)
		if c.Before != nil {
			s += ", was " + strconv.Quote(*c.Before)
		}
		if at := c.Place.String(); at != "" {
			s += " at " + at
		}
	}
	return s
}

func (f Finding) write(b *strings.Builder) {
	at := f.Place.String()
	if at != "" {
		at += ": "
	}
	name := f.Resource.String()
	if name != "" {
		name += ": "
	}
	fmt.Fprintf(b, "%s: %s%s%s [%s]\n", f.Severity, at, name, f.Message, f.Rule)
	if f.Fix != "" {
		fmt.Fprintf(b, "  fix: %s\n", strings.ReplaceAll(f.Fix, "\n", "\n  "))
	}
}

// String is a resource as kubectl writes it, with its namespace where it has one.
func (r Resource) String() string {
	s := strings.ToLower(r.Kind)
	switch {
	case r.Name != "" && r.Namespace != "":
		s += " " + r.Namespace + "/" + r.Name
	case r.Name != "":
		s += " " + r.Name
	case r.Namespace != "":
		s += " in " + r.Namespace
	}
	return Printable(s)
}

// Printable replaces control characters, so that what stands in a manifest
// cannot steer a terminal or forge a line of a report.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' {
			return '?'
		}
		return r
	}, s)
}

// line is the sum of a run in words.
func (s Summary) line() string {
	switch s.Nothing {
	case Empty:
		return "nothing to do: the input holds no resource (did the command before the pipe fail?)"
	case NoSubject:
		return fmt.Sprintf("nothing to do: %s, none of which postrender knows", count(s.Documents, "document"))
	case AlreadyComplete:
		return fmt.Sprintf("nothing to do: %s, complete already", count(s.Documents, "document"))
	}
	line := fmt.Sprintf("%d of %s changed", s.Changed, count(s.Documents, "document"))
	if words := s.effects(); words != "" {
		line += ": " + words
	}
	return line
}

// effects says what happens on apply, the most disturbing first.
func (s Summary) effects() string {
	var words []string
	add := func(e Effect, one, many string) {
		switch n := s.Effects[e]; {
		case n == 1:
			words = append(words, "1 "+one)
		case n > 1:
			words = append(words, strconv.Itoa(n)+" "+many)
		}
	}
	add(Recreate, "object must be deleted first", "objects must be deleted first")
	add(RestartsJob, "job restarts", "jobs restart")
	add(Rolls, "workload rolls", "workloads roll")
	add(NewJobsOnly, "change reaches new jobs only", "changes reach new jobs only")
	return strings.Join(words, ", ")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
