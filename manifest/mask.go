package manifest

import (
	"bytes"
	"regexp"
	"strings"
)

// masked is what stands in a diff in the place of a value that may be secret.
const masked = "*****"

var (
	secretKind = regexp.MustCompile(`["']?kind["']?\s*:\s*["']?Secret["',}\s]`)
	// secretWord matches keys that name a secret, in any spelling.
	secretWord = regexp.MustCompile(`(?i)(^|[^a-z])(key|sas|sig)s?$|secret|passw|pwd|credential|token|account-?key|api-?key|access-?key|private-?key|connection-?_?string|last-applied-configuration`)
	// lineEntry cuts a block-style line into what stands before the value, the key and the value.
	lineEntry = regexp.MustCompile(`^(\s*(?:- +)*["']?([^\s"':#][^"':]*)["']?\s*:\s+)(\S.*)$`)
	keyOnly   = regexp.MustCompile(`^(\s*(?:- +)*)["']?([^\s"':#][^"':]*)["']?\s*:\s*$`)
	// flowEntry is an entry inside braces with a scalar value.
	flowEntry = regexp.MustCompile(`(["']?([\w.\-/]+)["']?\s*:\s*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,{}\[\]"'][^,{}\[\]]*)`)
	flowData  = regexp.MustCompile(`(["']?(?:data|stringData)["']?\s*:\s*)\{[^{}]*\}`)
	// inline secrets of connection strings, wherever they stand
	inline = regexp.MustCompile(`(?i)((?:AccountKey|SharedAccessKey|SharedAccessSignature|sig|password|pwd)=)[^;&"'\s]+`)
)

// mask hides the values of Secrets, and of keys that name a secret, in a text
// that is to be shown. Lines stay lines. It errs on the side of hiding.
func mask(text []byte) []byte {
	secret := secretKind.Match(text)
	if secret {
		text = flowData.ReplaceAll(text, []byte("${1}{"+masked+"}"))
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
	if m := keyOnly.FindStringSubmatch(line); m != nil {
		return line, hides(m[2], secret)
	}
	if m := lineEntry.FindStringSubmatch(line); m != nil && hides(m[2], secret) && !strings.HasPrefix(m[3], "#") {
		return m[1] + masked, true
	}
	line = flowEntry.ReplaceAllStringFunc(line, func(entry string) string {
		m := flowEntry.FindStringSubmatch(entry)
		if hides(m[2], false) {
			return m[1] + `"` + masked + `"`
		}
		return entry
	})
	return inline.ReplaceAllString(line, "${1}"+masked), false
}

func hides(key string, secret bool) bool {
	key = strings.TrimSpace(key)
	if secret && (key == "data" || key == "stringData") {
		return true
	}
	if strings.HasSuffix(key, "Ref") || strings.HasSuffix(key, "Name") || strings.HasPrefix(key, "azure.workload.identity/") || key == "imagePullSecrets" || key == "automountServiceAccountToken" {
		return false // they name a secret and do not hold it
	}
	return secretWord.MatchString(key)
}
