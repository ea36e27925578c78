#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Files that people write, written wrong: a target, a requirement, a profile, keys and programs.
# Each mistake is named with file, field, value and the way out, and nothing is left half done.
# shellcheck disable=SC2016 # ${HOME} and the like are target.json's words
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash
file=''

# names TEXT...: does what was said have all of them in it, on few lines?
names() {
	local text
	for text in "$@"; do grep -qF -- "$text" "$work/said" || return 1; done
	[ "$(wc -l <"$work/said")" -le 4 ]
}

# Neither a folder for the run, nor a lab, nor a line in one was made for a target that can't be used.
untouched() { [ ! -e "$work/out" ] && [ ! -e "$work/lab" ]; }

# refused NAME TEXT...: certify ends with 2 and names the file and all TEXTs.
refused() {
	local name=$1 got
	shift
	certify out "$work/acme" >"$work/said" 2>&1
	got=$?
	echo "exit $got" >>"$work/said"
	[ $got = 2 ] && names "$file" "$@" && untouched
	result "$name" $?
	rm -rf "$work/out" "$work/lab"
}

# wrong NAME FILTER TEXT...: the skeleton's target.json, changed.
wrong() {
	local name=$1
	mkdir -p "$work/acme"
	file=$work/acme/target.json
	jq ".name = \"acme\" | $2" conformance/targets/skeleton/target.json >"$file"
	shift 2
	refused "target.json: $name" "$@"
}

# broken NAME TEXT...: target.json is what comes on stdin.
broken() {
	local name=$1
	shift
	file=$work/acme/target.json
	cat >"$file"
	refused "target.json: $name" "$@"
}

mkdir "$work/acme"
says "a target that is not there is wrong usage, and told" 64 'no-such-chip/target.json' certify out no-such-chip
says "as is a folder without target.json" 64 'acme/target.json' certify out "$work/acme"
untouched
result "and nothing was begun for it" $?
wrong "a schema of tomorrow" '.schema = 2' '"schema" is 2' 'must be 1'
wrong "an unknown field" '.tune = "c"' '"tune"' 'remove it'
wrong "no profile" 'del(.profile)' '"profile" is missing' 'must be'
wrong "a profile that there is not" '.profile = "toaster"' '"profile" is "toaster"' 'device' 'root-of-trust'
wrong "the name of another folder" '.name = "other"' '"name" is "other"' 'name of its folder'
wrong "a name with a path in it" '.name = "../acme"' '"name"' 'a-z'
wrong "a text that is a number" '.title = 7' '"title" is 7' 'a text'
wrong "an empty text" '.firmware = ""' '"firmware" is ""' 'not empty'
wrong "a text with a terminal escape" '.hardware = "\u001b[2J"' '"hardware"' 'a text on one line'
wrong "a time that is a text" '.boot_ms = "2000"' '"boot_ms" is "2000"' 'a whole number'
wrong "a time beyond an hour" '.boot_ms = 3600001' '"boot_ms" is 3600001' 'from 1 to 3600000'
wrong "half a millisecond" '.boot_ms = 0.5' '"boot_ms" is 0.5' 'a whole number'
wrong "no unit" '.units = 0' '"units" is 0' 'from 1'
wrong "a maybe" '.expendable = "no"' '"expendable" is "no"' 'true'
wrong "claims that are no list" '.claims = "all"' '"claims" is "all"' 'a list'
wrong "programs without a rig" 'del(.programs.rig)' '"programs"' 'rig'
wrong "a fourth program" '.programs.debugger = "exec:/bin/true"' '"programs"' '"kit" alone'
wrong "a transport that there is not" '.programs.rig = "http://x"' 'programs.rig' 'http://x' 'exec:'
wrong "a program of another folder's variable" '.programs.rig = "exec:${HOME}/rig"' 'programs.rig' '${HOME}'
wrong "a root outside of the folder" '.roots = ["../../etc/passwd"]' '"roots"' 'below the target'
wrong "settings that are no texts" '.settings = {"a": 1}' '"settings"' 'an object of texts'
broken "no JSON" ':1' <<<'name: acme'
broken "half of it" 'target.json:' < <(head -c 200 conformance/targets/skeleton/target.json)
broken "a field twice" 'duplicate' <<<'{"schema": 1, "schema": 1}'
broken "a list" 'one JSON object' <<<'[]'
broken "nothing" 'target.json' </dev/null
broken "no UTF-8" 'target.json' < <(printf '{"schema":1,"name":"\377"}')
broken "deeper than anybody writes" 'target.json' < <(head -c 9000 /dev/zero | tr '\0' '[')
broken "larger than anybody writes" 'target.json' < <(head -c 2000000 /dev/zero | tr '\0' ' ')
jq '.name = "acme" | .programs.rig = "exec:${TARGET}/rig"' conformance/targets/skeleton/target.json >"$work/acme/target.json"
says "a program that is not there is named" 2 "rig: $work/acme/rig: can't execute it: No such file" certify out "$work/acme"
[ ! -e "$work/out/resume.json" ] && [ ! -e "$work/out/transcript.jsonl.partial" ] && tail -n 1 "$work/lab/ledger.jsonl" | grep -q '"outcome":"incomplete"'
result "its run is over, in the ledger too" $?
jq '.name = "acme"' conformance/targets/skeleton/target.json >"$work/acme/target.json"
certify out --check runs_a_good_image "$work/acme" >"$work/said" 2>&1
[ -s "$work/out/report.json" ]
result "and its folder takes the next" $?
rm -rf "$work/acme"

# generated NAME PATH FILTER TEXT...: the requirement or profile at PATH, changed, stops the build.
generator=${bin%/bin}/generated/generate-requirements
generated() {
	local name=$1 path=$2 filter=$3 got
	shift 3
	jq "$filter" "conformance/$path" >"$work/conformance/$path"
	"$generator" "$work/conformance" >"$work/tables" 2>"$work/said"
	got=$?
	[ $got = 2 ] && names "$path" "$@" && [ ! -s "$work/tables" ]
	result "$path: $name" $?
	cp "conformance/$path" "$work/conformance/$path"
}
mkdir "$work/conformance"
cp -r conformance/requirements conformance/profiles conformance/protocol.json "$work/conformance"
says "requirements and profiles as they are make tables" 0 'never_older' "$generator" "$work/conformance"
path=requirements/renewable_security/never_older.json
generated "an unknown field" $path '.author = "x"' '"author"'
generated "a missing field" $path 'del(.remedy)' '"remedy"'
generated "a weight that is a text" $path '.weight = "30"' '"weight"' '"30"'
generated "no weight at all" $path '.weight = 0' '"weight"' '0'
generated "a severity that there is not" $path '.severity = "dire"' '"severity"' '"dire"' 'critical'
generated "a gate that there is not" $path '.gate = "kissing"' '"gate"' '"kissing"'
generated "evidence that there is not" $path '.evidence = "felt"' '"evidence"' '"felt"'
generated "a gate opened by a declaration" $path '.evidence = "declared"' '"gate"' 'opens no gate'
generated "a clause that nobody verified" $path '.crosswalk[0].clause = "R9.9"' '"clause"' 'R9.9'
generated "a list" $path '[.]' 'never_older.json'
path=profiles/device.json
generated "a requirement that there is not" $path '.contains += ["renewable_security/for_ever"]' 'renewable_security/for_ever'
generated "a method that there is not" $path '.mandatory_methods += ["rig.dance"]' 'rig.dance'
generated "a kind that there is not" $path '.kind = "toy"' '"kind"' '"toy"'
path=requirements/renewable_security/never_older.json
head -c 100 conformance/$path >"$work/conformance/$path"
says "half a file stops the build too" 2 'never_older.json' "$generator" "$work/conformance"
cp conformance/$path "$work/conformance/$path"
rm "$work/conformance/requirements/hardware_root_of_trust/covers_every_byte.json"
says "and a profile that names one that is gone" 2 'covers_every_byte' "$generator" "$work/conformance"
printf '{}' >"$work/conformance/requirements/renewable_security/Never Older.json"
says "a name that can't be a slug is told" 2 'Never Older.json' "$generator" "$work/conformance"

# The maker's tools: what they can't read or write is named, and no half of a file is left.
image=$work/new.img payload=$bin/targets/reference/payload.elf
sign() { "$bin/sign_image" --payload "$payload" --version 1.0.0 --out "$image" "$@"; }
spoiled() {
	local name=$1 text=$2
	shift 2
	"$@" >"$work/said" 2>&1
	[ $? = 2 ] && names "$text" && [ ! -e "$image" ] && [ -z "$(find "$work" -maxdepth 1 -name 'new.img*')" ] && [ ! -e "$work/unit" ]
	result "$name" $?
}
"$bin/sign_image" --new-key "$work/maker.pem" >"$work/said" 2>&1
result "a key is made" $?
printf 'hello\n' >"$work/text"
mkdir "$work/folder"
spoiled "a key that is not there is named" "$work/none.pem" sign --key "$work/none.pem"
spoiled "a key that is a folder" "$work/folder" sign --key "$work/folder"
spoiled "a key that is no key" "$work/text" sign --key "$work/text"
spoiled "a public key where the secret one is needed" "$work/maker.pem.pub" sign --key "$work/maker.pem.pub"
openssl ecparam -name secp384r1 -genkey -noout -out "$work/other.pem" 2>"$work/said"
spoiled "a key on another curve" "$work/other.pem" sign --key "$work/other.pem"
spoiled "a program that is not there" "$work/none.elf" "$bin/sign_image" --key "$work/maker.pem" --payload "$work/none.elf" --out "$image"
spoiled "a place that can't be written" "$work/none/new.img" "$bin/sign_image" --key "$work/maker.pem" --payload "$payload" --out "$work/none/new.img"
if [ "$(id -u)" = 0 ]; then
	hidden() { setpriv --reuid=65534 --regid=65534 --clear-groups "$bin/sign_image" --key "$work/maker.pem" --payload "$payload" --out /dev/null; }
	spoiled "a key that others may not read" "$work/maker.pem: Permission denied" hidden
else
	not_applicable "a key that others may not read" "needs a second user"
fi

sign --key "$work/maker.pem" --component loader >"$work/said" 2>&1 && mv "$image" "$work/loader.img" &&
	sign --key "$work/maker.pem" >"$work/said" 2>&1 && mv "$image" "$work/os.img"
result "two images are signed" $?
provision() { "$bin/provision" --state "$work/unit" --loader "$work/loader.img" --os "$work/os.img" "$@"; }
spoiled "provision: a key that is not there" "$work/none.pub" provision --key "$work/none.pub"
spoiled "provision: a key that is no key" "$work/text" provision --key "$work/text"
spoiled "provision: a key that signed neither image" "loader.img" provision --key <("$bin/sign_image" --new-key "$work/two.pem" >/dev/null; cat "$work/two.pem.pub")
spoiled "provision: an image that is none" "$work/text" "$bin/provision" --state "$work/unit" --loader "$work/text" --os "$work/os.img" --key "$work/maker.pem.pub"
spoiled "provision: loader and OS exchanged" "os.img" "$bin/provision" --state "$work/unit" --loader "$work/os.img" --os "$work/loader.img" --key "$work/maker.pem.pub"
provision --key "$work/maker.pem.pub" >"$work/said" 2>&1
result "and with all in order a unit is made" $?
cp -r "$work/unit" "$work/before"
says "which is not made over by mistake" 2 '--force' provision --key "$work/maker.pem.pub"
diff -r "$work/before" "$work/unit" >"$work/said"
result "but left as it was" $?
echo "1..$count"
