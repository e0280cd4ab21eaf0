package values

import (
	"errors"
	"io/fs"
	"os"
	"slices"

	"github.com/spf13/pflag"
	"github.com/wi-postrender/postrender/report"
)

// Sources is everything that settings can come from. The zero value is valid,
// and gives the defaults.
type Sources struct {
	Flags    *pflag.FlagSet               // as bound by [Bind]; only changed flags count
	Env      []string                     // KEY=VALUE, as os.Environ gives it
	Config   string                       // path of --config; "" none
	Given    []Layer                      // configs that came another way (functionConfig, Argo CD), the stronger last; Config wins over them
	Values   []string                     // paths of Helm values files (-f), the stronger last
	Set      []string                     // --set expressions, stronger than Values
	ReadFile func(string) ([]byte, error) // nil: os.ReadFile
}

// Load merges the sources and validates the result. A stronger source replaces
// a value as a whole: lists are never joined. Every error is a [report.Error].
func Load(src Sources) (Settings, error) {
	out := Default()
	readers := []func() (Layer, error){ // the strongest first
		func() (Layer, error) { return fromFlags(src.Flags) },
		func() (Layer, error) { return fromEnv(src.Env) },
		func() (Layer, error) { return fromConfig(src) },
		func() (Layer, error) { return join(src.Given), nil },
		func() (Layer, error) { return fromHelm(src, out) },
	}
	for _, read := range readers {
		layer, err := read()
		if err != nil {
			return Settings{}, err
		}
		out.fill(layer.given)
	}
	if err := out.Validate(); err != nil {
		return Settings{}, err
	}
	return out, nil
}

func fromConfig(src Sources) (Layer, error) {
	if src.Config == "" {
		return Layer{}, nil
	}
	data, err := read(src, src.Config, "--config takes the path of a file")
	if err != nil {
		return Layer{}, err
	}
	return ParseConfig(data, src.Config)
}

func join(layers []Layer) (out Layer) {
	for _, l := range slices.Backward(layers) {
		out.given.fill(l.given)
	}
	return out
}

// fill sets every key that somebody set in from, a weaker source, and nobody in s.
func (s *Settings) fill(from Settings) {
	for _, row := range table {
		if o, ok := from.origins[row.Key]; ok && !s.isSet(row.Key) {
			row.cell.copy(s, from)
			s.setOrigin(row.Key, o)
		}
	}
}

func (s Settings) isSet(key string) bool {
	_, ok := s.origins[key]
	return ok
}

// read is the content of a file. The error names the path and the reason once.
func read(src Sources, path, hint string) ([]byte, error) {
	readFile := src.ReadFile
	if readFile == nil {
		readFile = os.ReadFile
	}
	data, err := readFile(path)
	if err == nil {
		return data, nil
	}
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		err = inner.Err
	}
	if path == "-" {
		hint = "stdin holds the manifests; a file is needed here"
	}
	return nil, report.Errorf(report.Place{Source: path}, "cannot be read: %v", err).WithHint("%s", hint)
}
