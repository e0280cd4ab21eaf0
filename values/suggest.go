package values

import (
	"fmt"
	"strings"
)

// suggest is a hint for a name that is none of the known: the one that was
// probably meant, else all of them.
func suggest(name string, known []string) string {
	if best := nearest(strings.ToLower(name), known); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "known: " + strings.Join(known, ", ")
}

// nearest is the known name that a lower-case name is a slip of: a few wrong
// letters, or an end that is missing or too much. "" when there is none.
func nearest(name string, known []string) string {
	best, least := "", max(1, len(name)/4)+1
	for _, k := range known {
		lower := strings.ToLower(k)
		d := distance(name, lower, least)
		if d > 1 && len(name) >= 3 && (strings.HasPrefix(lower, name) || strings.HasPrefix(name, lower)) {
			d = 1
		}
		if d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, change or swap with the
// next one to make a into b. It gives up, with a number above most, on names of
// too different lengths, so that a very long name costs nothing.
func distance(a, b string, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range len(b) {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
