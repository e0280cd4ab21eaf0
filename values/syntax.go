package values

import "github.com/wi-postrender/postrender/manifest"

// syntax words an error of the YAML parser anew, without content of the file,
// which may be secret.
func syntax(err error, data []byte) *fault {
	line, reason := manifest.SyntaxError(err, data)
	if reason == "" {
		return faultf("not valid YAML")
	}
	return faultf("not valid YAML: %s", reason).on(line)
}
