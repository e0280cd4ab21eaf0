package flink

import "testing"

// What Flink makes of plain scalars, which it reads as YAML 1.1 and writes back as text.
func TestResolvePlain(t *testing.T) {
	for text, want := range map[string]string{
		"true": "true", "True": "true", "TRUE": "true", "yes": "true", "On": "true", "tRUE": "tRUE",
		"false": "false", "NO": "false", "Off": "false", "oFF": "oFF",
		"y": "y", "n": "n", "nUll": "nUll", "data": "data", "010": "010",
	} {
		if got, reason := resolvePlain(text); got != want || reason != "" {
			t.Errorf("resolvePlain(%q) = %q, %q", text, got, reason)
		}
	}
	for _, text := range []string{"", "~", "null", "Null", "NULL"} {
		if _, reason := resolvePlain(text); reason == "" {
			t.Errorf("resolvePlain(%q) has a value", text)
		}
	}
}

func TestRespelled(t *testing.T) {
	for _, text := range []string{
		"yes", "True", "010", "0x1F", "0b1", "1_000", "+1", "-0", "1.10", "1.5", "1e3", ".5", ".inf",
		"-.INF", "1:30:00", "2024-01-01", "2024-1-1T01:02:03Z", "2024-01-01 01:02:03",
	} {
		if !respelled(text) {
			t.Errorf("%s may be respelled", text)
		}
	}
	for _, text := range []string{
		"true", "false", "0", "10", "-1", "123456789012345678901234567890", "1.18.1", "v1", "1a2b",
		"2024-01", "a", "null", "1-2", "e3", ".",
	} {
		if respelled(text) {
			t.Errorf("%s stays as it is", text)
		}
	}
}
