#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs that do not go straight through: a folder that is taken, an interrupt, a kill, two units at
# once, one tree judged twice; and what each leaves behind.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

few=(--check runs_a_good_image --check refuses_older_image --check refuses_altered_images --check survives_power_cuts)

# verdict OUT CHECK: the judge's word for it.
verdict() {
	"$bin/assay" judge "$work/$1/transcript.jsonl" | grep -o "\"name\":\"$2\"[^}]*" | grep -o '"verdict":"[a-z-]*"' | cut -d '"' -f 4
}

# until_recorded OUT CHECK: waits for the first record of the check.
until_recorded() {
	for _ in $(seq 600); do
		grep -q "\"check\":\"$2\"" "$work/$1"/transcript.jsonl.partial 2>/dev/null && return 0
		sleep 0.1
	done
	return 1
}

# children_of: of the processes that are read, one in a line.
children_of() {
	local parent
	while read -r parent; do cat /proc/"$parent"/task/*/children; done 2>/dev/null | tr -s ' ' '\n'
}

# programs_folder RUN: where the programs of that run have their sockets, which a run that is killed can't remove.
programs_folder() {
	echo "$1" | children_of | children_of | while read -r program; do
		tr '\0' '\n' <"/proc/$program/environ" | sed -n 's|^ASSAY_RUN_DIR=\(/tmp/assay-[^/]*\).*|\1|p'
	done | head -n 1
}

says "a check that is none is wrong usage" 64 'has no check "no_such_check"' certify none --check no_such_check reference
[ ! -e "$work/none" ]
result "and leaves no folder behind" $?

certify whole "${few[@]}" reference >"$work/said" 2>&1
[ "$(verdict whole survives_power_cuts)" = pass ] && [ "$(verdict whole refuses_unknown_key)" = not-run ]
result "what is selected runs, the rest is not run" $?
says "a folder with a run is never written into" 2 'holds a run already' certify whole reference
says "nor is it continued" 64 'holds no run that was killed' "$bin/assay" certify --resume "$work/whole"

"$bin/assay" certify --quiet --out "$work/interrupted" "${few[@]}" reference >"$work/said" 2>&1 &
run=$!
until_recorded interrupted refuses_altered_images && kill -INT $run
wait $run
[ $? = 2 ] && grep -q 'the run is incomplete' "$work/said" && [ ! -e "$work/interrupted/certificate.json" ]
result "an interrupted run ends at once, and is not signed" $?
grep -q '"complete":false' "$work/interrupted/report.json"
result "and its report says that it is incomplete" $?

"$bin/assay" certify --quiet --out "$work/killed" "${few[@]}" reference >"$work/said" 2>&1 &
run=$! left=''
until_recorded killed refuses_altered_images && left=$(programs_folder $run) && kill -KILL $run
wait $run 2>/dev/null
[ -s "$work/killed/transcript.jsonl.partial" ] && [ "$(stat -c %a "$work/killed/resume.json")" = 600 ]
result "a killed run leaves what it recorded, and its seed for its owner alone" $?
"$bin/assay" certify --quiet --resume "$work/killed" >"$work/said" 2>&1
[ "$(verdict killed refuses_altered_images)" = pass ] && grep -q '"repeated":\["refuses_altered_images"\]' "$work/killed/report.json"
result "it goes on, repeats the check that was cut off, and says so" $?
says "what it became verifies like any run" 0 're-judged:  yes' "$bin/assay" verify "$work/killed"
[ ! -e "$work/killed/resume.json" ] && [ ! -e "$work/killed/transcript.jsonl.partial" ]
result "and nothing of the interruption is left" $?
[ -d "$left" ] && rm -rf "$left"
result "but the folder of the programs that were running, which nobody else uses" $?

certify pair --jobs 2 "${few[@]}" reference >"$work/said" 2>&1
grep -q '"lanes":2' "$work/pair/transcript.jsonl" && [ "$(verdict pair survives_power_cuts)" = pass ]
result "two units run side by side" $?
# Field by field, so that a difference is told.
but_for_the_run() { sed 's/"run":.*"schema"/"schema"/' "$1" | tr , '\n'; }
diff <(but_for_the_run "$work/whole/report.json") <(but_for_the_run "$work/pair/report.json") >"$work/said"
result "and the report is the same as that of one, but for the run" $?

echo "1..$count"
