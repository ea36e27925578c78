#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The gate over a report of the real line: green as often as one asks while nothing changes, red
# for every way in which something can get worse, and no answer where there is nothing to compare.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

certify run --seed 01 --check runs_a_good_image --check refuses_older_image --check refuses_unknown_key reference >"$work/said" 2>&1
report=$work/run/report.json baseline=$work/baseline.json detection=$work/detection.json
[ -s "$report" ]
result "a report of the reference device is there" $?
jq '{schema: 1, suite: .suite.digest, defects: [
	{defect: "boot_ignores_security_counter", seen_by: "refuses_older_image", says: "x", caught: true, others: [], seconds: 1},
	{defect: "trusts_a_sample_key", seen_by: "refuses_unknown_key", says: "x", caught: true, others: [], seconds: 1}]}' "$report" >"$detection"
before=$(sha256sum "$report" "$detection")

# gate ARGUMENT...: of $report, or of the report in $changed, against $against.
changed='' against=$baseline proof=$detection
gate() { "$bin/assay" gate --baseline "$against" --detection "$proof" "${changed:-$report}" "$@"; }

says "without a baseline there is nothing to compare" 2 "$baseline" gate
grep -q 'assay gate --accept' "$work/said"
result "and how to make one is told" $?
says "the report becomes the baseline" 0 'the first one' gate --accept "the first one"
jq -e '.run == null and .accepted[0].reason == "the first one" and (.detection | length) == 2' "$baseline" >"$work/said"
result "which keeps the reason and the defects, and nothing of the run" $?
same=0
for _ in 1 2 3 4 5 6 7 8 9 10; do
	gate >"$work/said" 2>&1 && [ "$(cat "$work/said")" = "gate: green: nothing got worse than the baseline" ] && same=$((same + 1))
done
[ $same = 10 ]
result "ten times asked it is green ten times, in the same words" $?

# red NAME KIND FILTER: the report, changed, is red by this reason in the first twelve lines.
red() {
	changed=$work/changed.json
	jq -cS "$3" "$report" >"$changed"
	gate >"$work/said" 2>&1
	[ $? = 1 ] && head -n 1 "$work/said" | grep -q '^gate: red: ' && head -n 12 "$work/said" | grep -q "^  $2: " && [ "$(wc -l <"$work/said")" -le 12 ]
	result "red: $1" $?
	gate --json 2>>"$work/said" | jq -e --arg kind "$2" '.verdict == "red" and any(.reasons[]; .kind == $kind)' >>"$work/said"
	result "red: $1, as JSON too" $?
	changed=''
}
# The check of this name, to be changed.
older='(.requirements[].checks[] | select(.name == "refuses_older_image"))'
red "a check that fails" new-fail "$older.verdict = \"fail\""
red "a check with an error" new-error "$older.verdict = \"error\""
red "a check that was not run" new-not-run "$older.verdict = \"not-run\""
red "a check that does not decide" new-inconclusive "$older.verdict = \"inconclusive\""
red "a check that was not run and fails now" new-fail '(.requirements[].checks[] | select(.verdict == "not-run") | .verdict) = "fail"'
red "a new check that fails" new-fail '.requirements[0].checks += [{name: "brand_new", verdict: "fail", says: "no", evidence: "measured"}]'
red "all that ran fails at once" new-fail '(.requirements[].checks[] | .verdict) = "fail"'
red "a check less" lost-check "del$older"
red "a requirement less" lost-requirement 'del(.requirements[] | select(.slug == "renewable_security/never_older"))'
red "a lighter requirement" changed-weight '(.requirements[] | select(.slug == "renewable_security/never_older") | .weight) = 29'
red "a heavier requirement" changed-weight '(.requirements[] | select(.slug == "renewable_security/never_older") | .weight) = 31'
red "a requirement without its gate" changed-weight '(.requirements[] | select(.slug == "renewable_security/never_older") | .gate) = null'
red "a run that was cut off" incomplete '.run.complete = false'

# What is worse only against a better baseline.
better() {
	against=$work/better.json
	jq "$3" "$baseline" >"$against"
	gate >"$work/said" 2>&1
	[ $? = 1 ] && head -n 12 "$work/said" | grep -q "^  $2: "
	result "red: $1" $?
	against=$baseline
}
better "fewer points of a property" lower-property '(.properties[] | select(.name == "renewable_security") | .score) = 9999'
better "a lower level" lower-level '.level = "bronze"'
better "a requirement that was demanded" lost-requirement '.requirements += [.requirements[0] | .slug = "defense_in_depth/has_a_moat"]'

# What the suite proves of itself.
proven() {
	proof=$work/proof.json
	jq "$3" "$detection" >"$proof"
	gate >"$work/said" 2>&1
	[ $? = 1 ] && head -n 12 "$work/said" | grep -q "^  $2: "
	result "red: $1" $?
	proof=$detection
}
proven "a defect that is not caught any more" missed-defect '.defects[0].caught = false'
proven "a new defect that nothing catches" missed-defect '.defects += [.defects[0] | .defect = "new" | .caught = false]'
proven "a defect less" lost-defect 'del(.defects[0])'
proven "a proof of another suite" no-detection '.suite = "00"'
proof=$work/nowhere.json
says "red: no proof at all" 1 'no-detection: build/detection.json' gate
proof=$detection

# Without anything to compare there is no answer, which never reads as green.
none() {
	jq "$3" "$baseline" >"$work/other.json"
	against=$work/other.json
	says "no answer: $1" 2 "$2" gate
	against=$baseline
}
none "a baseline of another target" 'another target' '.target.name = "acme"'
none "a baseline of another profile" 'another profile' '.target.profile = "root-of-trust"'
none "a baseline of a newer schema" 'newer version' '.schema = 2'
none "a baseline that is none" 'other.json' '[]'
none "a baseline without its requirements" 'other.json' 'del(.requirements)'
changed=$work/nowhere.json
says "no answer: no report" 2 "$work/nowhere.json" gate
changed=$work/said.json
head -c 500 "$report" >"$changed"
says "no answer: half a report" 2 "$work/said.json" gate
jq -cS '.schema = 2' "$report" >"$changed"
says "no answer: a report of a newer schema" 2 'newer version' gate
changed=''
says "no answer is JSON that says red" 2 '"verdict":"red"' "$bin/assay" gate --json --baseline "$work/nowhere.json" --detection "$detection" "$report"
says "an answer that can't be written is none" 2 '' bash -c "\"$bin/assay\" gate --json --baseline \"$baseline\" --detection \"$detection\" \"$report\" >/dev/full"
says "an option that is not known is wrong usage" 64 'there is no option "--green"' gate --green

changed=$work/changed.json
jq -cS "$older.verdict = \"fail\"" "$report" >"$changed"
says "what is worse can be accepted, with a reason" 0 'known' gate --accept "known since Friday"
says "and is green from then on" 0 'green' gate
jq -e '[.accepted[].reason] == ["the first one", "known since Friday"]' "$baseline" >"$work/said"
result "with both reasons kept" $?
changed=''
says "what got better is green too" 0 'green' gate
[ "$(sha256sum "$report" "$detection")" = "$before" ]
result "and nothing was written to but the baseline" $?
echo "1..$count"
