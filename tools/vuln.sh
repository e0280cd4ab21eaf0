#!/usr/bin/env bash
# govulncheck over the main module. VULNDB names another database (file://… or https://…).
# exit 0: checked and clean; 3: vulnerable; 4: not checked, no database; 1: anything else
set -euo pipefail
cd "$(dirname "$0")/.."
govulncheck=$PWD/.cache/bin/govulncheck

# First the self-test: with an invented database it must find the canary (exit 3), or "clean" means nothing.
rc=0
out=$(cd tools && "$govulncheck" -db "file://$PWD/canary/db" ./canary 2>&1) || rc=$?
if [ $rc -ne 3 ] || [[ $out != *GO-0000-0001* ]]; then
  printf '%s\n' "$out" "vuln: the self-test failed: govulncheck did not find the canary (exit $rc)" >&2
  exit 1
fi

rc=0
out=$("$govulncheck" ${VULNDB:+-db "$VULNDB"} ./... 2>&1) || rc=$?
printf '%s\n' "$out"
case $rc in
  0) echo "vuln: clean" ;;
  3) echo "vuln: vulnerable" >&2; exit 3 ;;
  *)
    if [[ $out == *"fetching vulnerabilities"* ]]; then
      echo "vuln: NOT CHECKED: the vulnerability database cannot be reached, so nothing is known either way" >&2
      echo "hint: run it where https://vuln.go.dev can be reached, or set VULNDB=file:///path/to/a/copy" >&2
      exit 4
    fi
    exit 1 ;;
esac
