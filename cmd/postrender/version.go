package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (c *cli) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "print version, commit and Go version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(c.stdout, version())
			return err
		},
	}
}

// version tells what the Go tool put into the binary, so that it is right after
// go install as well as after a release build.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "postrender (unknown build)"
	}
	commit, dirty := "unknown", ""
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			commit = s.Value
		case "vcs.modified":
			if s.Value == "true" {
				dirty = "-dirty"
			}
		}
	}
	return fmt.Sprintf("postrender %s, commit %s%s, %s", info.Main.Version, commit, dirty, info.GoVersion)
}
