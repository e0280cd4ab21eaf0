#!/usr/bin/env bash
# Runs every fuzz target for FUZZTIME, one after another: those of the main module, and those that need kubectl's reader.
set -euo pipefail
cd "$(dirname "$0")/.."

for module in ${FUZZMODULES:-. e2e/kubectl}; do
(
cd "$module"
list=$(go test -list '^Fuzz' ./...) || { printf '%s\n' "$list"; exit 1; }
targets=$(awk '/^Fuzz/ {f[n++] = $1} /^ok/ {for (i = 0; i < n; i++) print $2, f[i]; n = 0}' <<<"$list")
[ -n "$targets" ] || { echo "fuzz: there is no target"; exit 0; }

while read -r pkg name; do
  echo "fuzz: $pkg $name"
  rc=0
  out=$(go test -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZTIME:-20s}" -fuzzminimizetime 10x "$pkg" 2>&1 </dev/null) || rc=$?
  if [ $rc -eq 0 ]; then
    tail -n 2 <<<"$out"
    continue
  fi
  printf '%s\n' "$out"
  # Go's fuzzer sometimes calls the end of its own time a failure (golang/go#75804): the deadline is then the
  # only line of the failure, and no input was written. That is no finding; everything else is.
  reason=$(awk '/^--- FAIL/ {on = 1; next} /^FAIL/ {on = 0} on && NF {$1 = $1; print}' <<<"$out")
  if [ "$reason" = "context deadline exceeded" ]; then
    echo "fuzz: $name ended at its deadline, nothing found"
    continue
  fi
  exit 1
done <<<"$targets"
)
done
