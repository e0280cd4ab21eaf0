package values

import (
	"slices"
	"strings"
)

// rule says which texts a setting takes.
type rule struct {
	name   string              // of the type, in help and docs
	check  func(string) *fault // of a text that is not empty
	schema func() schema       // the same in JSON Schema, less exact where that cannot say it
}

var (
	guidRule    = rule{"guid", checkGUID, func() schema { return schema{"pattern": optional(guidPattern), "not": schema{"const": zeroGUID}} }}
	nameRule    = rule{"name", checkName, func() schema { return schema{"pattern": optional(namePattern), "maxLength": 253} }}
	accountRule = rule{"name", checkAccount, func() schema {
		return schema{"pattern": namePattern, "maxLength": 253, "not": schema{"const": "default"}}
	}}
	namespaceRule = rule{"namespace", checkLabel, func() schema { return schema{"pattern": optional(labelPattern), "maxLength": 63} }}
	profileRule   = rule{"profile", checkProfile, func() schema { return schema{"enum": ProfileNames()} }}
	ruleIDRule    = rule{"rule", checkRuleID, func() schema { return schema{"pattern": ruleIDPattern} }}
	failOnRule    = oneOf("severity", "error", "warning")
	levelRule     = oneOf("severity", "error", "warning", "info", string(Off))
)

const (
	guidPattern   = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
	labelPattern  = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"
	namePattern   = `^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`
	ruleIDPattern = "^[A-Za-z0-9._-]+$"
	zeroGUID      = "00000000-0000-0000-0000-000000000000"
)

// optional makes a pattern that takes the empty text as well, which in a
// config means: not set.
func optional(pattern string) string {
	return "^(" + strings.TrimSuffix(strings.TrimPrefix(pattern, "^"), "$") + ")?$"
}

func oneOf(name string, choices ...string) rule {
	check := func(s string) *fault {
		if slices.Contains(choices, s) {
			return nil
		}
		return faultf("is none of %s", strings.Join(choices, ", "))
	}
	return rule{name, check, func() schema { return schema{"enum": choices} }}
}

// checkGUID says why a text is not a GUID without repeating it: people paste
// secrets into the wrong field.
func checkGUID(s string) *fault {
	f := faultf("is not a GUID")
	switch {
	case s == zeroGUID:
		return faultf("is the all-zero GUID, which no identity has").
			withHint("az identity show --name NAME --resource-group GROUP --query clientId")
	case strings.TrimSpace(s) != s:
		return f.withHint("remove the white space around it")
	case strings.HasPrefix(s, "/subscriptions/"):
		return f.withHint("that is a resource id; az identity show --ids ID --query clientId prints the client id")
	case IsGUID(s):
		return nil
	}
	return f.withHint("8-4-4-4-12 hexadecimal digits, without braces")
}

// IsGUID reports whether s is 8-4-4-4-12 hexadecimal digits.
func IsGUID(s string) bool {
	if len(s) != len(zeroGUID) {
		return false
	}
	for i := range len(s) {
		hex := strings.IndexByte("0123456789abcdefABCDEF", s[i]) >= 0
		if dash := zeroGUID[i] == '-'; dash && s[i] != '-' || !dash && !hex {
			return false
		}
	}
	return true
}

// checkName checks a DNS-1123 subdomain, what Kubernetes allows for most names.
func checkName(s string) *fault {
	if len(s) > 253 {
		return faultf("is longer than 253 characters")
	}
	for part := range strings.SplitSeq(s, ".") {
		if !isLabel(part) {
			return faultf("is not a Kubernetes name").
				withHint("lower-case letters, digits, - and . only; it begins and ends with a letter or digit")
		}
	}
	return nil
}

// checkAccount refuses "default" because every pod that names no account runs
// as it: an identity there is an identity for strangers.
func checkAccount(s string) *fault {
	if s == "default" {
		return faultf("is default, the account of every pod that names none").
			withHint("give the workload an account of its own")
	}
	return checkName(s)
}

// checkLabel checks a DNS-1123 label, what Kubernetes allows for namespaces.
func checkLabel(s string) *fault {
	if len(s) > 63 {
		return faultf("is longer than 63 characters")
	}
	if !isLabel(s) {
		return faultf("is not a Kubernetes namespace").
			withHint("lower-case letters, digits and - only; it begins and ends with a letter or digit")
	}
	return nil
}

func isLabel(s string) bool {
	if s == "" || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	return onlyIn(s, "abcdefghijklmnopqrstuvwxyz0123456789-")
}

func onlyIn(s, alphabet string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune(alphabet, r) }) < 0
}

// checkProfile names the text: nobody keeps a secret there, and a typing error
// is found faster when it is shown.
func checkProfile(s string) *fault {
	known := ProfileNames()
	if slices.Contains(known, s) {
		return nil
	}
	return faultf("is %s, which is no profile; known: %s", clean(s), strings.Join(known, ", ")).
		withHint("%s", suggest(s, known))
}

// checkRuleID checks the form only: the rules themselves are known elsewhere.
func checkRuleID(s string) *fault {
	if onlyIn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") {
		return nil
	}
	return faultf("is not a rule id").withHint("letters and digits, such as WI001")
}
