#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Places that can't take a run, disks that fill, storage that is not the chip's or is in use, and
# runs that are interrupted, killed and gone on with: what is there afterwards is whole or not there.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

mounted=''
places_end() {
	[ -n "$mounted" ] && umount "$mounted"
	runs_end
}
trap places_end EXIT

one=(--check runs_a_good_image)
quick() { certify "$1" "${one[@]}" --check refuses_older_image reference; }

quick run >"$work/said" 2>&1
[ -s "$work/run/certificate.json" ]
result "a run into a new folder" $?
cp -r "$work/run" "$work/before"
says "a folder that holds a run is not written into" 2 "$work/run holds a run already" quick run
says "and what to do is told" 2 'give another --out' quick run
diff -r "$work/before" "$work/run" >"$work/said"
result "it is as it was" $?
mkdir "$work/empty"
quick empty >"$work/said" 2>&1
[ -s "$work/empty/report.json" ]
result "an empty folder is taken" $?
says "a file is not" 2 "$work/said" certify said reference
says "nor a folder below one" 2 "$work/run/report.json/x" certify run/report.json/x reference
says "nor one in /proc" 2 '/proc/assay' "$bin/assay" certify --out /proc/assay reference
says "nor a name longer than any" 2 'long' "$bin/assay" certify --out "$work/$(printf '%05000d' 0)" reference
says "an option that is not known" 64 '--loud' "$bin/assay" certify --loud reference
says "a value that is missing" 64 'seed' "$bin/assay" certify reference --seed
says "a check that there is not" 64 'no_such_check' certify none --check no_such_check reference
says "a target that there is not" 64 'no-such-chip' certify none no-such-chip
says "a seed that is none" 64 '--seed xyz' certify none --seed xyz reference
says "a level that there is not" 64 '--require diamond' certify none --require diamond reference
says "no target at all" 64 'TARGET' certify none
says "a word of the family that there is not" 64 'no "certifie"' "$bin/assay" certifie reference
[ ! -e "$work/none" ]
result "and nothing was begun for them" $?
says "output that can't be written is told" 2 'stdout' bash -c "\"$bin/assay\" certify --json --check runs_a_good_image --out \"$work/full\" reference >/dev/full"

# A lab that others can reach into, or that was tampered with, is not used.
cp -rp "$work/lab" "$work/open" && chmod 755 "$work/open"
says "a lab that is open to others is refused" 2 "$work/open" env ASSAY_LAB="$work/open" "$bin/assay" certify --out "$work/none" "${one[@]}" reference
cp -rp "$work/lab" "$work/forged" && sed -i 's/"target":"reference"/"target":"preference"/' "$work/forged/ledger.jsonl"
says "as is one with a ledger that was changed" 2 'ledger' env ASSAY_LAB="$work/forged" "$bin/assay" certify --out "$work/none" "${one[@]}" reference
[ ! -e "$work/none/transcript.jsonl" ]
result "before anything is run" $?

# family PID: it and all below it.
family() {
	local child
	echo "$1"
	for child in $(pgrep -P "$1"); do family "$child"; done
}

# starts OUT ARGUMENT...: $run is a run that has got to its transcript.
starts() {
	local out=$work/$1 tries
	shift
	"$bin/assay" certify --out "$out" "$@" >"$work/out" 2>"$work/said" &
	run=$!
	for ((tries = 0; tries < 200; tries++)); do
		[ "$(wc -l 2>>"$work/log" <"$out/transcript.jsonl.partial")" -gt 60 ] 2>>"$work/log" && break
		sleep 0.05
	done
	mapfile -t members < <(family "$run")
	folder=$(pgrep -a -f -- "--state /tmp/assay-" | awk -v pids="${members[*]}" 'BEGIN { split(pids, p, " "); for (i in p) ours[p[i]] = 1 } ours[$1]' |
		sed -nE 's/.*--state ([^ ]*)\/unit.*/\1/p' | head -n 1)
}

all_gone() {
	local tries member left
	for ((tries = 0; tries < 600; tries++)); do
		left=''
		# Who is dead and only waits to be counted by its new parent is gone.
		for member in "${members[@]}"; do grep -qs '^State:[[:space:]][^Z]' "/proc/$member/status" && left+=" $member"; done
		[ -z "$left" ] && return 0
		sleep 0.05
	done
	echo "still there:$left" >>"$work/said"
	return 1
}

long=(--seed 0102 --check survives_power_cuts_in_recovery --check refuses_older_image --check takes_image_of_second_key)
for signal in INT TERM; do
	starts "ended-$signal" "${long[@]}" reference
	[ "${#members[@]}" -ge 5 ] && [ -n "$folder" ]
	result "SIG$signal: a run with its programs is there" $?
	kill -s "$signal" "$run"
	wait "$run"
	[ $? = 2 ]
	result "SIG$signal: the run ends with 2" $?
	jq -e '.run.complete == false and .exit == 2' "$work/ended-$signal/report.json" >>"$work/said" && grep -q '^  Incomplete ' "$work/out"
	result "SIG$signal: its report says that it is incomplete" $?
	[ ! -e "$work/ended-$signal/certificate.json" ] && grep -q 'not signed: the run is incomplete' "$work/said"
	result "SIG$signal: and is not signed" $?
	says "SIG$signal: nor later" 2 'incomplete' "$bin/assay" sign "$work/ended-$signal"
	all_gone && [ ! -e "$folder" ]
	result "SIG$signal: no process and no folder of it is left" $?
	says "SIG$signal: its seed is revealed, so it does not go on" 64 'its seed is revealed' "$bin/assay" certify --resume "$work/ended-$signal"
	tail -n 1 "$work/lab/ledger.jsonl" | grep -q '"outcome":"incomplete"'
	result "SIG$signal: the ledger has it" $?
done
starts killed "${long[@]}" reference
says "a second run into the same folder is refused" 2 'another run is writing there' certify killed "${one[@]}" reference
kill -KILL "$run"
wait "$run" 2>>"$work/log"
all_gone
result "a run that is killed takes its programs along" $?
rm -rf "$folder"
[ ! -e "$work/killed/report.json" ] && [ -s "$work/killed/transcript.jsonl.partial" ] && [ "$(stat -c %a "$work/killed/resume.json")" = 600 ]
result "it leaves what a continuation needs" $?
says "which is no folder for another run" 2 '--resume' certify killed reference
cp -r "$work/killed" "$work/spoiled"
flip "$work/spoiled/transcript.jsonl.partial" 3000
says "what was changed since is not gone on with" 2 'transcript.jsonl.partial' "$bin/assay" certify --resume "$work/spoiled"
rm -rf "$work/spoiled"
"$bin/assay" certify --resume "$work/killed" >"$work/out" 2>"$work/said"
jq -e '.run.complete and ([.requirements[].checks[] | select(.verdict == "pass")] | length) == 3 and (.run.repeated | length) == 1' "$work/killed/report.json" >>"$work/said"
result "it goes on, repeats the check that was cut off, and all pass" $?
says "its certificate holds" 0 're-judged:  yes' "$bin/assay" verify "$work/killed"
says "and it is over then" 64 'holds no run that was killed' "$bin/assay" certify --resume "$work/killed"

# A disk that fills: the run stops, and goes on when there is room.
small=$work/small
mkdir "$small"
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=200k none "$small" 2>>"$work/log"; then
	mounted=$small
	says "a disk that fills up ends the run" 2 'No space left' certify small/run "${long[@]}" reference
	grep -q "assay certify --resume $small/run" "$work/said"
	result "and how to go on is told" $?
	[ ! -s "$small/run/report.json" ] && [ ! -e "$small/run/certificate.json" ]
	result "without a report or a certificate" $?
	says "on a full disk nothing more is begun" 2 'No space left' certify small/other "${one[@]}" reference
	mount -o remount,size=40m "$small"
	says "with room again its report is made" 2 '' "$bin/assay" certify --quiet --resume "$small/run"
	# What fitted decides: the run was ended by the full disk, or goes on; only one that is whole is signed.
	if jq -e '.run.complete' "$small/run/report.json" >>"$work/said"; then [ -e "$small/run/certificate.json" ]; else [ ! -e "$small/run/certificate.json" ]; fi
	result "which is signed only if the run is whole" $?
	dd if=/dev/zero of="$small/filler" bs=1M status=none 2>>"$work/log"
	cp -rp "$work/lab" "$work/lab-before"
	says "a lab on a full disk is told" 2 'No space left' env ASSAY_LAB="$small/lab" "$bin/assay" certify --out "$work/nolab" "${one[@]}" reference
	[ -z "$(find "$small/lab"* 2>>"$work/log")" ] && [ ! -e "$work/nolab/transcript.jsonl" ]
	result "no half of a lab is there" $?
	rm "$small/filler"
else
	not_applicable "a disk that fills up ends the run" "mounting a small one needs root"
fi

# The chip's storage: of the wrong size, of another board, missing.
make_chip() {
	local payload=$bin/targets/reference/payload.elf
	"$bin/sign_image" --new-key "$work/maker.pem" &&
		"$bin/sign_image" --key "$work/maker.pem" --component loader --payload "$payload" --out "$work/loader.img" &&
		"$bin/sign_image" --key "$work/maker.pem" --payload "$payload" --out "$work/os.img" &&
		"$bin/provision" --state "$work/chip" --loader "$work/loader.img" --os "$work/os.img" --key "$work/maker.pem.pub"
}
make_chip >"$work/said" 2>&1
result "a unit is provisioned" $?
board() { timeout 20 "$bin/assay-device" --state "$work/chip" --rig "$work/$1.rig" --port "$work/$1.port"; }
board first >"$work/first" 2>&1 &
first=$!
for ((tries = 0; tries < 100; tries++)); do [ -S "$work/first.rig" ] && break; sleep 0.05; done
says "storage that a board uses is not another's" 2 "$work/chip" board second
grep -q 'in use' "$work/said"
result "and the words for it are there" $?
pkill -TERM -P "$first"
wait "$first"
for name in flash.bin fuses.bin counters.bin; do
	cp "$work/chip/$name" "$work/$name"
	truncate -s -1 "$work/chip/$name"
	says "$name that is a byte short is named" 64 "$work/chip/$name" board short
	truncate -s +9 "$work/chip/$name"
	says "as is one that is too long" 64 "$work/chip/$name" board long
	rm "$work/chip/$name"
	says "and one that is missing" 64 "$work/chip/$name" board none
	mkdir "$work/chip/$name"
	says "and one that is a folder" 64 "$work/chip/$name" board folder
	rmdir "$work/chip/$name"
	cp "$work/$name" "$work/chip/$name"
done
says "a place for sockets that is none is named" 2 "$work/nowhere/" board nowhere/x
rm -r "$work/chip"
says "a unit that is not there is named" 64 "$work/chip" board none
echo "1..$count"
