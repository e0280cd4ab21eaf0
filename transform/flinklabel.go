package transform

import (
	"errors"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/flink"
	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
)

// labelJobs puts the label on Flink's own pods, which Flink makes from the two
// options in a flinkConfiguration.
func labelJobs(r *run) error {
	// Defaults first: what a job's own settings start from is what they will be.
	var defaults, others []*manifest.Resource
	r.namespaced = map[string][]flink.Carrier{}
	for _, res := range append(slices.Clone(r.resources), r.embedded...) {
		if c, _, found := flink.CarrierOf(res); found && c.Scope == flink.ScopeDefaults {
			r.namespaced[c.Namespace] = append(r.namespaced[c.Namespace], c)
			defaults = append(defaults, res)
		} else {
			others = append(others, res)
		}
	}
	for _, res := range append(defaults, others...) {
		c, ok, found := flink.CarrierOf(res)
		switch {
		case !ok:
			continue
		case !found:
			r.find(res, nil, "VVP002", report.SeverityWarning, "set kubernetes.jobmanager.labels and kubernetes.taskmanager.labels by hand",
				"no place for a flinkConfiguration was found in this "+res.Kind)
			continue
		case c.Session != "":
			r.subjects++
			r.find(res, nil, "VVP009", report.SeverityInfo, "label SessionCluster "+c.Session,
				"it runs on the pods of SessionCluster "+c.Session+", so its own flinkConfiguration labels nothing")
			continue
		}
		r.subjects++
		changes := len(r.report.Changes)
		for _, option := range []string{flink.JobManagerLabels, flink.TaskManagerLabels} {
			if err := r.labelRole(c, option); err != nil {
				return err
			}
		}
		if c.LosesState() && len(r.report.Changes) > changes {
			r.find(res, nil, "VVP019", report.SeverityWarning, "take a savepoint first, or set upgradeStrategy to STATEFUL",
				"the job restarts on apply and, being STATELESS, starts from nothing")
		}
	}
	return nil
}

// labelRole makes one option of a flinkConfiguration carry the label.
func (r *run) labelRole(c flink.Carrier, option string) error {
	var defaults []flink.Pair
	known := true
	if c.Scope != flink.ScopeDefaults {
		defaults, known = r.defaultsFor(c)
	}
	if n := c.Lookup(c.Path(option)...); n != nil && n.Kind != yaml.ScalarNode {
		return r.labelError(c, option, errors.New("it is not a string"))
	}
	plan, err := flink.PlanLabel(c.Configuration(), defaults, option, UseLabel, "true", r.settings.Overwrite)
	if err != nil {
		return r.labelError(c, option, err)
	}
	for _, key := range plan.Shadowed {
		r.find(c.Resource, c.Path(key), "VVP005", report.SeverityWarning, "move it into "+option,
			"Flink ignores "+key+", because "+option+" is set as well")
	}
	if plan.Key == "" {
		return r.asText(c, option)
	}
	if plan.Rewritten {
		r.find(c.Resource, c.Path(option), "VVP004", report.SeverityInfo, "",
			"the other labels of "+option+" are spelled anew, so that every version of Flink reads them alike")
	}
	if !known && !plan.Replace && plan.Key == option {
		r.find(c.Resource, c.Path(option), "VVP015", report.SeverityInfo, "restate the platform's labels here, if it sets any",
			"this value replaces what the platform's defaults say for "+option+"; this render does not show them")
	}
	return r.set(c.Resource, manifest.Scalar{Value: plan.Value, Plain: true}, report.Label, c.Effect(), c.Path(plan.Key)...)
}

// asText makes a string of a label that is there as a bare boolean under a key of
// its own: VVP and older operators take strings only.
func (r *run) asText(c flink.Carrier, option string) error {
	path := c.Path(option + "." + UseLabel)
	if n := c.Lookup(path...); n == nil || c.Lookup(c.Path(option)...) != nil {
		return nil
	}
	return r.set(c.Resource, manifest.Scalar{Value: "true"}, report.Label, c.Effect(), path...)
}

func (r *run) labelError(c flink.Carrier, option string, err error) error {
	path := c.Path(option)
	if conflict, ok := errors.AsType[*flink.ConflictError](err); ok {
		return c.Errorf(path, "%s %s: %v", c.Ref().Kind, title(c.Ref()), conflict).WithHint("use --overwrite to replace it")
	}
	hint := "write the labels as key:value,key:value"
	if parse, ok := errors.AsType[*flink.ParseError](err); ok && parse.Hint != "" {
		hint = parse.Hint
	}
	r.findings(report.Finding{
		Rule: "VVP003", Severity: report.SeverityError, Fix: hint, Blocks: true, Resource: c.Ref(), Place: c.PlaceOf(path...),
		Message: "the label cannot be added to " + option + ": " + err.Error(),
	})
	return nil
}
