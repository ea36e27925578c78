#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A device is asked what it is, by one command and by hand: affirmed as its maker made it, and blamed for what was changed
# and for nothing else. The command must also be able to say no: a foreign answer, another root, another release are told.
# shellcheck disable=SC2154 # work, bin and count come from the library
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

ask() { "$bin/assay" ask "$@" </dev/null; }
said() { grep -qF -- "$1" "$work/said"; }
holds() { said "$2"; result "$1" $?; }
# The temporary folders of asks that are there, and the devices that run in them.
export TMPDIR=$work/tmp
mkdir "$TMPDIR"
left_over() { [ -n "$(ls -A "$TMPDIR")" ]; }

digest() { printf '%s' "$1" | openssl dgst -sha256 -r | cut -d' ' -f1; }
typed="is it you, lamp?"
nonce=$(digest "$typed")

says "help has examples" 0 "examples:" ask --help
says "the family has it" 0 "  ask " "$bin/assay" --help
"$bin/assay" ask --then all --keep "$work/kept" <<<"$typed" >"$work/told" 2>&1
status=$?
cp "$work/told" "$work/said"
result "a typed line is asked, and both changes are told" $status
holds "the nonce is the SHA-256 of what was typed" "nonce    $nonce"
holds "which is said" "the SHA-256 of what you typed"
holds "the device is affirmed as it was made" "verdict: affirming, "
holds "line by line: the nonce" "ok    token: nonce"
holds "the components that are no image, too" "ok    token: component PRoT 1.0.0+0"
holds "and the layers of its certificates" "ok    chain: layer 3"
[ "$(grep -c '^verdict: ' "$work/said")" = 3 ] && [ "$(grep -c '^verdict: affirming' "$work/said")" = 1 ]
result "of three verdicts one affirms" $?
holds "opened debug is told" "seen     it was debugged"
holds "the other OS boots, for its signature is good" "its console says: OS 1.0.1 Up slot b"
holds "and is named" "FAIL  token: component OS 1.0.1+0"

# Both hashes are those of the images, as openssl computes them: header, payload, protected area.
measure() {
	local image=$1 head_len payload_len protected
	read -r head_len protected <<<"$(od -An -v -tu2 --endian=little -j 8 -N 4 "$image")"
	payload_len=$(od -An -v -tu4 --endian=little -j 12 -N 4 "$image" | tr -d ' ')
	head -c $((head_len + payload_len + protected)) "$image" | openssl dgst -sha256 -r | cut -d' ' -f1
}
sed -n '/FAIL  token: component OS/,/where/p' "$work/told" >"$work/said"
holds "with the hash of what runs" "seen     $(measure "$work/kept/new-os.img")"
holds "and of what should run" "expected $(measure "$work/kept/os.img")"
cmp -l "$work/kept/assay-os" "$work/kept/new-os" >"$work/said"
[ "$(wc -l <"$work/said")" = 1 ]
result "the two payloads differ in one byte" $?
cmp -s "$work/kept/assay-os" "$bin/assay-os"
result "the first is the OS that was built" $?
[ "$(stat -c %a "$work/kept")" = 700 ] && [ "$(stat -c %a "$work/kept/root.key")" = 600 ] && grep -q '^provision --state device ' "$work/kept/commands"
result "what is kept is nobody else's, and holds the commands" $?
says "and is not replaced" 2 "$work/kept: File exists" ask --nonce n --keep "$work/kept"

# What was kept, judged by hand: it must be possible to be refused.
verify() { (cd "$work/kept" && "$bin/assay-verifier" --roots believe.pem --releases releases "$@"); }
says "the kept evidence is affirmed again" 0 "verdict: affirming" verify --nonce "$nonce" --chain as-made.pem as-made.cbor
says "but is no answer to another nonce" 1 "nonce_mismatch" verify --nonce "$(digest other)" --chain as-made.pem as-made.cbor
says "nor do another boot's certificates vouch for it" 1 "FAIL" verify --nonce "$nonce" --chain new-os.pem as-made.cbor

# A family in which one member is another: the command says no, and 1.
mkdir "$work/other"
ln -s "$bin"/* "$work/other/"
rm "$work/other/assay-ask" "$work/other/field_tool"
cp "$bin/assay-ask" "$work/other/"
cat >"$work/other/field_tool" <<END
#!/bin/bash
for word; do
	[ "\${last:-}" = --nonce ] && word=another
	words+=("\$word") last=\$word
done
exec "$bin/field_tool" "\${words[@]}"
END
chmod +x "$work/other/field_tool"
says "a device that was asked with another nonce is not affirmed" 1 "nonce_mismatch" "$work/other/assay-ask" --nonce n
holds "and that is told as not as it should be" "NOT as it should be"
cat >"$work/other/field_tool" <<END
#!/bin/bash
[ "\$3" = unlock ] && exit 0
exec "$bin/field_tool" "\$@"
END
says "debug that was not opened is not told" 1 "NOT as it should be" "$work/other/assay-ask" --nonce n --then debug
rm "$work/other/field_tool"
says "a tool that is missing is the rig's trouble" 2 "field_tool" "$work/other/assay-ask" --nonce n

says "one change alone: debug" 0 "it was debugged" ask --nonce n --then debug
! said "component OS 1.0.1"
result "and nothing of the other" $?
hex=$(printf '%096d' 0)
ask --json --nonce "$hex" --then new-os >"$work/ear.json" 2>"$work/said"
[ "$(jq -r '[.nonce_is, .complete, .as_expected, (.parts[] | .part, .ear.submods.PSA_IOT.ear_status)] | join(" ")' "$work/ear.json")" = \
	"the digits as given true true as-made affirming new-os contraindicated" ]
result "and it is JSON with EAR when asked" $?
[ "$(jq -r .nonce "$work/ear.json")" = "$hex" ]
result "digits are the nonce themselves" $?

says "no nonce" 64 "no nonce" ask
says "an empty one" 64 "no nonce" ask --nonce ""
says "one of 1025 bytes" 64 "1 to 1024 bytes" ask --nonce "$(printf '%01025d' 0)"
says "no such change" 64 "debug, new-os or all" ask --nonce n --then nothing
says "no such option" 64 "no option" ask --often
says "a folder in nowhere" 2 "No such file" ask --nonce n --keep "$work/none/kept"
TMPDIR=$work/none says "no temporary folder" 2 "set TMPDIR" ask --nonce n

# Stopped in the middle: the device ends, and the folder goes. Waits for the device's socket, then for its end.
interrupted() {
	local pid device=
	"$bin/assay-ask" --nonce n --then all >"$work/said" 2>&1 </dev/null &
	pid=$!
	for ((i = 0; i < 1000; i++)); do
		device=$(pgrep -P $pid -x assay-device) && break
		sleep 0.01
	done
	kill "-$1" $pid
	{ wait $pid; } 2>/dev/null # the shell would tell of the signal
	[ $? = "$2" ] && [ -n "$device" ] && for ((i = 0; i < 200; i++)); do [ -e "/proc/$device" ] || return 0; sleep 0.01; done
}
interrupted TERM 2
result "stopped in the middle, it says so and takes the device along" $?
holds "in a sentence" "stopped; the device is off"
! left_over
result "no ask has left a folder" $?
interrupted KILL 137
result "killed, it takes the device along all the same" $?
rm -r "${TMPDIR:?}"/*

# By hand, with the tools of a bench and a field engineer.
kept=$work/kept
field() { (cd "$kept" && "$bin/field_tool" --port port.sock "$@"); }
bench() { (cd "$kept" && "$bin/bench_switch" --rig rig.sock "$@"); }
says "no board: the socket and the way out" 2 "is assay-device running?" "$bin/field_tool" --port "$work/no.sock" --timeout 1 info
says "so has the switch" 2 "is assay-device running?" "$bin/bench_switch" --timeout 1 --rig "$work/no.sock" on
(cd "$kept" && exec "$bin/assay-device" --state device --rig rig.sock --port port.sock) >"$work/board" 2>&1 &
board=$!
for ((i = 0; i < 1000; i++)); do grep -qs ready "$work/board" && break; sleep 0.01; done
says "a board without power: nobody answers in time" 2 "is the device switched on" field --timeout 1 info
says "the bench switches it on" 0 "power" bench on
says "the other socket is told from it" 2 "the other one of the board's two sockets" field --port rig.sock info
says "who serves" 0 "served by           OS" field info
says "in JSON too" 0 '"served_by": "OS"' field --json info
device=$(field --json info | jq -r .device)
says "the state of its life" 0 "device-complete" field lifecycle
says "there is no way back" 1 "the device says" field lifecycle --to blank --device "$device"
says "nor for another device" 1 "the device says" field lifecycle --to device-complete --device 00112233445566778899aabbccddeeff
field challenge >"$work/challenge"
challenge=$(sed -n 's/^challenge *//p' "$work/challenge")
(cd "$kept" && "$bin/make_token" --kind debug --device "$device" --challenge "$challenge" --expires 60 --rights debug-os --key maker.pem --out bad.token)
says "a token of another key opens nothing" 2 "the device says" field unlock bad.token --service-key maker.pem.pub
says "a token that is not there" 2 "none.token: No such file" field unlock none.token --service-key service.pem.pub
says "no image is refused with the device's words" 1 "the device refuses" field install assay-os
says "a token over a nonce of 64 bytes" 0 "certificates" field attest --nonce "$(printf '%0128d' 5)" --token t.cbor --chain t.pem
says "download mode" 0 "download" bench download
says "is told" 0 "loader, in download mode" field info
says "and shows in evidence" 0 "token bytes" field attest --nonce n --token t.cbor --chain t.pem --endorsement device.der
says "of which the verifier says so" 1 "recovery" verify --nonce "$(digest n)" --chain t.pem t.cbor
says "an older image than was confirmed is refused there" 1 "the device refuses" field install os.img --path recovery
says "a good one is taken" 0 "tried at the next reset" field install new-os.img --path recovery
says "a reset is waited out" 0 "done" field reset
says "and it runs" 0 "served by           OS" field info
says "the console is heard" 0 "OS 1.0.1 Up slot" bench console
says "status in JSON" 0 '"walls_missing"' bench --json status
says "off" 0 "off" bench off
kill $board
wait $board
says "field_tool's help has examples" 0 "examples:" "$bin/field_tool" --help
says "bench_switch's too" 0 "examples:" "$bin/bench_switch" --help
says "a word that is none" 64 "there is no word up" "$bin/bench_switch" --rig r up
says "no time at all" 64 "from 1 to 3600" "$bin/bench_switch" --rig r --timeout 0 on
says "a verb that is none" 64 "there is no verb fly" "$bin/field_tool" --port p fly

# Whoever is no root has fewer walls, and is told so.
if [ "$(id -u)" != 0 ]; then
	cp "$work/told" "$work/said"
	holds "an ordinary user is told which wall is missing" "own uid of stages"
else
	mkdir "$work/user" && cp "$bin"/{assay-ask,assay-device,assay-loader,assay-os,assay-root-of-trust,assay-verifier,field_tool,bench_switch,sign_image,provision,make_root,make_token,make_release} "$work/user/"
	mkdir "$work/home" && chown 65534:65534 "$work/home"
	as_user() { TMPDIR=$work/home setpriv --reuid=65534 --regid=65534 --clear-groups "$@" </dev/null; }
	says "an ordinary user is told which wall is missing, and gets the same answers" 0 "own uid of stages" as_user "$work/user/assay-ask" --nonce n --then all
fi
echo "1..$count"
