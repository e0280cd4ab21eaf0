// Generate writes the inputs of the comparison: generate -dir DIR [NAME…].
// The same seed gives the same bytes; a file that holds them already is not
// written again.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/wi-postrender/postrender/bench/internal/input"
)

func main() {
	log.SetFlags(0)
	dir := flag.String("dir", "", "folder to write to")
	seed := flag.Uint64("seed", 1, "what the inputs are made from")
	shipped := flag.String("shipped", "../fixtures/vvp3-plain.helm3.yaml", "the render that is copied as input shipped")
	flag.Parse()
	if err := run(*dir, *seed, *shipped, flag.Args()); err != nil {
		log.Fatal("generate: ", err)
	}
}

func run(dir string, seed uint64, shipped string, names []string) error {
	if dir == "" {
		return errors.New("-dir is missing")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, in := range input.All() {
		if len(names) > 0 && !slices.Contains(names, in.Name) {
			continue
		}
		data, err := content(in, seed, shipped)
		if err != nil {
			return err
		}
		if err := write(filepath.Join(dir, in.Name+".yaml"), data); err != nil {
			return err
		}
	}
	return nil
}

func content(in input.Input, seed uint64, shipped string) ([]byte, error) {
	if in.Make == nil {
		return os.ReadFile(shipped)
	}
	return in.Make(seed), nil
}

func write(path string, data []byte) error {
	have, err := os.ReadFile(path)
	if err == nil && bytes.Equal(have, data) {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fmt.Fprintf(os.Stderr, "generate %s: %d bytes\n", path, len(data))
	return os.WriteFile(path, data, 0o644)
}
