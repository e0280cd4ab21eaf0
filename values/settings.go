// Package values holds the settings of a run and where they come from: flags,
// the environment, a config file, Helm values and defaults, in that order of
// strength. Each value knows its origin, so that messages can name it.
//
// One slice, in table.go, lists the settings. The flags, the variables, the
// config reader, the JSON Schema and the documentation are all made from it.
package values

import (
	"maps"

	"github.com/wi-postrender/postrender/report"
)

// Settings is the effective configuration of a run. The zero value is not
// usable, because it has no limits: start from [Default] or [Load].
type Settings struct {
	Profiles               []string // names of profiles, see [Profile]; empty: as the render suggests
	ClientID               string   // GUID of the identity; "" until given or inferred
	TenantID               string   // GUID; "" leaves the tenant to the cluster
	TokenExpirationSeconds int      // 3600 to 86400; 0 leaves it to the webhook
	Release                Release
	Jobs                   Jobs
	ServiceAccounts        []ServiceAccount           // in addition to those of the profiles
	ConfigMaps             []string                   // names; their Flink defaults are edited too
	Checks                 map[string]report.Severity // by rule id; a severity or [Off]
	Overwrite              bool                       // replace ids and labels that are there already
	Strict                 bool                       // refuse warnings and renders without a subject
	FailOn                 report.Severity            // refuse findings from here up; "" as the rules say
	Allow                  []string                   // rule ids that never refuse a run
	Limits                 Limits

	origins map[string]origin // of the keys that somebody set
}

// Off is the severity in [Settings.Checks] that switches a rule off.
const Off report.Severity = "off"

// Release names the Helm release that is being rendered.
type Release struct {
	Name      string // DNS name; "" unknown
	Namespace string // of resources that name none; "" unknown
}

// Jobs is about Flink's own pods, JobManager and TaskManager.
type Jobs struct {
	ClientID              string   // GUID of an identity of their own; "" the platform's
	Namespaces            []string // empty: any in the render
	CreateServiceAccounts bool     // in Namespaces, where the render has none
}

// ServiceAccount is an account that somebody wants to carry an identity,
// whatever application it belongs to.
type ServiceAccount struct {
	Name      string `json:"name"`                // never "default"
	Namespace string `json:"namespace,omitempty"` // "" matches any
	ClientID  string `json:"clientId,omitempty"`  // GUID; "" the platform's
	TenantID  string `json:"tenantId,omitempty"`  // GUID; "" the platform's
	External  bool   `json:"external,omitempty"`  // it is annotated elsewhere; label its pods all the same
}

// Limits bound what a run reads, so that hostile input ends in an error
// instead of exhausting the machine. All are at least 1.
type Limits struct {
	Bytes     int64 // size of the input
	Documents int   // number of documents
	Depth     int   // nesting of a document; aliases are not followed
}

// Default is the configuration of a run for which nobody set anything.
func Default() Settings {
	return Settings{Limits: Limits{Bytes: 1 << 30, Documents: 1_000_000, Depth: 200}}
}

// origin is where a value comes from. In is what kind of source, and Source and
// Line of the place are known for files.
type origin struct {
	in string
	report.Place
}

func (o origin) String() string {
	if o.Source == "" {
		return o.in
	}
	return o.in + " " + o.Place.String()
}

// place is the origin for error messages: a file by its own name, as compilers
// write it, any other source in words.
func (o origin) place() report.Place {
	if o.in == inConfig {
		return o.Place
	}
	return report.Place{Source: o.String()}
}

// Origin says in words where the value of a key comes from, for example
// "flag --client-id" or "config vvp.yaml, line 7". It is "default" when nobody
// set the key, or when there is no such key.
func (s Settings) Origin(key string) string {
	if o, ok := s.origins[key]; ok {
		return o.String()
	}
	return "default"
}

// SetInferred sets clientId, jobs.clientId or tenantId to what the render
// shows, with an origin in words such as "inferred from serviceaccount
// vvp-system/vvp-gateway". What is set already stays, because inference is the
// weakest source. Other keys are never inferred, and are ignored.
func (s *Settings) SetInferred(key, value, from string) {
	var field *string
	switch key {
	case "clientId":
		field = &s.ClientID
	case "jobs.clientId":
		field = &s.Jobs.ClientID
	case "tenantId":
		field = &s.TenantID
	}
	if field == nil || *field != "" || value == "" {
		return
	}
	*field = value
	s.setOrigin(key, origin{in: from})
}

// setOrigin copies the map first: settings are passed by value, and one copy
// must not tell the origins of another.
func (s *Settings) setOrigin(key string, o origin) {
	s.origins = maps.Clone(s.origins)
	if s.origins == nil {
		s.origins = map[string]origin{}
	}
	s.origins[key] = o
}

// Report is the effective settings by key, without those that nobody set and
// those that were set to nothing.
func (s Settings) Report() map[string]report.Setting {
	out := map[string]report.Setting{}
	for _, row := range table {
		if s.isSet(row.Key) && !row.cell.empty(s) {
			out[row.Key] = report.Setting{Value: row.cell.get(s), Origin: s.Origin(row.Key)}
		}
	}
	return out
}
