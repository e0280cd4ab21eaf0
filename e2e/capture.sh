#!/bin/sh
# Writes fixtures/vvp3-*.yaml: the stand-in chart's streams, exactly as Helm 3
# and Helm 4 hand them to a post-renderer. Run from the repository's root.
set -eu

helm3=.cache/bin/helm3
helm4=.cache/bin/helm4
for major in 3 4; do
	if [ ! -x ".cache/bin/helm$major" ]; then
		echo "capture.sh: .cache/bin/helm$major is missing; from the repository's root, build it with:" >&2
		echo "  (cd e2e/helm$major && go build -o ../../.cache/bin/helm$major helm.sh/helm/v$major/cmd/helm)" >&2
		exit 1
	fi
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Nothing of the caller's Helm may show in a stream, and the two majors cannot
# share a plugin folder.
unset HELM_NAMESPACE HELM_KUBECONTEXT HELM_DEBUG
HELM_CACHE_HOME=$scratch/cache HELM_CONFIG_HOME=$scratch/config
export HELM_CACHE_HOME HELM_CONFIG_HOME

# The renderer keeps a copy of what it is given and changes nothing.
mkdir -p "$scratch/plugins/tee"
cat >"$scratch/plugins/tee/tee.sh" <<'EOF'
#!/bin/sh
exec tee "$CAPTURE"
EOF
chmod +x "$scratch/plugins/tee/tee.sh"
cat >"$scratch/plugins/tee/plugin.yaml" <<'EOF'
apiVersion: v1
type: postrenderer/v1
name: tee
version: 0.1.0
runtime: subprocess
runtimeConfig:
  platformCommand:
  - command: ${HELM_PLUGIN_DIR}/tee.sh
EOF

# run COMMAND...: Helm warns about a mapping that replaces a string, which
# is no news; its stderr is shown only when it fails.
run() {
	if ! "$@" >"$scratch/out" 2>"$scratch/err"; then
		cat "$scratch/err" >&2
		exit 1
	fi
}

# capture NAME [HELM ARGUMENTS...]
capture() {
	name=$1
	shift
	CAPTURE=$scratch/stream
	export CAPTURE
	HELM_DATA_HOME=$scratch/data3 HELM_PLUGINS=$scratch/none \
		run "$helm3" template vvp fixtures/charts/vvp3 --namespace vvp-system \
		--post-renderer "$scratch/plugins/tee/tee.sh" "$@"
	mv "$CAPTURE" "fixtures/$name.helm3.yaml"
	HELM_DATA_HOME=$scratch/data4 HELM_PLUGINS=$scratch/plugins \
		run "$helm4" template vvp fixtures/charts/vvp3 --namespace vvp-system \
		--post-renderer tee "$@"
	mv "$CAPTURE" "fixtures/$name.helm4.yaml"
}

capture vvp3-plain
capture vvp3-chart-identity --values fixtures/charts/vvp3/ci/workload-identity.yaml
capture vvp3-defaults-mapping --values fixtures/charts/vvp3/ci/defaults-mapping.yaml
