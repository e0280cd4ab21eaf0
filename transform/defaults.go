package transform

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/wi-postrender/postrender/flink"
	"github.com/wi-postrender/postrender/kube"
	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/values"
)

// Names of the platform's defaults in the values of both charts (Ververica
// documentation, "platform deployment defaults").
const (
	deploymentDefaults = "globalDeploymentDefaults"
	sessionDefaults    = "globalSessionClusterDefaults"
	streamDefaults     = "flinkConfigurationStream"
	batchDefaults      = "flinkConfigurationBatch"
)

var defaultsNames = []string{deploymentDefaults, sessionDefaults, streamDefaults, batchDefaults}

// platformDefault is a block of defaults in a ConfigMap.
type platformDefault struct {
	name      string
	configMap *manifest.Resource
	ours      bool // the platform reads the ConfigMap
	conf      []defaultConf
}

// defaultConf is one flinkConfiguration of a block. With onlyPresent it merely
// overrides others: an option is completed where it is set already, and adding
// it would replace what the others say.
type defaultConf struct {
	flink.Carrier
	onlyPresent bool
	batch       bool // for batch jobs alone
}

// findTexts looks into the texts of all ConfigMaps, before anything is edited:
// for the platform's defaults, and for VVP resources that something sends to the
// platform.
func (r *run) findTexts() {
	r.findConfigs()
	for _, cm := range r.resources {
		if !kube.IsConfigMap(cm.APIVersion, cm.Kind) {
			continue
		}
		f := textFinder{run: r, configMap: cm, ours: r.isPlatformConfig(cm)}
		f.data()
		r.defaults = append(r.defaults, f.found...)
		r.embedded = append(r.embedded, f.resources...)
	}
}

// isPlatformConfig reports whether a ConfigMap is read by a pod that runs as an
// account of ours, or is named in the settings.
func (r *run) isPlatformConfig(cm *manifest.Resource) bool {
	if slices.Contains(r.settings.ConfigMaps, cm.Name) {
		return true
	}
	return len(r.configs.find(r.namespace(cm.Namespace), cm.Name)) > 0
}

// findConfigs notes which ConfigMaps the pods of our accounts read.
func (r *run) findConfigs() {
	for _, pod := range r.pods {
		if _, ours := r.targetOf(pod.Namespace, pod.Account()); !ours {
			continue
		}
		for _, name := range pod.ConfigMaps() {
			r.configs.add(r.namespace(pod.Namespace), name, true)
		}
	}
}

// labelDefaults puts the label into the defaults that new jobs are made with.
func labelDefaults(r *run) error {
	r.findTexts()
	foreign := map[*manifest.Resource]bool{}
	deployments := false
	for _, d := range r.defaults {
		if !d.ours {
			if !foreign[d.configMap] && r.usesVVP() {
				r.find(d.configMap, nil, "VVP016", report.SeverityInfo, "name it in configMaps if the platform reads it",
					"this ConfigMap looks like the platform's defaults, but no pod of the platform's accounts reads it: left alone")
			}
			foreign[d.configMap] = true
			continue
		}
		r.subjects++
		deployments = deployments || d.name == deploymentDefaults
		for _, c := range d.conf {
			if err := r.labelDefault(c); err != nil {
				return err
			}
		}
	}
	if !deployments {
		r.reportNoDefaults()
	}
	return nil
}

func (r *run) labelDefault(c defaultConf) error {
	for _, option := range []string{flink.JobManagerLabels, flink.TaskManagerLabels} {
		if c.onlyPresent && !slices.ContainsFunc(c.Configuration(), func(p flink.Pair) bool {
			return p.Key == option || strings.HasPrefix(p.Key, option+".")
		}) {
			continue
		}
		if err := r.labelRole(c.Carrier, option); err != nil {
			return err
		}
	}
	return nil
}

// reportNoDefaults says that new jobs get no label by themselves. That is so
// where the platform itself is in the render, which its AppManager tells.
func (r *run) reportNoDefaults() {
	for _, a := range r.accounts {
		if a.target.role != values.RolePlatform || a.Name != "vvp-appmanager" {
			continue
		}
		r.find(a.Resource, nil, "VVP017", report.SeverityWarning, noDefaultsFix,
			"the render holds no "+deploymentDefaults+", so new jobs get no identity unless each one sets the labels itself")
		return
	}
}

const noDefaultsFix = `helm values:
  vvp-appmanager:
    globalDeploymentDefaults: |-
      spec:
        template:
          spec:
            flinkConfiguration:
              kubernetes.jobmanager.labels: azure.workload.identity/use:true
              kubernetes.taskmanager.labels: azure.workload.identity/use:true`

// defaultsFor returns what the platform's defaults say beside a carrier, as far
// as the stream shows them: those of its VVP namespace over the global ones.
// Whether a Deployment is a batch job is VVP's to decide, so what holds for
// batch jobs alone is left out.
func (r *run) defaultsFor(c flink.Carrier) (pairs []flink.Pair, known bool) {
	key := defaultsKey{c.Scope, c.Namespace}
	if have, ok := r.shown[key]; ok {
		return have.pairs, have.known
	}
	pairs, known = r.mergedDefaults(c)
	if r.shown == nil {
		r.shown = map[defaultsKey]shownDefaults{}
	}
	r.shown[key] = shownDefaults{pairs, known}
	return pairs, known
}

// defaultsKey is what the defaults beside a carrier depend on, and shownDefaults
// what they are.
type (
	defaultsKey struct {
		scope     flink.Scope
		namespace string
	}
	shownDefaults struct {
		pairs []flink.Pair
		known bool
	}
)

func (r *run) mergedDefaults(c flink.Carrier) (pairs []flink.Pair, known bool) {
	name := deploymentDefaults
	if c.Scope == flink.ScopeSession {
		name = sessionDefaults
	}
	for _, d := range r.defaults {
		if d.name != name || !d.ours {
			continue
		}
		known = true
		for _, conf := range d.conf {
			if !conf.batch {
				pairs = merge(pairs, conf.Configuration())
			}
		}
	}
	if c.Scope == flink.ScopeSession {
		return pairs, known
	}
	namespace := c.Namespace
	if namespace == "" && len(r.namespaced) == 1 {
		for namespace = range r.namespaced { // the only one that the stream shows
		}
	}
	for _, d := range r.namespaced[namespace] {
		pairs, known = merge(pairs, d.Configuration()), true
	}
	return pairs, known && (namespace != "" || len(r.namespaced) == 0)
}

// merge returns the pairs of both, those of over counting where both have a key.
func merge(pairs, over []flink.Pair) []flink.Pair {
	counts := make(map[string]bool, len(over))
	for _, o := range over {
		counts[o.Key] = true
	}
	out := slices.DeleteFunc(slices.Clone(pairs), func(p flink.Pair) bool { return counts[p.Key] })
	return append(out, over...)
}

// isFilled reports whether a node is a mapping with entries.
func isFilled(n *yaml.Node) bool {
	return n != nil && n.Kind == yaml.MappingNode && len(n.Content) > 0
}
