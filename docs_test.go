package postrender_test

import (
	"testing"

	"github.com/wi-postrender/postrender/values"
)

// TestSettingsPage holds docs/settings.md to the table that the settings are
// made from; UPDATE=1 rewrites it.
func TestSettingsPage(t *testing.T) {
	page := "# Settings\n\nMade from the table in `values/table.go`; `postrender schema` prints the JSON Schema of the config file.\n\n" + values.Markdown()
	compare(t, "docs/settings.md", []byte(page))
}
