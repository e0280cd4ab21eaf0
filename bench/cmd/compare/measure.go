package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// sample is what one run cost.
type sample struct {
	cpu, wall time.Duration
	memory    int64 // peak of resident bytes
}

// result is what a program costs on an input: the medians of its samples.
type result struct {
	input testCase
	tool  string
	sample
	least  sample // of each figure the least
	rounds int    // 0: it took longer than the bound
	edits  int    // places that it added to the output
}

var errTooSlow = errors.New("too slow")

// bench compares the programs on one input after the other.
type bench struct {
	options
	tools   []tool
	tooSlow map[string]int64 // by program: size of the smallest input that took longer than the bound
}

// entry is a program on an input.
type entry struct {
	tool
	args    []string
	rounds  int
	samples []sample
	edits   int
}

// compare runs every program once without counting it, and then in rounds. A
// program that has been too slow for a smaller input is not run.
func (b *bench) compare(ctx context.Context, c testCase) ([]result, error) {
	var entries []*entry
	for _, t := range b.tools {
		if t.not != nil && t.not.MatchString(c.Name) {
			continue
		}
		args, err := t.args(b.out, c)
		if err != nil {
			return nil, err
		}
		e := &entry{tool: t, args: args}
		if err := b.warmUp(ctx, c, e); err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	for round := 0; ; round++ {
		ran := false
		for _, e := range entries {
			if round >= e.rounds {
				continue
			}
			ran = true
			s, err := b.measure(ctx, c, e, nil, nil)
			if err != nil {
				return nil, fmt.Errorf("%s on %s: %w", e.name, c.Name, err)
			}
			e.samples = append(e.samples, s)
		}
		if !ran {
			break
		}
	}
	return b.results(c, entries), nil
}

// warmUp runs a program once, counts its edits and decides how many rounds it gets.
func (b *bench) warmUp(ctx context.Context, c testCase, e *entry) error {
	if size, known := b.tooSlow[e.name]; known && c.size >= size {
		return nil
	}
	var edits counter
	var stderr beginning
	s, err := b.measure(ctx, c, e, &edits, &stderr)
	if errors.Is(err, errTooSlow) {
		log.Printf("%s: more than %v on %s", e.name, b.timeout, c.Name)
		b.tooSlow[e.name] = c.size
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s on %s: %w\n%s", e.name, c.Name, err, stderr.text)
	}
	e.edits, e.rounds = edits.found, b.options.rounds
	if c.small() {
		e.rounds *= 5
	}
	e.rounds = max(1, min(e.rounds, int(b.budget/s.wall)))
	return nil
}

// measure runs a program once. Without writers its output goes to /dev/null, or
// is read and dropped where pipes are asked for.
func (b *bench) measure(ctx context.Context, c testCase, e *entry, stdout, stderr io.Writer) (sample, error) {
	bounded, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	in, err := os.Open(c.file)
	if err != nil {
		return sample{}, err
	}
	defer in.Close()
	cmd := exec.CommandContext(bounded, e.path, e.args...)
	cmd.Env = []string{"HOME=/nonexistent"} // no settings of the user's, and none of Go's
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, stdout, stderr
	if b.pipe {
		cmd.Stdin = struct{ io.Reader }{in}
		if stdout == nil {
			cmd.Stdout = struct{ io.Writer }{io.Discard}
		}
	}
	start := time.Now()
	err = cmd.Run()
	wall := time.Since(start)
	switch {
	case ctx.Err() != nil:
		return sample{}, ctx.Err()
	case bounded.Err() != nil:
		return sample{}, errTooSlow
	case err != nil:
		return sample{}, err
	}
	return sample{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall, peak(cmd.ProcessState)}, nil
}

// peak returns the most memory that a process had resident. Linux counts in
// KiB, and a child starts with the peak that this program has had.
func peak(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "linux" {
		return usage.Maxrss << 10
	}
	return usage.Maxrss
}

func (b *bench) results(c testCase, entries []*entry) []result {
	var results []result
	given := 0
	for _, e := range entries {
		if e.name == copier {
			given = e.edits
		}
	}
	for _, e := range entries {
		r := result{input: c, tool: e.name, rounds: len(e.samples), edits: e.edits - given}
		if len(e.samples) > 0 {
			r.sample, r.least = summary(e.samples, median), summary(e.samples, slices.Min)
		}
		results = append(results, r)
	}
	return results
}

// summary reduces each figure of the samples to one.
func summary(samples []sample, reduce func([]int64) int64) sample {
	var cpu, wall, memory []int64
	for _, s := range samples {
		cpu, wall, memory = append(cpu, int64(s.cpu)), append(wall, int64(s.wall)), append(memory, s.memory)
	}
	return sample{time.Duration(reduce(cpu)), time.Duration(reduce(wall)), reduce(memory)}
}

func median(values []int64) int64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// counter counts the keys of Azure Workload Identity that are written to it.
type counter struct {
	found int
	text  []byte // end of what was written before, because a word may be cut, and what is written now
}

var editWord = []byte("azure.workload.identity/")

func (c *counter) Write(p []byte) (int, error) {
	c.text = append(c.text, p...)
	c.found += bytes.Count(c.text, editWord)
	c.text = append(c.text[:0], c.text[max(0, len(c.text)-len(editWord)+1):]...)
	return len(p), nil
}

// beginning keeps the first bytes that are written to it, and only those: what
// this program holds counts as its children's peak.
type beginning struct{ text []byte }

func (b *beginning) Write(p []byte) (int, error) {
	b.text = append(b.text, p[:min(len(p), 2000-len(b.text))]...)
	return len(p), nil
}
