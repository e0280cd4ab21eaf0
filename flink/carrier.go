package flink

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
)

// carrier is a kind of VVP resource that holds a flinkConfiguration.
type carrier struct {
	groups []string // API groups; VVP's own resources are in "", with version v1 or none
	kind   string   // "" any
	spec   []string // path of VVP's own spec in the resource
	parent []string // below spec, the mapping in which flinkConfiguration stands
	scope  Scope
	effect report.Effect
}

// Scope says which platform defaults a carrier's own settings replace.
type Scope int

// The scopes. Defaults are themselves replaced by nothing.
const (
	ScopeDeployment Scope = iota
	ScopeSession
	ScopeDefaults
)

var template = []string{"template", "spec"}

// carriers is the table of everything that carries a flinkConfiguration whose
// pods we can reach (VVP API: Deployment, DeploymentDefaults, SessionCluster; the
// operators' custom resources embed a whole Deployment). A custom resource of
// VVP 3 may embed it as VVP 2 did or hold it directly, so both are looked for.
var carriers = []carrier{
	{[]string{""}, "Deployment", []string{"spec"}, template, ScopeDeployment, report.RestartsJob},
	{[]string{""}, "DeploymentDefaults", []string{"spec"}, template, ScopeDefaults, report.NewJobsOnly},
	{[]string{""}, "SessionCluster", []string{"spec"}, nil, ScopeSession, report.RestartsJob},
	{[]string{"ververica.platform"}, "VvpDeployment", []string{"spec", "deployment", "spec"}, template, ScopeDeployment, report.RestartsJob},
	{[]string{"v3.ververica.platform"}, "", []string{"spec", "deployment", "spec"}, template, ScopeDeployment, report.RestartsJob},
	{[]string{"v3.ververica.platform"}, "", []string{"spec"}, template, ScopeDeployment, report.RestartsJob},
	{[]string{"ververicaplatform.fintechstudios.com"}, "VpDeployment", []string{"spec", "spec"}, template, ScopeDeployment, report.RestartsJob},
}

// Words and Names are what every VVP resource holds one of; a name counts as a
// whole only.
var (
	Words = []string{
		"flinkConfiguration", "deploymentTarget", "DeploymentTarget", "sessionClusterName",
		"SessionCluster", "DeploymentDefaults", "VvpDeployment", "VpDeployment", "ververica.platform",
	}
	Names = []string{"artifact", "parallelism", "upgradeStrategy", "restoreStrategy"}
)

// Carrier is a VVP resource and the place of its flinkConfiguration.
type Carrier struct {
	*manifest.Resource
	Scope   Scope
	Session string // the SessionCluster whose pods run it; its own flinkConfiguration reaches none

	spec   []string // path of VVP's own spec
	conf   []string // path of the mapping that is the flinkConfiguration
	effect report.Effect
}

func (c Carrier) inSpec(keys ...string) string {
	return c.Str(append(slices.Clone(c.spec), keys...)...)
}

// LosesState reports whether a restart starts the job from nothing
// (VVP API, upgradeStrategy STATELESS).
func (c Carrier) LosesState() bool {
	return c.effect == report.RestartsJob && c.inSpec("upgradeStrategy", "kind") == "STATELESS"
}

// Matters reports whether objects of a kind can carry a flinkConfiguration.
func Matters(apiVersion, kind string) bool {
	return kind == "DeploymentTarget" || slices.ContainsFunc(carriers, func(c carrier) bool { return c.serves(apiVersion, kind) })
}

func (c carrier) serves(apiVersion, kind string) bool {
	group, version, found := strings.Cut(apiVersion, "/")
	if !found {
		group, version = "", apiVersion
	}
	if !slices.Contains(c.groups, group) || c.kind != "" && c.kind != kind {
		return false
	}
	return group != "" || version == "v1" || version == ""
}

// CarrierOf returns the resource as a carrier. ok is false when it is none; when
// it is of a carrier's kind but its flinkConfiguration has no known place, found
// is false.
func CarrierOf(r *manifest.Resource) (c Carrier, ok, found bool) {
	for _, k := range carriers {
		if !k.serves(r.APIVersion, r.Kind) || k.kind == "Deployment" && !isVVPDeployment(r) {
			continue
		}
		ok = true
		parent := append(slices.Clone(k.spec), k.parent...)
		if p := r.Lookup(parent...); p == nil || p.Kind != yaml.MappingNode {
			continue
		}
		c = Carrier{Resource: r, Scope: k.scope, spec: k.spec, conf: append(parent, "flinkConfiguration"), effect: k.effect}
		c.Session = c.inSpec("sessionClusterName")
		if state := c.inSpec("state"); k.effect == report.RestartsJob && (state == "CANCELLED" || state == "SUSPENDED") {
			c.effect = report.NoEffect // no job runs that could restart
		}
		return c, true, true
	}
	return Carrier{}, ok, false
}

// isVVPDeployment tells VVP's Deployment from Kubernetes', which has the same
// kind, by what only VVP's has. Fragments in VVP's documentation leave the
// apiVersion out; core/v1 has no Deployment.
func isVVPDeployment(r *manifest.Resource) bool {
	if r.Lookup("spec", "selector") != nil || r.Lookup("spec", "template", "spec", "containers") != nil {
		return false
	}
	for _, path := range [][]string{
		{"spec", "template", "spec", "artifact"},
		{"spec", "template", "spec", "flinkConfiguration"},
		{"spec", "template", "spec", "parallelism"},
		{"spec", "deploymentTargetName"},
		{"spec", "deploymentTargetId"},
		{"spec", "sessionClusterName"},
		{"spec", "upgradeStrategy"},
		{"spec", "restoreStrategy"},
	} {
		if r.Lookup(path...) != nil {
			return true
		}
	}
	return false
}

// Path returns the path of an entry of the flinkConfiguration.
func (c Carrier) Path(key ...string) []string {
	return append(slices.Clone(c.conf), key...)
}

// Effect says what a change does on apply: VVP tears a running job down when
// its spec changes.
func (c Carrier) Effect() report.Effect { return c.effect }

// Defaults is a flinkConfiguration of the platform's defaults: the mapping at
// path conf of r, a resource in a text. The platform reads them when a job is
// made.
func Defaults(r *manifest.Resource, conf ...string) Carrier {
	return Carrier{Resource: r, Scope: ScopeDefaults, conf: conf, effect: report.NewJobsOnly}
}

// Configuration returns the entries of the flinkConfiguration as Flink sees
// them. Values that are no scalars are left out: VVP rejects them.
func (c Carrier) Configuration() []Pair { return Pairs(c.Lookup(c.Path()...)) }

// Pairs returns the scalar entries of a mapping as text.
func Pairs(m *yaml.Node) []Pair {
	var pairs []Pair
	for _, e := range manifest.Entries(m) {
		if e.Value != nil && e.Value.Kind == yaml.ScalarNode {
			pairs = append(pairs, Pair{e.Key, manifest.Str(e.Value)})
		}
	}
	return pairs
}
