#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Devices, kits and rigs that cheat (conformance/cheats): each lies as its cheat.json says, and none
# of the checks that must not pass earns anything by it. Two at a time; NAME... runs these alone.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

# Is the program there that the cheat lies with? The TPM target may be left out of a build.
can_run() { ! grep -q '/targets/tpm2/' "conformance/cheats/$1/target.json" || [ -x "$bin/targets/tpm2/device" ]; }

# run NAME: the run and what came of it, in a folder and a lab of its own.
run() {
	local here=$work/$1 check got
	local -a chosen=()
	mkdir -p "$here"
	while read -r check; do chosen+=(--check "$check"); done < <(jq -r '.checks[]' "conformance/cheats/$1/cheat.json")
	ASSAY_LAB=$here/lab timeout 100 "$bin/assay" certify --quiet --out "$here/out" "${chosen[@]}" "conformance/cheats/$1" >"$here/said" 2>&1
	got=$?
	echo "exit $got" >>"$here/said"
	[ "$got" != 0 ] || return 1
	jq -r --slurpfile cheat "conformance/cheats/$1/cheat.json" '[.requirements[].checks[]] as $rows | $cheat[0].must_not_pass[] as $name |
		($rows[] | select(.name == $name)) // {name: $name, verdict: "no such check", says: ""} |
		"\(.verdict) \(.name): \(.says)"' "$here/out/report.json" >"$here/verdicts" 2>>"$here/said"
}

# Each check of must_not_pass has a verdict that earns nothing, and one at least was reached: a unit
# that can't be brought back after it leaves the others not run.
earns_nothing() {
	local wanted
	wanted=$(jq '.must_not_pass | length' "conformance/cheats/$1/cheat.json")
	[ "$(grep -cE '^(fail|error|inconclusive|not-run) ' "$work/$1/verdicts")" = "$wanted" ] &&
		grep -qE '^(fail|error|inconclusive) ' "$work/$1/verdicts"
}

# One cheat needs no relay: its lie is in its chip.
told_its_lie() { [ ! -f "conformance/cheats/$1/lie.c" ] || grep -qs '^lie ' "$work/$1"/out/log/lane-*/*.log; }

names=("$@")
[ $# -gt 0 ] || for folder in conformance/cheats/*/cheat.json; do names+=("$(basename "$(dirname "$folder")")"); done
for name in "${names[@]}"; do
	can_run "$name" || continue
	while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
	run "$name" &
done
wait
for name in "${names[@]}"; do
	if ! can_run "$name"; then
		not_applicable "cheat $name earns nothing" "conformance/targets/tpm2 was left out of this build"
		continue
	fi
	cat "$work/$name/said" "$work/$name/verdicts" >"$work/said" 2>&1
	verdict=$(head -n 1 "$work/$name/verdicts" 2>&1)
	earns_nothing "$name" && told_its_lie "$name"
	result "cheat $name earns nothing: $verdict" $?
	sed -n '2,$s/^/# /p' "$work/$name/verdicts"
done
echo "1..$count"
