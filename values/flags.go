package values

import (
	"strings"

	"github.com/spf13/pflag"
	"github.com/wi-postrender/postrender/report"
)

// inFlag is the kind of origin of what a flag says.
const inFlag = "flag"

// Bind registers one flag for each setting. Their values are read, and judged,
// by [Load]: parsing a command line never fails for a value.
func Bind(fs *pflag.FlagSet) {
	for _, row := range table {
		kind, usage := row.Type(), row.Usage
		if len(kind) > 30 { // it would widen the whole help
			kind, usage = "record", usage+": "+kind
		}
		f := fs.VarPF(&flagValue{kind: kind, initial: row.Default()}, row.Flag(), "", usage)
		if row.Type() == "bool" {
			f.NoOptDefVal = "true" // --strict alone means --strict=true
		}
	}
}

// flagValue collects the uses of a flag as they were written.
type flagValue struct {
	uses    []string
	kind    string
	initial string
}

func (v *flagValue) Set(s string) error {
	v.uses = append(v.uses, s)
	return nil
}

func (v *flagValue) Type() string { return v.kind }

func (v *flagValue) String() string {
	if len(v.uses) == 0 {
		return v.initial
	}
	return strings.Join(v.uses, ",")
}

// fromFlags is what the changed flags say.
func fromFlags(fs *pflag.FlagSet) (Layer, error) {
	var out Layer
	if fs == nil {
		return out, nil
	}
	for _, row := range table {
		f := fs.Lookup(row.Flag())
		if f == nil || !f.Changed {
			continue
		}
		v, ok := f.Value.(*flagValue)
		if !ok || len(v.uses) == 0 {
			continue // a flag of the same name that is not ours
		}
		o := origin{in: inFlag, Place: report.Place{Source: "--" + row.Flag()}}
		if f := row.cell.fromText(&out.given, v.uses); f != nil {
			return out, f.in(row.Key).at(o.place())
		}
		out.given.setOrigin(row.Key, o)
	}
	return out, nil
}
