package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/transform"
	"github.com/wi-postrender/postrender/values"
)

func (c *cli) configCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "config [FILE|-]",
		Short:   "show the effective settings, each with its origin",
		Long:    "Config shows the settings that a run would use and where each comes from. With manifests, it shows what is inferred from them, too.",
		Example: "  postrender config --config vvp.yaml\n  postrender config rendered.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, files []string) error {
			settings, err := c.settings(cmd)
			if err != nil {
				return err
			}
			if len(files) == 0 {
				return c.printSettings(settings.Report())
			}
			return c.eachInput(cmd, files, func(cmd *cobra.Command, _ string, in []byte) error {
				_, rep, err := transform.Transform(cmd.Context(), in, settings)
				if perr := c.printSettings(rep.Settings); perr != nil {
					return perr
				}
				return err
			})
		},
	}
}

// printSettings writes the settings that somebody set, one a line.
func (c *cli) printSettings(settings map[string]report.Setting) error {
	if len(settings) == 0 {
		_, err := fmt.Fprintln(c.stdout, "# no setting differs from its default; postrender schema lists them all")
		return err
	}
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		s := settings[key]
		text, err := json.Marshal(s.Value)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s: %s  # %s\n", key, text, s.Origin)
	}
	_, err := fmt.Fprint(c.stdout, b.String())
	return err
}

func (c *cli) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "print the JSON Schema of the config file",
		Long:    "Schema prints the JSON Schema of the config file, by which editors complete and check it.",
		Example: "  postrender schema > postrender.schema.json\n  # then, at the top of vvp.yaml:\n  # yaml-language-server: $schema=postrender.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := c.stdout.Write(values.Schema())
			return err
		},
	}
}
