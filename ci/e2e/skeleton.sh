#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The form that ports are filled into runs as it is, and check-adapter says in words what a port lacks.
set -u
cd "$(dirname "$0")/../.." || exit 2
export ASSAY_HOME=$PWD
bin=$PWD/${ASSAY_BUILD:-build}/bin
case ${ASSAY_BUILD:-build} in /*) bin=$ASSAY_BUILD/bin ;; esac
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
count=0

# result NAME STATUS: one line of TAP, with what the program said when it went wrong.
result() {
	count=$((count + 1))
	if [ "$2" = 0 ]; then echo "ok $count - $1"; else
		echo "not ok $count - $1"
		sed 's/^/# /' "$work/said"
	fi
}

# check NAME EXIT TEXT ARGUMENT...: check-adapter ends with EXIT and says TEXT.
check() {
	local name=$1 exit_wanted=$2 text=$3 exit_got
	shift 3
	"$bin/assay-check-adapter" "$@" >"$work/said" 2>&1
	exit_got=$?
	echo "exit $exit_got" >>"$work/said"
	[ "$exit_got" = "$exit_wanted" ] && grep -qF -- "$text" "$work/said"
	result "$name" $?
}

# copy NAME SED: the skeleton's target.json under another name, changed.
copy() {
	mkdir -p "$work/$1"
	sed -e "s/\"name\": \"skeleton\"/\"name\": \"$1\"/" -e "$2" conformance/targets/skeleton/target.json >"$work/$1/target.json"
}

check "the skeleton is a port that is ready" 0 "0 wrong" skeleton
check "the findings come as JSON too" 0 '"exit":0,' --json skeleton
copy acme-m33 ''
check "a copy of the form runs under its own name" 0 "acme-m33: Toy chip" "$work/acme-m33"
check "and is found by its file" 0 "the port is ready" "$work/acme-m33/target.json"

# A clone under /root, or below a private folder, is as good a place as any.
mkdir -m 700 "$work/private" "$work/private/deeper"
cp "$bin/targets/skeleton/adapter" "$work/private/deeper/"
copy secluded "s|\\\${BIN}/targets/skeleton|$work/private/deeper|"
check "a program in a private folder is reached" 0 "the port is ready" "$work/secluded"

copy no-device 's/adapter device/adapter kit/'
check "a missing method of the profile is named" 1 "the profile demands this method: serve it" "$work/no-device"
copy mute 's/adapter kit/adapter nothing/'
check "a program that ends is named" 1 "kit.image: the adapter ended, or closed its stream" "$work/mute"
copy absent 's/skeleton\/adapter rig/skeleton\/no-adapter rig/'
check "a program that is not there is named" 2 "no-adapter: can't execute it" "$work/absent"
copy wrong 's/"boot_ms": 2000/"boot_ms": -1/'
check "a wrong field is named" 2 'field "boot_ms" is -1: it must be' "$work/wrong"
check "a target that is not there is named" 64 "no-such-chip/target.json" no-such-chip
mkdir "$work/logs"
check "what an adapter wrote is kept" 1 "broken" --logs "$work/logs" "$work/mute"
grep -q '^usage: adapter' "$work/logs/kit.log"
result "in a log for each program" $?
check "usage is shown when asked for" 0 "assay check-adapter skeleton" --help
check "and when a target is missing" 64 "usage:"
check "and for an option that is not known" 64 "did you mean \"--json\"" --jason skeleton

# adapter PLANE TEXT LINE...: the adapter itself answers the lines with TEXT among them.
adapter() {
	local name=$1 plane=$2 text=$3
	shift 3
	printf '%s\n' "$@" | ASSAY_RUN_DIR=$work "$bin/targets/skeleton/adapter" "$plane" >"$work/said" 2>&1 &&
		grep -qF -- "$text" "$work/said"
	result "$name" $?
}

asked='{"jsonrpc":"2.0","id":1,"method":"rig.power","params":{"unit":0,"deadline_ms":9,"state":"on"}}'
adapter "the server answers a line that is no JSON" rig '"code":-32700' 'nonsense'
adapter "and goes on behind it" rig '"id":1,"result":{}' '[]' '' "$asked"
adapter "it knows no other unit" rig '"code":-32602' "${asked/\"unit\":0/\"unit\":1}"
adapter "and no negative one" rig '"code":-32602' "${asked/\"unit\":0/\"unit\":-1}"
adapter "it wants a deadline" rig '"code":-32602' "${asked/deadline_ms/deadline}"
adapter "it wants params" rig '"code":-32602' '{"jsonrpc":"2.0","id":1,"method":"rig.power"}'
adapter "it says what it does not know" device '"code":-32601' "$asked"
echo "1..$count"
