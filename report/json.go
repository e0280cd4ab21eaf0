package report

import (
	"encoding/json"
	"io"
)

// WriteJSON writes the record of a run, indented, for machines and for those who
// never get to see standard error.
func (r Report) WriteJSON(w io.Writer) error {
	type jsonError struct {
		Message string `json:"message"`
		Place   string `json:"place,omitempty"`
		Hint    string `json:"hint,omitempty"`
	}
	out := struct {
		APIVersion string             `json:"apiVersion"`
		Kind       string             `json:"kind"`
		Result     Result             `json:"result"`
		Error      *jsonError         `json:"error,omitempty"`
		Changes    []Change           `json:"changes"`
		Findings   []Finding          `json:"findings"`
		Settings   map[string]Setting `json:"settings"`
		Summary    Summary            `json:"summary"`
	}{APIVersion, Kind, r.Result, nil, orEmpty(r.Changes), orEmpty(r.Findings), r.Settings, r.Summary}
	if out.Settings == nil {
		out.Settings = map[string]Setting{}
	}
	if r.Err != nil {
		out.Error = &jsonError{r.Err.Message, r.Err.Place.String(), r.Err.Hint}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

// orEmpty makes nothing an empty list, which scripts can count.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
