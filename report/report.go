// Package report holds what a run of postrender has to say: the changes it
// made, what it found on the way, and how it ended. The types are plain data,
// so that every other package can add to a report; each output form (text for
// people, JSON for machines) is one file of this package.
package report

// APIVersion and Kind identify the JSON form of a [Report].
const (
	APIVersion = "postrender.dev/v1alpha1"
	Kind       = "Report"
)

// Report is the record of one run.
type Report struct {
	Result   Result
	Err      *Error // why Result is not OK
	Changes  []Change
	Findings []Finding
	Settings map[string]Setting // effective settings by key, e.g. "clientId"
	Summary  Summary
}

// Result says how a run ended.
type Result string

// The ways in which a run ends. Refused means that the input was understood
// and that a rule or --strict said no; Failed is every other error.
const (
	OK      Result = "ok"
	Refused Result = "refused"
	Failed  Result = "failed"
)

// Setting is the effective value of one setting and where it came from, in
// words that a person can act on ("flag --client-id").
type Setting struct {
	Value  any    `json:"value"`
	Origin string `json:"origin"`
}

// Resource names a Kubernetes object, or a VVP resource.
type Resource struct {
	APIVersion string `json:"apiVersion,omitempty"`
	Kind       string `json:"kind,omitempty"`
	Namespace  string `json:"namespace,omitempty"`
	Name       string `json:"name,omitempty"`
}

// Place is where something stands in the input.
type Place struct {
	Source   string `json:"source,omitempty"`   // template, file, or "" when the input does not tell
	Document int    `json:"document,omitempty"` // 1-based number of the document in the stream
	Line     int    `json:"line,omitempty"`     // 1-based line in the stream
	Path     string `json:"path,omitempty"`     // field, e.g. metadata.annotations[azure.workload.identity/client-id]
}

// Action is what an edit did to its field.
type Action string

// The actions, named as kubectl names its verbs.
const (
	Annotate Action = "annotate"
	Label    Action = "label"
	Set      Action = "set"
	Add      Action = "add" // a whole document
)

// Effect is what a change does when the manifests are applied.
type Effect string

// The effects, the most disturbing first.
const (
	Recreate    Effect = "recreate"      // the object is immutable: it must be deleted before an upgrade
	RestartsJob Effect = "restarts-job"  // a running Flink job is torn down and started again
	Rolls       Effect = "rolls"         // the pods of a workload are replaced
	NewJobsOnly Effect = "new-jobs-only" // only what is created later sees it
	NoEffect    Effect = "none"
)

// Change is one field that was written, or one document that was added.
type Change struct {
	Action   Action   `json:"action"`
	Effect   Effect   `json:"effect"`
	Resource Resource `json:"resource"`
	Place
	Before *string `json:"before"` // nil: the field was absent
	After  string  `json:"after"`
	Hint   string  `json:"hint,omitempty"` // what else the user may have to do
}

// Severity orders findings.
type Severity string

// The severities. Only errors can refuse a run, and warnings when asked to.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Finding is something about the result that a person should know.
type Finding struct {
	Rule     string   `json:"rule"` // e.g. WI023
	Severity Severity `json:"severity"`
	Fixable  bool     `json:"fixable"` // the filter mends it
	Message  string   `json:"message"`
	Fix      string   `json:"fix,omitempty"` // what to do, e.g. a command
	Resource Resource `json:"resource"`
	Place

	// Blocks says that the filter must not let its own edit of the resource pass:
	// admission would deny it, or the edit cannot work.
	Blocks bool `json:"-"`
}

// Nothing tells apart the three reasons for which a run changes nothing.
type Nothing string

// The kinds of nothing. The zero value means that something was changed.
const (
	Empty           Nothing = "empty"            // the input holds no resource at all
	NoSubject       Nothing = "no-subject"       // nothing in it is ours
	AlreadyComplete Nothing = "already-complete" // everything that is ours is in place
)

// Summary adds a run up.
type Summary struct {
	Documents  int            `json:"documents"` // that hold a resource, by kubectl's count
	Changed    int            `json:"changed"`   // documents, added ones included
	Errors     int            `json:"errors"`
	Warnings   int            `json:"warnings"`
	Suppressed int            `json:"suppressed"`
	Nothing    Nothing        `json:"nothing,omitempty"`
	Effects    map[Effect]int `json:"effects,omitempty"` // resources by what happens to them on apply
}

// Plus adds up two runs. Nothing is left to the caller.
func (s Summary) Plus(t Summary) Summary {
	sum := Summary{
		Documents: s.Documents + t.Documents, Changed: s.Changed + t.Changed, Errors: s.Errors + t.Errors,
		Warnings: s.Warnings + t.Warnings, Suppressed: s.Suppressed + t.Suppressed, Effects: map[Effect]int{},
	}
	for _, effects := range []map[Effect]int{s.Effects, t.Effects} {
		for e, n := range effects {
			sum.Effects[e] += n
		}
	}
	return sum
}
