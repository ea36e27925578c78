#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A maker's programs that crash, hang, flood, lie about order or leave processes behind: the run
# ends in time with exit 2, says which program did what, and leaves neither half a file nor a process.
# shellcheck disable=SC2016 # the programs' own words are not to be expanded here
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

real=$bin/targets/skeleton/adapter
cases=0
declare -a titles

# The skeleton with one bad program: CASE/acme/bad PLANE, of which $1 is the body.
write_target() {
	mkdir -p "$here/acme"
	printf '#!/bin/bash\nreal=%q tag=%q\n%s\n' "$real" "$here/stray" "$2" >"$here/acme/bad"
	chmod 755 "$here/acme/bad"
	jq --arg plane "$1" '.name = "acme" | .boot_ms = 300 | .programs[$plane] = "exec:${TARGET}/bad " + $plane' \
		conformance/targets/skeleton/target.json >"$here/acme/target.json"
}

# No program of the case is there, nor anything that it started.
gone() {
	local tries
	for ((tries = 0; tries < 100; tries++)); do
		pgrep -f -- "$here/(acme/bad|stray)" >"$here/strays" || return 0
		sleep 0.05
	done
	sed 's/^/left: process /' "$here/strays" >>"$here/said"
	return 1
}

whole() {
	[ -s "$here/out/transcript.jsonl" ] && jq -e '.exit == 2' "$here/out/report.json" >>"$here/said" &&
		[ -z "$(find "$here/out" -name '*.partial*' -o -name resume.json -o -name '.*')" ]
}

# One case, in a folder and a lab of its own, since most of them wait for a deadline.
run_case() {
	local text=$1 got begun=$SECONDS
	timeout 200 "$bin/assay" certify --out "$here/out" --check runs_a_good_image "$here/acme" >"$here/said" 2>&1
	got=$?
	sed -i '/not-run/d' "$here/said"
	{ [ $got = 2 ] && grep -qF -- "$text" "$here/said" && ! grep -q $'\033\|\007\|hello: rig.hello' "$here/said"; } || echo "told" >>"$here/bad"
	whole || echo "whole" >>"$here/bad"
	gone || echo "gone" >>"$here/bad"
	echo "exit $got after $((SECONDS - begun)) s" >>"$here/said"
}

# misbehaves PLANE NAME TEXT BODY: BODY is what the program of PLANE does, TEXT is what is said of it.
misbehaves() {
	local here=$work/case$cases
	titles[cases]="the $1 program $2"
	cases=$((cases + 1))
	write_target "$1" "$4"
	while [ "$(jobs -rp | wc -l)" -ge 8 ]; do wait -n; done
	ASSAY_LAB=$here/lab run_case "$3" &
}

# was NAME WORD: the case is as it should be in this respect.
was() {
	! grep -qx "$2" "$work/case$i/bad" 2>>"$work/log"
	result "${titles[i]}: $1" $?
}

few='n=0; while [ $n -lt 4 ] && read -r line; do printf "%s\n" "$line"; n=$((n + 1)); done'
id='id=${line#*\"id\":}; id=${id%%,*}'
misbehaves rig "ends at once" "rig.hello: the adapter ended" 'exit 7'
misbehaves rig "ends in the middle" "the adapter ended" "\"\$real\" \"\$1\" | { $few; }"
misbehaves rig "is killed in the middle" "the adapter ended" "\"\$real\" \"\$1\" | { $few; kill -KILL 0; }"
misbehaves rig "hangs" "rig.hello: no answer within the deadline" 'exec sleep 1000'
misbehaves device "hangs" "device.info: no answer within the deadline" 'exec sleep 1000'
misbehaves rig "closes its output and stays" "rig.hello: no answer within the deadline" 'exec >&-; exec sleep 1000'
misbehaves rig "stops in the middle of a line" "rig.hello: the adapter ended within a line" 'read -r _; printf "{\"jsonrpc\":\"2.0\",\"id\":1,\"resu"'
misbehaves rig "gives no line end" "rig.hello: no answer within the deadline" 'read -r _; printf "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"; exec sleep 1000'
misbehaves rig "floods" "rig.hello: " 'read -r _; exec yes "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"'
misbehaves rig "sends a line without end" "rig.hello: an answer longer than a line may be (8 MiB)" 'read -r _; exec tr "\0" a </dev/zero'
misbehaves device "speaks without being asked" "the adapter spoke without being asked" 'printf "%s\n" "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}" "{}"; exec "$real" "$1"'
misbehaves kit "answers out of order" "kit.image: " 'while read -r line; do sed -E "s/\"id\":[0-9]+/\"id\":4711/" < <("$real" "$1" <<<"$line"); done'
misbehaves rig "answers nonsense" "rig.hello: " 'while read -r _; do echo nonsense; done'
misbehaves rig "answers with other fields" "rig.hello: " "while read -r line; do $id; echo \"{\\\"jsonrpc\\\":\\\"2.0\\\",\\\"id\\\":\$id,\\\"result\\\":{\\\"gift\\\":1}}\"; done"
misbehaves rig "answers what breaks a terminal" "rig.hello: " "while read -r line; do $id; printf '{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32000,\"message\":\"\\\\u001b[2J\\\\u0007\"}}\\n' \"\$id\"; done"
misbehaves kit "leaves processes behind" "kit.image: the adapter ended" '(trap "" HUP TERM INT; exec -a "$tag" sleep 1000) & setsid bash -c "exec -a $tag sleep 1000" & read -r _; exit 3'
misbehaves device "forks without end" "device.info: " 'f() { f | f & }; ulimit -u 100; f 2>/dev/null; sleep 1000'
wait
for ((i = 0; i < cases; i++)); do
	cp "$work/case$i/said" "$work/said"
	was "the run ends with 2 and says what was wrong" told
	was "the report is whole" whole
	was "no process is left" gone
done

# A rig that claims more than it can do: the trial of the port says so, and a run learns nothing by it.
here=$work/boaster
write_target rig 'exec sed -u "s/\"capabilities\":\[\"console\"/\"capabilities\":[\"console\",\"storage\",\"cut.operations\",\"teleport\"/" < <("$real" "$1")'
says "a claim without the method behind it is named" 1 'capability cut.operations' "$bin/assay" check-adapter "$here/acme"
says "as is a claim that nobody knows" 1 'rig.hello claims a word that the suite does not know' "$bin/assay" check-adapter "$here/acme"
says "a run with such a rig learns nothing" 2 'survives_power_cuts: the rig does not support rig.cut' certify boast --check survives_power_cuts "$here/acme"
echo "1..$count"
