package main

import (
	"errors"
	"io/fs"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/wi-postrender/postrender/values"
)

// flags are those that are no settings: they say what the command does with its
// input and output.
type flags struct {
	config         string
	values, set    []string
	report         string
	inPlace        bool
	quiet, verbose bool
	noColor        bool
}

func (f *flags) bind(root *cobra.Command) {
	all := root.PersistentFlags()
	all.SortFlags = false
	all.StringVar(&f.config, "config", "", "read settings from this `FILE` (POSTRENDER_CONFIG)")
	all.StringArrayVarP(&f.values, "values", "f", nil, "read client and tenant id from this Helm values `FILE`; repeatable")
	all.StringArrayVar(&f.set, "set", nil, "Helm `KEY=VALUE`, as for helm; repeatable")
	all.BoolVarP(&f.quiet, "quiet", "q", false, "say nothing on success")
	all.BoolVarP(&f.verbose, "verbose", "v", false, "say where and what, and what is merely of interest")
	all.BoolVar(&f.noColor, "no-color", false, "no colours (NO_COLOR)")
	values.Bind(all)
	root.Flags().SortFlags = false
	root.Flags().BoolVarP(&f.inPlace, "in-place", "i", false, "rewrite the files that are named as arguments")
	all.StringVar(&f.report, "report", "", "write the record as JSON to this `FILE`, on every exit; {release} is replaced (POSTRENDER_REPORT)")
}

// settings loads the settings from all their sources. Who reads the record of a
// release must find that of a run whose settings are wrong, too.
func (c *cli) settings(cmd *cobra.Command) (values.Settings, error) {
	config := c.flags.config
	if config == "" {
		config = c.getenv("POSTRENDER_CONFIG")
	}
	c.release = c.getenv("POSTRENDER_RELEASE_NAME")
	if f := cmd.Flags().Lookup("release-name"); f.Changed {
		c.release = f.Value.String()
	}
	settings, err := values.Load(values.Sources{
		Flags: cmd.Flags(), Env: c.env, Config: config, Values: c.flags.values, Set: c.flags.set,
	})
	if err == nil {
		c.release = settings.Release.Name
	}
	return settings, err
}

// reason is what the operating system said, without the path that the message
// names already.
func reason(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err
	}
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return errno.Error()
	}
	return err.Error()
}
