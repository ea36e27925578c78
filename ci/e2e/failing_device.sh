#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A device that breaks a requirement, from the user's side: the run ends with 1, and each form of its
# report says what failed and why; the text says it at its end too, where people look.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

defect=boot_ignores_security_counter
why='the older image is refused: its canary was seen'
make "overlay-$defect" >"$work/said" 2>&1
result "the device with the defect is built" $?
# Alone among the checks it fails; of those that were not asked for nothing is known, and a failure weighs more.
ASSAY_OVERLAY=${bin%/bin}/overlay/$defect/bin "$bin/assay" certify --out "$work/out" --check runs_a_good_image --check refuses_older_image reference >"$work/said" 2>"$work/progress"
[ $? = 1 ] && grep -qF 'refuses_older_image: ' "$work/progress"
result "the run ends with 1, and its progress tells the check" $?
ASSAY_OVERLAY=${bin%/bin}/overlay/$defect/bin certify quiet-run --check refuses_older_image reference >"$work/quiet" 2>"$work/said"
[ $? = 1 ] && [ ! -s "$work/said" ] && [ "$(grep -cE '^  (Requirements|Points|Level|Not passed)  ' "$work/quiet")" = 4 ] &&
	! grep -q 'Remedy' "$work/quiet"
result "a quiet run tells what came of it and no more" $?
"$bin/assay" report "$work/out/report.json" >"$work/said" 2>&1
tail -n 12 "$work/said" | grep -qE "Not passed +fail +refuses_older_image: "
result "the report's last lines name the check that failed" $?
tail -n 12 "$work/said" | tr -s '\n ' ' ' | grep -qF "$why"
result "and why" $?
tail -n 12 "$work/said" | tr -s '\n ' ' ' | grep -qE 'not-run [a-z_]+ and [0-9]+ more: '
result "checks that were not run share a line" $?
for file in report.html junit.xml report.json; do
	cp "$work/out/$file" "$work/said"
	grep -q refuses_older_image "$work/said" && grep -q 'its canary was seen' "$work/said"
	result "$file says it too" $?
done
says "what failed is signed as such" 0 're-judged:  yes' "$bin/assay" verify "$work/out"
grep -qF 'ASSAY_OVERLAY' "$work/out/report.json"
result "and the run is practice, since the device's programs were exchanged" $?
mkdir "$work/empty"
for folder in "$work/nowhere" "$work/empty"; do
	export ASSAY_OVERLAY=$folder
	says "no other device is certified in its place, where the folder holds none" 2 "ASSAY_OVERLAY: $folder: " "$bin/assay" certify --out "$work/none" --check refuses_older_image reference
	unset ASSAY_OVERLAY
	[ ! -e "$work/none/report.json" ]
	result "and there is no report" $?
	rm -rf "$work/none"
done
echo "1..$count"
