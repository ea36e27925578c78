#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every program of the family, called the wrong way: what was wrong is named, with the name that was
# meant where one is near and the way out, nothing is begun, and the exit code says whose fault it is.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash
assay=$bin/assay

# told NAME EXIT TEXT... -- COMMAND...: like says, with several texts, all on at most three lines.
told() {
	local name=$1 wanted=$2 got texts=() text missing=0
	shift 2
	while [ "$1" != -- ]; do texts+=("$1") && shift; done
	shift
	timeout 60 "$@" >"$work/said" 2>&1
	got=$?
	[ "$(wc -l <"$work/said")" -le 3 ] || missing=1
	for text in "${texts[@]}"; do grep -qF -- "$text" "$work/said" || missing=1; done
	echo "exit $got of: $*" >>"$work/said"
	[ "$got" = "$wanted" ] && [ $missing = 0 ]
	result "$name" $?
}

# Help is there for all, on standard output, with an example or more of itself.
mapfile -t words < <("$assay" --help | sed -nE 's/^  ([a-z-]+)  +[a-z].*/\1/p')
[ "${#words[@]}" -ge 8 ]
result "assay --help lists the family" $?
for word in "${words[@]}"; do
	"$assay" "$word" --help >"$work/said" 2>"$work/errors" </dev/null && [ ! -s "$work/errors" ] && grep -q "^usage: assay $word" "$work/said" && grep -qE "^  .*assay $word|^  .*assay $word\$" "$work/said" && grep -qi '^exit: 0' "$work/said"
	result "$word --help tells usage, examples and exit codes" $?
	told "$word: an option that there is not" 64 '--bogus' "see assay $word --help" -- "$assay" "$word" --bogus
done
for program in sign_image provision make_root make_token assay-device; do
	"$bin/$program" --help >"$work/said" 2>"$work/errors" && [ ! -s "$work/errors" ] && grep -qi '^usage: ' "$work/said" && grep -qi '^examples*:' "$work/said"
	result "$program --help tells usage and examples" $?
	told "$program: an option that there is not" 64 '--bogus' "see $program --help" -- "$bin/$program" --bogus
	told "$program: a word too many" 64 'stray' '--help' -- "$bin/$program" stray
	told "$program: nothing at all" 64 'is missing' '--help' -- "$bin/$program"
done

# A slip of the hand.
told "a word that was meant otherwise" 64 '"certifi"' 'did you mean "certify"?' 'assay --help' -- "$assay" certifi
told "a word that nobody knows" 64 '"toaster"' 'assay --help' -- "$assay" toaster
told "an option that was meant otherwise" 64 '"--requier"' 'did you mean "--require"?' -- "$assay" certify --requier gold reference
told "an option without its value" 64 '"--out"' 'a value is missing' -- "$assay" certify reference --out
told "an option with a value too many" 64 '"--json"' 'no value' -- "$assay" certify --json=1 reference
for word in certify check-adapter; do
	told "$word: a target that was meant otherwise" 64 'refrence/target.json' 'did you mean "reference"?' 'assay list targets' -- "$assay" "$word" refrence
	told "$word: a target that nobody knows" 64 'toaster/target.json: No such file' 'assay list targets' -- "$assay" "$word" toaster
	told "$word: a folder without target.json" 64 "$work/target.json" -- "$assay" "$word" "$work"
	"$assay" "$word" '' >"$work/said" 2>&1
	[ $? = 64 ] && grep -q TARGET "$work/said"
	result "$word: a target without a name" $?
done
told "a check that was meant otherwise" 64 '"refuses_older_imag"' 'did you mean "refuses_older_image"?' 'assay list checks' -- "$assay" certify --check refuses_older_imag --out "$work/none" reference
told "--out without a name" 64 '--out ""' 'give a folder' -- "$assay" certify --out '' reference
told "a kind that was meant otherwise" 64 '"target"' 'did you mean "targets"?' -- "$assay" list target
told "one kind too many" 64 '"checks"' -- "$assay" list targets checks
told "a list that nobody can read" 2 'standard output: No space left' -- bash -c "\"$assay\" list checks >/dev/full"
told "a defect that was meant otherwise" 64 'boot_ignores_security_countr' 'did you mean "boot_ignores_security_counter"?' -- "$assay" prove --defect boot_ignores_security_countr
told "prove: jobs that are none" 64 '--jobs "x"' 'from 1 to' -- "$assay" prove --jobs x
told "fuzz: a time that is none" 64 '--time 1x' '30s, 2m, 1h' -- "$assay" fuzz --time 1x
told "fuzz: an engine that there is not" 64 '--engine hongg' 'libfuzzer, afl or both' -- "$assay" fuzz --engine hongg
mkdir -p "$work/built/libfuzzer/bin" && touch "$work/built/libfuzzer/bin/fuzz_toy"
told "fuzz: a surface that was meant otherwise" 2 'fuzz_tooy' 'did you mean "toy"?' 'make fuzz-engines' -- "$assay" fuzz --bin "$work/built" --engine libfuzzer --out "$work/none" tooy

# A lab.
told "lab: no word" 64 'init or show' -- "$assay" lab
told "lab: a word that was meant otherwise" 64 '"inti"' 'did you mean "init"?' -- "$assay" lab inti
told "lab: a word too many" 64 '"now"' -- "$assay" lab init now
told "lab: a name that is none" 2 '--name: 1 to 48 printable' -- env ASSAY_LAB="$work/lab1" "$assay" lab init --name $'\033[2J'
told "lab: a place that can't be written" 2 '/proc/lab: ' -- env ASSAY_LAB=/proc/lab "$assay" lab init
told "lab: a place below a file" 2 "$work/said/lab: Not a directory" -- env ASSAY_LAB="$work/said/lab" "$assay" lab init
told "lab: none there yet" 2 "$work/lab1: no lab here" 'assay lab init' -- env ASSAY_LAB="$work/lab1" "$assay" lab show
told "lab: nobody knows where" 64 'set ASSAY_LAB' -- env -u ASSAY_LAB -u HOME "$assay" lab show
env ASSAY_LAB="$work/lab1" "$assay" lab init --practice >"$work/said" 2>&1
result "lab: one is made" $?
find "$work/lab1" -type f -exec sha256sum {} + | sort >"$work/before"
told "lab: and not made over" 2 "$work/lab1: is there already" 'ASSAY_LAB' -- env ASSAY_LAB="$work/lab1" "$assay" lab init
find "$work/lab1" -type f -exec sha256sum {} + | sort | cmp - "$work/before" >"$work/said" 2>&1
result "lab: but left as it was" $?

# Runs and reports that are none.
told "verify: a folder that is not there" 64 "\"$work/none\": No such file" -- "$assay" verify "$work/none"
told "verify: a file" 64 "\"$work/said\": is no folder" -- "$assay" verify "$work/said"
told "verify: a folder without a run" 1 "$work/built/certificate.json: No such file" 'REFUSED' -- env ASSAY_LAB="$work/lab1" "$assay" verify "$work/built"
told "verify: no folder" 64 'which folder' -- "$assay" verify
told "verify: two folders" 64 "\"$work\"" -- "$assay" verify "$work" "$work"
told "sign: a folder without a run" 2 "$work/built/" 'No such file' -- env ASSAY_LAB="$work/lab1" "$assay" sign "$work/built"
told "judge: a transcript that is not there" 2 "$work/none: No such file" -- "$assay" judge "$work/none"
told "judge: a folder" 2 "$work: Is a directory" -- "$assay" judge "$work"
told "judge: a file that is none" 2 'the transcript is invalid: line 1' -- "$assay" judge README.md
told "report: a file that is not there" 2 "$work/none: No such file" -- "$assay" report "$work/none"
told "report: a folder" 2 "$work: is a folder; give the report.json in it" -- "$assay" report "$work"
told "report: a file that is none" 2 'README.md: line 1' -- "$assay" report README.md
told "report: two forms" 64 '--html' 'see assay report --help' -- "$assay" report README.md --text --html
told "gate: a report that is not there" 2 "$work/none: No such file" 'make certify' -- "$assay" gate "$work/none"
told "gate: two reports" 64 '"b"' -- "$assay" gate a b
told "gate: a reason that is none" 64 '--accept' 'reason' -- "$assay" gate --accept '' "$work/none"
[ ! -e "$work/none" ]
result "and nothing was begun for any of them" $?
echo "1..$count"
