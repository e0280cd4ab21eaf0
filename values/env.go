package values

import (
	"slices"
	"strings"

	"github.com/wi-postrender/postrender/report"
)

// inEnv is the kind of origin of what a variable says.
const inEnv = "environment"

const envPrefix = "POSTRENDER_"

// OtherVariables is the variables of postrender that are no settings: the
// command reads them itself.
var OtherVariables = []string{envPrefix + "CONFIG", envPrefix + "REPORT"}

// fromEnv is what the environment says, as KEY=VALUE. As for processes, the
// last of several equal keys counts. A variable that is set to nothing is not
// set: build systems pass on variables that they do not have.
func fromEnv(env []string) (Layer, error) {
	var out Layer
	vars := map[string]string{}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, envPrefix) {
			continue
		}
		if err := knownVariable(name); err != nil {
			return out, err
		}
		vars[name] = value
	}
	for _, row := range table {
		value := vars[row.Env()]
		if value == "" {
			continue
		}
		o := origin{in: inEnv, Place: report.Place{Source: row.Env()}}
		uses := []string{value}
		if row.cell.many() {
			uses = strings.Split(value, ";")
		}
		if f := row.cell.fromText(&out.given, uses); f != nil {
			return out, f.in(row.Key).at(o.place())
		}
		out.given.setOrigin(row.Key, o)
	}
	return out, nil
}

// knownVariable refuses a variable that we would ignore: whoever set it
// expects something of it.
func knownVariable(name string) error {
	known := slices.Clone(OtherVariables)
	for _, row := range table {
		known = append(known, row.Env())
	}
	if slices.Contains(known, name) {
		return nil
	}
	return report.Errorf(report.Place{Source: inEnv}, "%s is not a variable of postrender", clean(name)).
		WithHint("%s", suggest(name, known))
}
