#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every oracle is tripped by what it is there for: each defect that an oracle has to see is built into the
# surface's replay program, and its stored witness makes that oracle speak, while the good code is quiet.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${ASSAY_BUILD:-build}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
count=0

must() { # sentence, command...: its output is shown when it fails
	count=$((count + 1))
	if "${@:2}" >"$out/said" 2>&1; then echo "ok $count - $1"; else
		echo "not ok $count - $1"
		tail -n 5 "$out/said" | sed 's/^/# /'
	fi
}

# Says stand in the order of Seen-by, and the last one counts for the rest.
words_of() { # patch: those of its oracle
	awk '/^--- /{exit} /^Seen-by: /{seen++; if ($2 == "oracle") mine = seen}
		/^Says: /{says++; sub(/^Says: "/, ""); sub(/"$/, ""); text[says] = $0}
		END {print text[mine < says ? mine : says]}' "$1"
}

is_seen() { # patch, oracle, program, witness
	"$3" "$4" >"$out/replay" 2>&1 && { echo "nothing is noticed"; return 1; }
	cat "$out/replay"
	grep -aqF "ASSERTION FAILED: $2 " "$out/replay" && grep -aqF "$(words_of "$1")" "$out/replay"
}

look_at() { # patch, oracle
	local defect witness surface
	defect=$(basename "$1" .patch)
	witness=$(echo corpora/*/witness/"$defect".bin)
	surface=${witness#corpora/}
	surface=${surface%%/*}
	must "$defect: a witness is stored" test -f "$witness"
	must "$defect: $2 sees it" is_seen "$1" "$2" "$build/overlay/$defect/bin/replay_$surface" "$witness"
	must "$defect: and is quiet without it" "$build/bin/replay_$surface" "$witness"
}

for patch in reference-impl/defects/*.patch harnesses/defects/*.patch; do
	oracle=$(awk '/^--- /{exit} /^Seen-by: oracle /{print $3; exit}' "$patch")
	[[ $oracle ]] && look_at "$patch" "$oracle"
done
[[ $count -gt 0 ]] && echo "1..$count"
