#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What a part gives to others, others ask for. A name that no other object of a whole build refers to is dead, or for its
# own file alone and then `static`. ci/unused.table has the exceptions. What is generated from a table is left out.
set -u
export LC_ALL=C # sort and join by bytes
cd "$(dirname "$0")/.." || exit 2
build=${ASSAY_BUILD:-build}
table=ci/unused.table
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# An object whose source is gone asks for nothing any more.
objects() {
	local object source
	while read -r object; do
		source=${object#"$build"/stage/}
		source=${source#"$build"/}
		source=${source#obj/}
		source=${source%.o}.c
		[[ -e $source || -e $build/$source ]] && echo "$object"
	done < <(find "$build/obj" "$build/stage/obj" -name '*.o')
}

# given: name and object, of what the archive's own sources give; asked: the names that any object asks for.
objects | xargs nm -A --format=posix 2>/dev/null | sed 's/: / /' >"$out/symbols"
tr ' ' '\n' <"$build/lib/members" | grep -v "^$build/obj/generated/" >"$out/members"
awk 'NR == FNR {member[$1]; next} ($1 in member) && $3 ~ /^[TDRB]$/ && $2 !~ /^__/ {print $2, $1}' \
	"$out/members" "$out/symbols" | sort >"$out/given"
awk '$3 ~ /^[Uwv]$/ {print $2}' "$out/symbols" | sort -u >"$out/asked"
grep -v '^#' "$table" | sed 's/ : .*//' | sort >"$out/excepted"

names=$(wc -l <"$out/given")
join -v1 "$out/given" "$out/asked" >"$out/unused"
alone=$(join -v1 "$out/unused" "$out/excepted")
if [[ $names -gt 1000 && -z $alone ]]; then echo "ok 1 - each of $names names is asked for in another file"; else
	echo "not ok 1 - each of $names names is asked for in another file"
	while read -r name object; do
		[[ $name ]] && echo "# ${object#"$build"/obj/}: no other object asks for $name: take it out, or make it static"
	done <<<"$alone"
fi

stale=$(join -v2 "$out/unused" "$out/excepted")
unreasoned=$(grep -vE '^#|^[A-Za-z0-9_]+ : .+' "$table")
if [[ -z $stale$unreasoned ]]; then echo "ok 2 - each exception is one, and has its reason"; else
	echo "not ok 2 - each exception is one, and has its reason"
	for name in $stale; do echo "# $table: $name is asked for by now, or gone: take the line out"; done
	while read -r line; do [[ $line ]] && echo "# $table: \"$line\" is no NAME : REASON"; done <<<"$unreasoned"
fi
echo 1..2
