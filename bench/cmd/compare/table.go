package main

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// table holds the results by input and program.
type table map[[2]string]result

func (t table) of(input, tool string) (result, bool) {
	r, ok := t[[2]string{input, tool}]
	return r, ok && r.rounds > 0
}

// printTables prints what was measured, and the budgets that can be judged by it.
func printTables(w io.Writer, o options, results []result) error {
	t := table{}
	for _, r := range results {
		t[[2]string{r.input.Name, r.tool}] = r
	}
	var b strings.Builder
	streams := "standard input a file, standard output /dev/null"
	if o.pipe {
		streams = "standard input and output pipes"
	}
	fmt.Fprintf(&b, "%d processors, %s/%s, %s; seed %d; %s. Medians of n whole processes, run in turn.\n",
		runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), o.seed, streams)
	var self syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &self) == nil && runtime.GOOS == "linux" {
		fmt.Fprintf(&b, "Peaks below %.1f MiB are not seen: a child starts with its parent's.\n", mib(self.Maxrss<<10))
	}
	b.WriteString("\n| input | program | cpu ms | wall ms | peak MiB | cpu ÷ copy | cpu ÷ postrender | edits | n |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	last := ""
	for _, r := range results {
		name := ""
		if r.input.Name != last {
			last = r.input.Name
			name = fmt.Sprintf("**%s** %s", last, size(r.input.size))
		}
		if r.rounds == 0 {
			fmt.Fprintf(&b, "| %s | %s | | > %.0f | | | | | 0 |\n", name, r.tool, ms(o.timeout))
			continue
		}
		fmt.Fprintf(&b, "| %s | %s | %.1f | %.1f | %.1f | %s | %s | %d | %d |\n", name, r.tool, ms(r.cpu), ms(r.wall), mib(r.memory),
			t.ratio(r, copier), t.ratio(r, postrender), r.edits, r.rounds)
	}
	t.printBudgets(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// ratio says how many times the cpu of another program a result is.
func (t table) ratio(r result, other string) string {
	base, ok := t.of(r.input.Name, other)
	if !ok || base.cpu == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", ms(r.cpu)/ms(base.cpu))
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func mib(n int64) float64 { return float64(n) / (1 << 20) }

func size(n int64) string {
	if n < 1_000_000 {
		return fmt.Sprintf("%d KB", n/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
