// Command canary calls the one function that the database in db/ calls vulnerable.
// When govulncheck stops finding it, a clean result means nothing; see vuln.sh.
package main

import (
	"os"
	"strings"
)

func main() {
	_, _ = os.Stdout.WriteString(strings.ToUpper("tweet\n"))
}
