#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What is stored for each fuzz surface, as a test: seeds are those that the surface makes now and reach
# what seeds.json says; every input does the same twice in one process and once in a fresh one.
set -u
cd "$(dirname "$0")/../.." || exit 2
bin=${ASSAY_BUILD:-build}/bin
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
count=0

must() { # sentence, command...: its output is shown when it fails
	count=$((count + 1))
	if "${@:2}" >"$out/said" 2>&1; then echo "ok $count - $1"; else
		echo "not ok $count - $1"
		sed 's/^/# /' "$out/said" | tail -n 20
	fi
}

# Making a seed runs it and demands its outcome, so equal files mean that the intentions hold.
seeds_are_current() { # surface
	"$bin/replay_$1" --make-seeds "$out/$1" &&
		diff -rq "$out/$1/seeds" "corpora/$1/seeds" &&
		diff "$out/$1/seeds.json" "corpora/$1/seeds.json" &&
		diff "$out/$1/dictionary.txt" "corpora/$1/dictionary.txt"
}

stored_inputs() { # surface: its folders of inputs
	local folder
	for folder in seeds regressions witness; do
		[[ -d corpora/$1/$folder ]] && echo "corpora/$1/$folder"
	done
}

replays_quietly() { # surface
	stored_inputs "$1" | xargs "$bin/replay_$1" >"$out/$1.together" || { cat "$out/$1.together"; return 1; }
}

# A process of its own for each input, which must say the same line.
replays_alike_alone() { # surface
	local file
	[[ -s $out/$1.together ]] || return 1
	for file in $(stored_inputs "$1" | xargs -I{} find {} -type f); do
		"$bin/replay_$1" "$file" | head -n 1 >"$out/alone"
		if ! [[ -s $out/alone ]] || ! grep -qFxf "$out/alone" "$out/$1.together"; then
			echo "$file does something else in a fresh process: $(cat "$out/alone")"
			return 1
		fi
	done
}

refuses() { # arguments of a replay program that must not pass
	! "$bin/replay_$surface" "$@"
}

for file in harnesses/surfaces/*.c; do
	surface=$(basename "$file" .c)
	must "$surface: the stored seeds are those it makes, and reach what they are for" seeds_are_current "$surface"
	must "$surface: stored inputs break no promise and do the same twice" replays_quietly "$surface"
	must "$surface: and the same in a fresh process" replays_alike_alone "$surface"
	must "$surface: a missing input is no pass" refuses corpora/no-such-file
	must "$surface: an empty folder is no pass" refuses "$(mktemp -d -p "$out")"
done
[[ $count -gt 0 ]] && echo "1..$count"
