package transform

import (
	"context"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/check"
	"github.com/wi-postrender/postrender/flink"
	"github.com/wi-postrender/postrender/kube"
	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/values"
)

// run is the state of one call of Transform.
type run struct {
	ctx      context.Context
	settings values.Settings
	stream   *manifest.Stream
	report   report.Report

	profiles  []values.ProfileData // that apply
	targets   []target             // accounts that should have an identity, the strongest first
	targetsBy index[int]           // into targets
	resources []*manifest.Resource // parsed, without those that opted out
	skipped   []*manifest.Resource // those
	accounts  []*account           // of the stream, that are targets
	accountBy index[*account]

	inferredFrom map[values.Role]*account // whose id a role's accounts take over
	pods         []kube.Pod
	subjects     int // resources that are our business, changed or not

	labelled []check.Pod          // pods that should have an identity
	defaults []platformDefault    // found in ConfigMaps
	embedded []*manifest.Resource // VVP resources that are texts in ConfigMaps

	namespaced map[string][]flink.Carrier // DeploymentDefaults, by VVP namespace
	shown      map[defaultsKey]shownDefaults
	configs    index[bool] // ConfigMaps that pods of our accounts read

	known []string // names that documents were looked for by
}

// all runs every step in order.
func (r *run) all(in []byte) error {
	if err := r.knownRules(); err != nil {
		return err
	}
	s := r.settings
	stream, err := manifest.Read(in, "", manifest.Limits{Bytes: s.Limits.Bytes, Documents: s.Limits.Documents, Depth: s.Limits.Depth})
	if err != nil {
		return err
	}
	r.stream = stream
	if err := r.findSubjects(); err != nil {
		return err
	}
	for _, t := range pipeline {
		if err := r.ctx.Err(); err != nil {
			return &report.Error{Message: "interrupted before the end: " + err.Error()}
		}
		if err := t.run(r); err != nil {
			return err
		}
	}
	r.findings(check.Run(r.labelled)...)
	return stream.Apply()
}

// findSubjects parses what matters and finds out who should have an identity.
func (r *run) findSubjects() error {
	if err := r.load(r.names()...); err != nil {
		return err
	}
	r.chooseProfiles()
	r.findTargets()
	if names := r.annotatedNames(); len(names) > 0 {
		if err := r.load(names...); err != nil {
			return err
		}
	}
	r.findAccounts()
	return r.infer()
}

// names are the accounts that settings and profiles name; the profiles are those
// that were chosen, and the one that may apply by itself.
func (r *run) names() []string {
	var names []string
	for _, name := range append([]string{vvp3}, r.settings.Profiles...) {
		profile, _ := values.Profile(name)
		for _, a := range profile.Accounts {
			names = append(names, a.Name)
		}
	}
	for _, a := range r.settings.ServiceAccounts {
		names = append(names, a.Name)
	}
	return names
}

// load parses the documents that matter: pods and accounts by the names of
// accounts or ConfigMaps, ConfigMaps by what stands in them, VVP resources by
// their own words. RoleBindings tell where jobs run, which only those who want
// accounts made there have to know.
func (r *run) load(names ...string) error {
	r.known = append(r.known, names...)
	accounts := []string{}
	if r.annotated() {
		accounts = append(accounts, ClientIDAnnotation)
	}
	return r.look(
		manifest.Interest{Kinds: kube.HasPods, Needles: manifest.NewNeedles(nil, r.known)},
		manifest.Interest{Kinds: kube.IsServiceAccount, Needles: manifest.NewNeedles(accounts, r.known)},
		manifest.Interest{Kinds: kube.IsConfigMap, Needles: manifest.NewNeedles(append(slices.Clone(flink.Words), defaultsNames...), flink.Names)},
		manifest.Interest{Kinds: flink.Matters, Needles: manifest.NewNeedles(flink.Words, flink.Names)},
		manifest.Interest{Kinds: func(apiVersion, kind string) bool {
			return r.settings.Jobs.CreateServiceAccounts && kube.IsRoleBinding(apiVersion, kind)
		}, Needles: manifest.NewNeedles(nil, r.known)},
	)
}

// look parses the documents that something is of interest in, and lists the
// resources of all that are parsed.
func (r *run) look(interests ...manifest.Interest) error {
	parsed, err := r.stream.Select(interests...)
	if err != nil {
		return err
	}
	r.resources, r.skipped, r.pods = nil, nil, nil
	for _, p := range parsed {
		for _, res := range p.Resources {
			if res.Annotation(SkipAnnotation) == "true" {
				r.skipped = append(r.skipped, res)
				continue
			}
			r.resources = append(r.resources, res)
			if pod, ok := kube.PodOf(res); ok {
				r.pods = append(r.pods, pod)
			}
		}
	}
	return nil
}

// namespace returns the namespace of a resource that may name none: it is in the
// release's then, "" when that is unknown.
func (r *run) namespace(of string) string {
	if of == "" {
		return r.settings.Release.Namespace
	}
	return of
}

// set gives the field at path of a resource a value and records the change. A
// string that is equal already is no change.
func (r *run) set(res *manifest.Resource, v manifest.Scalar, action report.Action, effect report.Effect, path ...string) error {
	was := res.Lookup(path...)
	if was != nil && was.Kind == yaml.ScalarNode && was.ShortTag() == "!!str" && was.Value == v.Value {
		return nil
	}
	c := report.Change{Action: action, Effect: effect, Resource: res.Ref(), Place: res.PlaceOf(path...), After: v.Value}
	if was != nil && was.Kind == yaml.ScalarNode {
		before := was.Value
		c.Before = &before
	}
	if err := res.Set(v, path...); err != nil {
		e := report.AsError(err)
		e.Place.Path = c.Path
		return e
	}
	r.report.Changes = append(r.report.Changes, c)
	return nil
}

// findings adds to the report, with the severities that the settings choose.
func (r *run) findings(found ...report.Finding) {
	for _, f := range found {
		switch severity := r.settings.Checks[f.Rule]; severity {
		case values.Off:
			r.report.Summary.Suppressed++
			continue
		case "":
		default:
			f.Severity = severity
		}
		r.report.Findings = append(r.report.Findings, f)
	}
}

// find adds one finding at a field of a resource.
func (r *run) find(res *manifest.Resource, path []string, rule string, severity report.Severity, fix, message string) {
	r.findings(report.Finding{Rule: rule, Severity: severity, Message: message, Fix: fix, Resource: res.Ref(), Place: res.PlaceOf(path...)})
}
