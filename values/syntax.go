package values

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// errorParts finds the line and the reason in an error of the YAML parser,
// and quoted what is quoted in the reason. Both are compiled when something is
// wrong, not at start-up.
var (
	errorParts = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`) })
	quoted     = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("'[^']*'|\"[^\"]*\"|`[^`]*`") })
)

// syntax words an error of the YAML parser anew, without content of the file,
// which may be secret.
func syntax(err error, data []byte) *fault {
	parts := errorParts().FindStringSubmatch(err.Error())
	if parts == nil {
		return faultf("not valid YAML")
	}
	line, _ := strconv.Atoi(parts[1])
	reason := quoted().ReplaceAllStringFunc(parts[2], func(s string) string {
		if len(s) == len("','") {
			return s // punctuation, the parser's own
		}
		return "(…)"
	})
	switch {
	case strings.HasPrefix(reason, "did not find"):
		line = min(line+1, lastLine(data)) // the parser counts from 0, unlike the scanner, but not at the end
	case line == 0 && !strings.Contains(reason, "control characters") && !strings.Contains(reason, "anchor"):
		line = 1 // which the parser does not say
	}
	return faultf("not valid YAML: %s", reason).on(line)
}

func lastLine(data []byte) int {
	return bytes.Count(bytes.TrimRight(data, "\r\n"), []byte("\n")) + 1
}
