package manifest

import (
	"regexp"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// keyWord matches keys, options and variables that name a secret: some words
// wherever they stand, short ones between dots, dashes and changes of case only.
const keyWord = `(?:[\w.\-]*(?:secret|passw|passphrase|pwd|credential|token|authorization|(?:account|access|api|private|shared|storage)[._\-]?key|connection[._\-]?string|accesssignature|last-applied-configuration)[\w.\-]*` +
	`|(?:[\w.\-]*[._\-]|\b)(?:key|sas|sig|pass)s?(?:[._\-][\w.\-]*|\b)` +
	`|[\w.\-]*[a-z0-9](?-i:Key|Sas|SAS|Sig|Pass)s?\b)`

// ourKey matches the keys that postrender writes.
const ourKey = `(?:azure\.workload\.identity/|postrender\.dev/|kubernetes\.(?:job|task)manager\.labels)`

// secrets are the patterns by which values are hidden, compiled on first use.
type secrets struct {
	word, ours, reference, flag, comment  *regexp.Regexp
	entry, pair, assigned, argument, auth *regexp.Regexp
	userinfo                              *regexp.Regexp
}

var patterns = sync.OnceValue(func() secrets {
	return secrets{
		word: regexp.MustCompile(`(?i)` + keyWord),
		ours: regexp.MustCompile(`^[\s#\-]*["']?` + ourKey),
		// they name a secret and do not hold it
		reference: regexp.MustCompile(`(?:Ref|Name)s?$|^(?:imagePullSecrets|automountServiceAccountToken|serviceAccountToken)$`),
		flag:      regexp.MustCompile(`(?i)^--?` + keyWord + `$`),
		comment:   regexp.MustCompile(`(?m)(?:^|[ \t])#[^\n]*(?:\n[ \t]*#[^\n]*)*`),
		// a line that starts with a key
		entry: regexp.MustCompile(`^([\s#\-]*(?:export\s+)?["']?([^\s"':=#\-][^"':=]*)["']?\s*(?:=|:(?:\s|$))\s*)(.*)$`),
		// the same further behind: all of the line is the value
		pair: regexp.MustCompile(`(?i)((?:^|[^/\w.\-])` + keyWord + `\\*["']?\s*:)(?:\s+\S|[^\s/]).*`),
		// an assignment, in a URL, connection string or argument
		assigned: regexp.MustCompile(`(?i)(` + keyWord + `\\*["']?\s*=\s*)(?:"(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s;&"'])[^\s;&"']*`),
		argument: regexp.MustCompile(`(?i)((?:^|[^\w\-])--?` + keyWord + `(?:["']?\s*,\s*|["']?\s+))(?:"[^"]*"?|'[^']*'?|[^\s"',\]])[^\s"',\]]*`),
		auth:     regexp.MustCompile(`(?i)(\bbearer\s+|\bbasic\s+\b)[\w+/=.~*\-]{6,}`),
		userinfo: regexp.MustCompile(`(://[^/\s:@"']*:)[^\s/"']+@`),
	}
})

// names reports whether a key names a secret that is its value.
func names(key string) bool {
	return patterns().word.MatchString(key) && !patterns().reference.MatchString(key)
}

// isOurs reports whether a line or key is one that postrender writes.
func isOurs(line string) bool { return patterns().ours.MatchString(line) }

// maskText masks a text that a value holds: by its tree if it has one, else by
// its lines.
func maskText(text string, depth int) string {
	if depth >= maxNested || !strings.ContainsAny(text, "\n{[") {
		return maskLines(text)
	}
	const separator = "\n---"
	documents := strings.Split(text, separator)
	for i, d := range documents {
		if out, ok := maskTree([]byte(d), depth+1); ok {
			documents[i] = string(out)
		} else {
			documents[i] = maskLines(d)
		}
	}
	return strings.Join(documents, separator)
}

// maskLines masks a text that is no YAML, or only looks like it: what a key that
// names a secret stands before, and the lines that belong to it.
func maskLines(text string) string {
	var out strings.Builder
	hiding, continued := -1, false // indent of the key whose lines are hidden
	for line := range strings.Lines(text) {
		body := strings.TrimRight(line, "\r\n")
		depth, item := indentOf(body)
		inside := hiding >= 0 && (depth < 0 || depth > hiding || depth == hiding && item)
		switch {
		case isOurs(body):
			out.WriteString(line)
			continue
		case inside || continued:
			out.WriteString(hideLine(body))
		default:
			shown, secret := maskLine(body)
			if hiding = -1; secret {
				hiding = depth
			}
			out.WriteString(shown)
		}
		continued = (hiding >= 0 || continued) && strings.HasSuffix(body, `\`)
		out.WriteString(line[len(body):])
	}
	return out.String()
}

// indentOf returns how deep a line is indented, behind the sign of a comment; -1
// when it is blank. item says that it is one of a list.
func indentOf(line string) (depth int, item bool) {
	text := strings.TrimLeft(line, " \t#")
	if strings.TrimSpace(text) == "" {
		return -1, false
	}
	lead := line[:len(line)-len(text)]
	return len(lead) - 1 - strings.LastIndexByte(lead, '#'), strings.HasPrefix(text, "-")
}

// maskLine masks one line; secret says that the lines below it may belong to it.
func maskLine(line string) (shown string, secret bool) {
	p := patterns()
	if m := p.entry.FindStringSubmatch(line); m != nil && names(strings.TrimSpace(m[2])) {
		if m[3] != "" {
			m[1] += masked
		}
		return m[1], true
	}
	secret = p.pair.MatchString(line)
	line = p.pair.ReplaceAllString(line, "${1} "+masked)
	line = p.assigned.ReplaceAllString(line, "${1}"+masked)
	line = p.argument.ReplaceAllString(line, "${1}"+masked)
	line = p.auth.ReplaceAllString(line, "${1}"+masked)
	return p.userinfo.ReplaceAllString(line, "${1}"+masked+"@"), secret
}

// hideLines hides all lines but those that postrender writes.
func hideLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if !isOurs(line) {
			lines[i] = hideLine(line)
		}
	}
	return strings.Join(lines, "\n")
}

func hideLine(line string) string {
	text := strings.TrimLeft(line, " \t#") // a comment stays one
	if strings.TrimSpace(text) == "" {
		return line
	}
	return line[:len(line)-len(text)] + masked
}

// requoted writes a value in the place of raw, on as many lines.
func requoted(value, raw string, style yaml.Style) string {
	breaks := strings.Count(raw, "\n")
	if breaks == 0 && !strings.Contains(value, "\n") && value != masked {
		switch {
		case style&yaml.SingleQuotedStyle != 0:
			return "'" + strings.ReplaceAll(value, "'", "''") + "'"
		case style&yaml.DoubleQuotedStyle == 0 && !strings.Contains(value, ": "):
			return value
		}
	}
	quoted := Quote(value)
	return strings.TrimSuffix(quoted, `"`) + strings.Repeat("\n", breaks) + `"`
}
