package values

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/wi-postrender/postrender/report"
)

// fault is what is wrong with a value. The code that finds it knows neither
// the setting nor the source: those are added on the way out.
type fault struct {
	path string // grows from the inside out, e.g. "serviceAccounts[1].clientId"
	line int    // in the config; 0 unknown
	what string // continues the sentence that the path begins
	hint string
}

func faultf(format string, args ...any) *fault {
	return &fault{what: fmt.Sprintf(format, args...)}
}

func (f *fault) withHint(format string, args ...any) *fault {
	f.hint = fmt.Sprintf(format, args...)
	return f
}

// in puts a path before the fault's own. It does nothing to no fault, so that
// callers can pass on what they got.
func (f *fault) in(path string) *fault {
	if f != nil {
		f.path = path + f.path
	}
	return f
}

// on sets the line where the fault is, unless a better one is known.
func (f *fault) on(line int) *fault {
	if f != nil && f.line == 0 {
		f.line = line
	}
	return f
}

// at is the fault as an error for people; nil for no fault.
func (f *fault) at(p report.Place) error {
	if f == nil {
		return nil
	}
	if f.line != 0 {
		p.Line = f.line
	}
	p.Path = f.path
	err := report.Errorf(p, "%s", strings.TrimSpace(f.path+" "+f.what))
	err.Hint = f.hint
	return err
}

// unknownKey is the fault of a key that is none of the known.
func unknownKey(key string, known []string) *fault {
	return faultf("is not a known key").in(clean(key)).withHint("%s", suggest(key, known))
}

// clean makes a name from the input fit for a message: short, and nothing in
// it that could confuse a terminal.
func clean(name string) string {
	const longest = 60
	if len(name) > longest {
		name = strings.ToValidUTF8(name[:longest], "") + "…"
	}
	if q := strconv.Quote(name); name == "" || len(q) != len(name)+2 || strings.Contains(name, " ") {
		return q
	}
	return name
}
