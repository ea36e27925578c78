#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What a check says of itself holds: each device in its line "Defects:" is one that `make prove` puts before this very
# check (a patch with "Seen-by: check" and its name), or a cheat that there is.
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit 2
failed=0

# The names in the header of check $1, a cheat behind its word.
named() {
	awk '/^ \* Defects:/ {on = 1} on && !/^ \*( Defects:|  )/ {exit} on' "$1" | sed 's/^ \* Defects://; s/^ \*//' |
		tr -d '.\n' | tr , '\n' | sed 's/^ *//; s/ *$//'
	echo
}

complain() { echo "# $1"; failed=1; }

while read -r check; do
	name=$(basename "$check" .c)
	count=0
	while read -r kind device; do
		[[ -n $kind ]] || continue
		count=$((count + 1))
		if [[ $kind == cheat ]]; then
			[[ -d conformance/cheats/$device ]] || complain "$check: there is no cheat $device"
		elif ! grep -qsx "Seen-by: check $name" "reference-impl/defects/$kind.patch"; then
			complain "$check: reference-impl/defects/$kind.patch is not there, or is not put before $name"
		fi
	done < <(named "$check")
	[[ $count -gt 0 ]] || complain "$check: its header names no device that it catches"
done < <(find conformance/checks -name '*.c' | sort)

[[ $failed = 0 ]] && echo "ok 1 - each check names devices that are put before it" || echo "not ok 1 - each check names devices that are put before it"
echo "1..1"
