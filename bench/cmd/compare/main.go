// Compare runs postrender and its peers on the same inputs, in turn, and prints
// what each run cost as Markdown: compare [flags] > TABLE.
//
// What counts is the whole process, start-up included, as the system accounts
// for it when it ends: user and system time together, wall time, peak memory.
// One round runs every program once, so that a noisy moment hits all of them;
// what is printed is the median. Run it in the folder bench.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"time"

	"github.com/wi-postrender/postrender/bench/internal/input"
)

// options are the flags.
type options struct {
	out, postrender string
	seed            uint64
	rounds          int
	timeout, budget time.Duration
	pipe            bool
	inputs, tools   *regexp.Regexp
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("compare: ")
	o := parseFlags()
	debug.SetGCPercent(10) // what this program holds hides the peak of smaller ones
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		log.Fatal(err)
	}
}

func parseFlags() options {
	var o options
	inputs := flag.String("inputs", "", "only inputs whose name matches this expression")
	tools := flag.String("tools", "", "only programs whose name matches this expression")
	flag.StringVar(&o.out, "out", "../out/bench", "folder for inputs and programs")
	flag.StringVar(&o.postrender, "postrender", "", "the postrender to measure (default: build the repository's)")
	flag.Uint64Var(&o.seed, "seed", 1, "what the inputs are made from")
	flag.IntVar(&o.rounds, "rounds", 7, "measured rounds, after one that is not; small inputs take five times as many")
	flag.DurationVar(&o.timeout, "timeout", 60*time.Second, "bound of one run")
	flag.DurationVar(&o.budget, "budget", 12*time.Second, "what one program may take for all rounds on one input; it gets fewer rounds then")
	flag.BoolVar(&o.pipe, "pipe", false, "standard input and output are pipes, as under Helm, not a file and /dev/null")
	flag.Parse()
	o.inputs, o.tools = regexp.MustCompile(*inputs), regexp.MustCompile(*tools)
	return o
}

func run(ctx context.Context, o options) error {
	tools, err := build(ctx, o)
	if err != nil {
		return err
	}
	cases, err := prepare(ctx, o)
	if err != nil {
		return err
	}
	b := bench{options: o, tools: tools, tooSlow: map[string]int64{}}
	var all []result
	for _, c := range cases {
		log.Printf("%s: %d bytes", c.Name, c.size)
		results, err := b.compare(ctx, c)
		if err != nil {
			return err
		}
		all = append(all, results...)
	}
	return printTables(os.Stdout, o, all)
}

// testCase is an input in a file.
type testCase struct {
	input.Input
	file string
	size int64
}

// prepare makes the inputs, by another process, because they are large.
func prepare(ctx context.Context, o options) ([]testCase, error) {
	var cases []testCase
	var names []string
	for _, in := range input.All() {
		if o.inputs.MatchString(in.Name) {
			names = append(names, in.Name)
			cases = append(cases, testCase{Input: in, file: filepath.Join(o.out, in.Name+".yaml")})
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no input matches %q", o.inputs)
	}
	args := append([]string{"-dir", o.out, "-seed", fmt.Sprint(o.seed)}, names...)
	if err := command(ctx, filepath.Join(o.out, "bin", "generate"), args...); err != nil {
		return nil, err
	}
	for i, c := range cases {
		info, err := os.Stat(c.file)
		if err != nil {
			return nil, err
		}
		cases[i].size = info.Size()
	}
	return cases, nil
}

// small reports whether start-up is most of what an input costs.
func (c testCase) small() bool { return c.size < input.MB/2 }
