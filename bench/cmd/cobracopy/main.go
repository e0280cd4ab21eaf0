// Cobracopy is copy inside a cobra command with one flag: what a program pays
// for its command line.
package main

import (
	"bytes"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Use: "cobracopy", Short: "copy standard input", Args: cobra.NoArgs, RunE: run}
	root.Flags().String("client-id", "", "accepted and not used")
	if root.Execute() != nil {
		os.Exit(1)
	}
}

func run(*cobra.Command, []string) error {
	var b bytes.Buffer
	if info, err := os.Stdin.Stat(); err == nil && info.Mode().IsRegular() {
		b.Grow(int(info.Size()) + bytes.MinRead)
	}
	if _, err := b.ReadFrom(os.Stdin); err != nil {
		return err
	}
	_, err := os.Stdout.Write(b.Bytes())
	return err
}
