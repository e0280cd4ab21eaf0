package manifest

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
)

// masked is what stands in a diff in the place of a value that may be secret.
const masked = "*****"

// secrets are the patterns by which values are hidden, compiled on first use.
type secrets struct {
	kind, word, entry, keyOnly, flowEntry, flowData, argument, inline, userinfo *regexp.Regexp
}

var patterns = sync.OnceValue(func() secrets {
	return secrets{
		kind: regexp.MustCompile(`["']?kind["']?\s*:\s*["']?Secret["',}\s]`),
		// keys that name a secret, in any spelling
		word: regexp.MustCompile(`(?i)(^|[^a-z])(key|sas|sig)s?$|secret|passw|pwd|credential|token|account-?key|api-?key|access-?key|private-?key|connection-?_?string|last-applied-configuration`),
		// a block-style line: what stands before the value, the key, the value
		entry:   regexp.MustCompile(`^(\s*(?:- +)*["']?([^\s"':#][^"':]*)["']?\s*:\s+)(\S.*)$`),
		keyOnly: regexp.MustCompile(`^(\s*(?:- +)*)["']?([^\s"':#][^"':]*)["']?\s*:\s*$`),
		// an entry inside braces with a scalar value, and a Secret's data there
		flowEntry: regexp.MustCompile(`(["']?([\w.\-/]+)["']?\s*:\s*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,{}\[\]"'][^,{}\[\]]*)`),
		flowData:  regexp.MustCompile(`((?:^|[\s{,])["']?(?:data|stringData)["']?\s*:\s*)\{[^{}]*\}`),
		// arguments that name a secret: --key=x, --key x, "--key", "x"
		argument: regexp.MustCompile(`(?i)(--?[\w-]*(?:key|token|secret|passw|pwd|sas|credential)[\w-]*(?:["']?\s*,\s*["']?|=|\s+))[^\s,"'\]]+`),
		// connection strings, wherever they stand
		inline:   regexp.MustCompile(`(?i)((?:AccountKey|SharedAccessKey|SharedAccessSignature|sig|password|pwd)=)[^;&"'\s]+`),
		userinfo: regexp.MustCompile(`(://[^/\s:@"']*:)[^\s/@"']+@`),
	}
})

// mask hides the values of Secrets, and of keys that name a secret, in a text
// that is to be shown. Lines stay lines. It errs on the side of hiding.
func mask(text []byte) []byte {
	secret := patterns().kind.Match(text)
	if secret {
		text = patterns().flowData.ReplaceAll(text, []byte("${1}{"+masked+"}"))
	}
	var out bytes.Buffer
	hiding := -1 // indent of the key whose nested lines are hidden; -1 none
	for line := range bytes.Lines(text) {
		body := bytes.TrimRight(line, "\r\n")
		end := line[len(body):]
		indent := len(body) - len(bytes.TrimLeft(body, " "))
		if hiding >= 0 && (indent > hiding || len(bytes.TrimSpace(body)) == 0) {
			if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 {
				body = append(bytes.Repeat([]byte(" "), indent), masked...)
			}
			out.Write(append(body, end...))
			continue
		}
		hiding = -1
		// A text with line breaks in quotes is a line of its own after each "\n".
		var parts []string
		for i, part := range strings.Split(string(body), `\n`) {
			shown, opens := maskLine(part, secret)
			if opens && i == 0 {
				hiding = indent
			}
			parts = append(parts, shown)
		}
		out.WriteString(strings.Join(parts, `\n`))
		out.Write(end)
	}
	return out.Bytes()
}

// maskLine hides a line's value; opens says that the lines below belong to it.
func maskLine(line string, secret bool) (out string, opens bool) {
	if m := patterns().keyOnly.FindStringSubmatch(line); m != nil {
		return line, hides(m[2], secret)
	}
	if m := patterns().entry.FindStringSubmatch(line); m != nil && hides(m[2], secret) && !strings.HasPrefix(m[3], "#") {
		return m[1] + masked, true
	}
	line = patterns().flowEntry.ReplaceAllStringFunc(line, func(entry string) string {
		m := patterns().flowEntry.FindStringSubmatch(entry)
		if hides(m[2], false) {
			return m[1] + `"` + masked + `"`
		}
		return entry
	})
	line = patterns().argument.ReplaceAllString(line, "${1}"+masked)
	line = patterns().userinfo.ReplaceAllString(line, "${1}"+masked+"@")
	return patterns().inline.ReplaceAllString(line, "${1}"+masked), false
}

func hides(key string, secret bool) bool {
	key = strings.TrimSpace(key)
	if key == "value" || secret && (key == "data" || key == "stringData") {
		return true // value: of environment variables, whose names are free
	}
	if strings.HasSuffix(key, "Ref") || strings.HasSuffix(key, "Name") || strings.HasPrefix(key, "azure.workload.identity/") || key == "imagePullSecrets" || key == "automountServiceAccountToken" {
		return false // they name a secret and do not hold it
	}
	return patterns().word.MatchString(key)
}
