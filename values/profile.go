package values

import (
	"bytes"
	"embed"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed profiles/*.yaml
var profileFiles embed.FS

// profiles caches what [Profile] decoded, by name.
var profiles sync.Map

// ProfileData is what is known of a system: which accounts its pods run as,
// and what else of it is edited. It is a file of the folder profiles.
type ProfileData struct {
	Name         string           // as in the setting profiles, and the file's own
	Title        string           // the product, for people
	Description  string           // one or two sentences
	Accounts     []ProfileAccount // by name, in whatever namespace
	VVPResources bool             `yaml:"vvpResources"` // Flink configuration in VVP's resources gets the labels
	Annotated    bool             // every account that carries a client id already is one of the profile
}

// ProfileAccount is a service account that the system's chart or operator uses.
type ProfileAccount struct {
	Name string
	Role Role
}

// Role says whose pods run as an account, and thereby which client id it gets.
type Role string

// The roles: pods of the system itself, and pods of the Flink jobs that it runs.
const (
	RolePlatform Role = "platform"
	RoleJobs     Role = "jobs"
)

// Profile is the data of a profile, which the caller must not change; false
// when there is none of that name. It is decoded on first use.
func Profile(name string) (ProfileData, bool) {
	if p, ok := profiles.Load(name); ok {
		return p.(ProfileData), true
	}
	data, err := profileFiles.ReadFile("profiles/" + name + ".yaml")
	if err != nil {
		return ProfileData{}, false
	}
	var p ProfileData
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&p); err != nil {
		panic("values: profile " + name + ": " + err.Error()) // compiled in, and decoded by a test
	}
	profiles.Store(name, p)
	return p, true
}

// ProfileNames is the names of all profiles, sorted.
func ProfileNames() []string {
	entries, err := profileFiles.ReadDir("profiles")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return out
}
