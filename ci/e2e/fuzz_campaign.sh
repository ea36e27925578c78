#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# assay fuzz as a person runs it: on the real engines where they are built, and on engines that are
# scripts, which find, hang, refuse to start and do nothing on demand.
set -u
cd "$(dirname "$0")/../.." || exit 2
bin=${ASSAY_BUILD:-build}/bin
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
count=0
run=0

ok() { # sentence, what the last command returned
	count=$((count + 1))
	if [[ $2 == 0 ]]; then echo "ok $count - $1"; else
		echo "not ok $count - $1"
		sed 's/^/# /' "$out/said" | tail -n 30
	fi
}

# Runs a campaign into a folder of its own; true if it ends with the code.
fuzz() { # code, arguments...
	run=$((run + 1))
	timeout 120 "$bin/assay-fuzz" --out "$out/run$run" "${@:2}" >"$out/said" 2>&1
	local code=$?
	[[ $code == "$1" ]] || { echo "exit code $code, not $1" >>"$out/said"; return 1; }
}

says() { grep -q -- "$1" "$out/said"; }
summary() { jq -e "$1" "$out/run$run/summary.json" >>"$out/said" 2>&1; }

program() { # path; its text from stdin
	mkdir -p "$(dirname "$1")"
	cat >"$1"
	chmod 755 "$1"
}

# Engines and replay program of a made-up surface: an input with "boom" in it breaks a promise.
given_toy() {
	mkdir -p "$out/home/corpora/toy/seeds"
	echo calm >"$out/home/corpora/toy/seeds/calm"
	program "$out/toy/bin/replay_toy" <<-'END'
		#!/bin/bash
		[[ $1 == --max-len ]] && echo 64 && exit 0
		grep -q boom "$1" || exit 0
		echo "ASSERTION FAILED: FZ-TOY-001 stays-calm" >&2
		kill -ABRT $$
	END
	program "$out/toy/libfuzzer/bin/fuzz_toy" <<-'END'
		#!/bin/bash
		for word; do
			case $word in
			-artifact_prefix=*) prefix=${word#*=} ;;
			-exact_artifact_path=*) small=${word#*=} ;;
			esac
			file=$word
		done
		if [[ ${small-} ]]; then printf boom >"$small"; exit 1; fi
		if [[ -f $file ]]; then exec "$(dirname "$0")/../../bin/replay_toy" "$file"; fi
		printf '#7\tNEW    cov: 5 ft: 6 corp: 3/12b lim: 4 exec/s: 7 rss: 30Mb\n'
		sleep 0.3
		echo "a long boom $$" >"${prefix}crash-$$"
		echo "ASSERTION FAILED: FZ-TOY-001 stays-calm"
		echo "artifact_prefix='$prefix'; Test unit written to ${prefix}crash-$$"
		echo "stat::number_of_executed_units: 9"
		exit 77
	END
}

real_engines_are_there() {
	[[ -x build/fuzz/libfuzzer/bin/fuzz_mcuboot_image && -x build/fuzz/afl/bin/fuzz_mcuboot_image ]] && command -v afl-fuzz >/dev/null
}

if real_engines_are_there; then
	fuzz 0 --bin build/fuzz --time 5s --seed 1 mcuboot_image
	ok "five seconds of both engines on mcuboot_image find nothing" $?
	summary '.pairs | length == 2 and all(.executions > 0 and .edges > 0 and .corpus > 0)'
	ok "and both engines executed, covered and kept inputs" $?
else
	echo "# the real engines are not built (make fuzz-engines), so scripts stand in for them"
fi

given_toy
export ASSAY_HOME=$out/home
toy=(--bin "$out/toy" --engine libfuzzer --time 2s)

fuzz 1 "${toy[@]}" toy
ok "a broken promise is exit code 1" $?
says "oracle: FZ-TOY-001 stays-calm"
ok "it is grouped by the promise" $?
summary '.findings | length == 1 and .[0].reproduced == 3 and .[0].minimised and .[0].inputs >= 1'
ok "it is one finding, made small and shown again three times of three" $?
summary '.pairs[0].starts > 1 and .pairs[0].executions == 9 * .pairs[0].starts'
ok "the engine is started anew after it found something, and its executions add up" $?
[[ $(cat "$out/run$run"/findings/FZ-TOY-001-????????????.bin) == boom ]]
ok "the small input is stored under the oracle's name" $?
[[ $(find "$out/run$run/toy/libfuzzer/artifacts" -type f | wc -l) -le 4 ]]
ok "what is found again and again is not kept again and again" $?
command=$(jq -r '.findings[0].command' "$out/run$run/summary.json")
$command >/dev/null 2>&1
[[ $? == 134 ]]
ok "the command that it tells shows it" $?

sed -i 's/a long boom \$\$/boom/; s/sleep 0.3/:/; s/crash-\$\$/crash-same/g' "$out/toy/libfuzzer/bin/fuzz_toy"
fuzz 1 "${toy[@]}" --time 4s toy && summary '.pairs[0].starts > 4 and (.findings | length == 1) and .findings[0].inputs == 1'
ok "one input that fails at every start is kept, however often it is found" $?
sed -i '/^echo "boom"/d' "$out/toy/libfuzzer/bin/fuzz_toy"
fuzz 2 "${toy[@]}" toy && says "did not keep"
ok "an engine that fails and keeps no input is exit code 2" $?
given_toy

echo "stored boom" >"$out/home/corpora/toy/seeds/loud"
fuzz 1 "${toy[@]}" --json --quiet toy
ok "a stored input that fails is a finding too" $?
jq -e '.findings[0].found_by | startswith("stored")' "$out/said" >/dev/null
ok "and --json says who found it" $?
rm "$out/home/corpora/toy/seeds/loud"

fuzz 2 --bin "$out/nothing" --engine libfuzzer && says "make fuzz-engines"
ok "without binaries it is exit code 2 and says how to build them" $?
fuzz 2 --bin "$out/toy" --engine libfuzzer absent && says "fuzz_absent is not built"
ok "a surface that is not built is exit code 2" $?
env PATH=/nowhere "$bin/assay-fuzz" --bin "$out/toy" --engine afl toy >"$out/said" 2>&1
[[ $? == 2 ]] && says "package is afl++"
ok "without afl-fuzz it is exit code 2 and names the package" $?

printf '#!/bin/sh\nexit 0\n' | program "$out/toy/libfuzzer/bin/fuzz_toy"
fuzz 2 "${toy[@]}" toy && says "executed nothing"
ok "an engine that executed nothing is exit code 2" $?
printf '#!/bin/sh\necho "unknown flag"\nexit 1\n' | program "$out/toy/libfuzzer/bin/fuzz_toy"
fuzz 2 "${toy[@]}" toy && says "ended with exit code 1"
ok "an engine that ends with an error is exit code 2" $?
rm "$out/home/corpora/toy/seeds/calm"
fuzz 2 "${toy[@]}" toy && says "make seeds"
ok "a surface without seeds is exit code 2" $?
echo calm >"$out/home/corpora/toy/seeds/calm"

printf '#!/bin/bash\necho "#5\tINITED cov: 1 ft: 1 corp: 1/1b"\ntrap "" INT TERM\nsleep 300 & echo $! >%q\nwait; wait; wait\n' "$out/left" | program "$out/toy/libfuzzer/bin/fuzz_toy"
"$bin/assay-fuzz" --out "$out/stopped" --bin "$out/toy" --engine libfuzzer --time 1h toy >"$out/said" 2>&1 &
campaign=$!
for _ in {1..100}; do [[ -s $out/left ]] && break; sleep 0.1; done
kill -TERM "$campaign"
wait "$campaign"
[[ $? == 2 ]] && says "stopped early by a signal" && says "nothing was found until it was stopped" && jq -e '.interrupted and .pairs[0].executions == 5' "$out/stopped/summary.json" >>"$out/said"
ok "stopped by a signal it keeps what it has and is no success" $?
! kill -0 "$(cat "$out/left")" 2>/dev/null
ok "and leaves no process behind, not even of an engine that does not listen" $?

fuzz 64 --time 5x toy && fuzz 64 --engine honggfuzz toy && fuzz 64 --seed xyz && fuzz 64 ../toy && fuzz 64 --jobs 0
ok "wrong usage is exit code 64" $?
mkdir "$out/full" && touch "$out/full/x"
"$bin/assay-fuzz" --out "$out/full" "${toy[@]}" toy >"$out/said" 2>&1
[[ $? == 2 ]] && says "is not empty"
ok "a folder with something in it is not written into" $?
"$bin/assay-fuzz" --help >"$out/said" && says "assay fuzz --time 30s"
ok "--help has examples" $?
echo "1..$count"
