package input

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
)

var words = strings.Fields(`server client timeout retry backoff queue worker listen address upstream proxy header cookie session
	cache expire interval threshold metric label pattern level info warning debug format output path directory file rotate
	compress backup restore snapshot replica leader follower quorum shard partition offset commit consumer producer topic
	schema table column index query cursor transaction isolation pool connection certificate issuer secret token audience`)

func word(r *rand.Rand) string { return words[r.IntN(len(words))] }

// prose writes about size bytes of a file as charts embed them: settings,
// comments, sections and blank lines.
func prose(b *bytes.Buffer, r *rand.Rand, size int, margin string) {
	for end := b.Len() + size; b.Len() < end; {
		b.WriteString(margin)
		switch r.IntN(12) {
		case 0:
			b.Truncate(b.Len() - len(margin)) // a blank line
		case 1:
			fmt.Fprintf(b, "# %s the %s of each %s before the %s", word(r), word(r), word(r), word(r))
		case 2:
			fmt.Fprintf(b, "[%s.%s]", word(r), word(r))
		case 3:
			fmt.Fprintf(b, `location ~ ^/%s/(?<name>[\w.-]+\.jar)$ { return 200 "ok\n"; }`, word(r))
		default:
			fmt.Fprintf(b, "%s.%s.%s = %d%s", word(r), word(r), word(r), r.IntN(1e5), []string{"", "s", "ms", "MB"}[r.IntN(4)])
		}
		b.WriteByte('\n')
	}
}

// base64Text writes encoded noise of size bytes on one line.
func base64Text(b *bytes.Buffer, r *rand.Rand, size int) {
	noise := make([]byte, size*3/4)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	b.WriteString(base64.StdEncoding.EncodeToString(noise))
}

// panels writes the lines of a Grafana dashboard. Helm's toPrettyJson escapes
// angle brackets, which makes \u in every third or so.
func panels(r *rand.Rand, count int) []string {
	lines := []string{"{", `  "annotations": {"list": []},`, `  "panels": [`}
	for i := range count {
		expr := fmt.Sprintf(`sum(rate(%s_%s_total{namespace=~\"$namespace\", pod=~\"%s-\\d+\"}[5m])) by (%s)`, word(r), word(r), word(r), word(r))
		if r.IntN(30) == 0 {
			expr += ` \u003e ` + fmt.Sprint(r.IntN(100))
		}
		lines = append(
			lines, "    {", fmt.Sprintf(`      "id": %d,`, i), fmt.Sprintf(`      "title": "%s %s",`, word(r), word(r)),
			fmt.Sprintf(`      "gridPos": {"h": 8, "w": 12, "x": %d, "y": %d},`, i%2*12, i*8),
			fmt.Sprintf(`      "targets": [{"expr": "%s", "legendFormat": "{{pod}}"}]`, expr), "    },",
		)
	}
	return append(lines, `    {"type": "row"}`, "  ],", `  "schemaVersion": 39`, "}")
}
