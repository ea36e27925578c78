#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Applies patches of defects and variants to the tree as it is now, looking around for the places, and
# writes each patch anew where lines have moved. A patch that finds no place is told and left alone.
set -u -o pipefail
export LC_ALL=C

usage() {
	cat <<-'END'
	usage: ci/defect-refresh.sh PATCH...

	example: ci/defect-refresh.sh reference-impl/defects/*.patch
	exit status: 0 all are up to date, 1 some could not be placed, 64 wrong usage
	END
}

# The patch's own header: what stands before the diff.
header_of() { awk '/^--- /{exit} {print}' "$1"; }

# refresh PATCH: rewrites it if it now reads differently.
refresh() {
	local patch=$1 work file
	work=$(mktemp -d) || return 1
	mkdir "$work/a" "$work/b"
	header_of "$patch" >"$work/patch"
	while read -r file; do
		mkdir -p "$work/a/$(dirname "$file")" "$work/b/$(dirname "$file")"
		cp "$file" "$work/a/$file" && cp "$file" "$work/b/$file" || return 1
	done < <(sed -n 's|^+++ b/\([^\t]*\).*|\1|p' "$patch")
	if ! patch --quiet --no-backup-if-mismatch --reject-file=- --fuzz=3 -p1 -d "$work/b" <"$patch" >"$work/said" 2>&1; then
		echo "defect-refresh: $patch finds no place: $(head -n 1 "$work/said")" >&2
		rm -rf "$work"
		return 1
	fi
	(cd "$work" && diff -ru a b | sed -E '/^diff /d; s/^(---|\+\+\+) ([^\t]*)\t.*/\1 \2/') >>"$work/patch"
	if ! cmp -s "$work/patch" "$patch"; then
		cp "$work/patch" "$patch" && echo "defect-refresh: rewrote $patch"
	fi
	rm -rf "$work"
}

[ $# -gt 0 ] || { usage >&2; exit 64; }
case $1 in -h | --help) usage; exit 0 ;; esac
failed=0
for patch in "$@"; do
	refresh "$patch" || failed=1
done
exit $failed
