#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# All parts of the tree meet in one archive, and of two functions with one name the linker takes whichever it
# meets first, without a word. So no name may be given twice; a name for one file only is `static`.
set -u
cd "$(dirname "$0")/.." || exit 2
archive=${ASSAY_BUILD:-build}/lib/assay.a
twice=$(nm "$archive" 2>/dev/null | awk 'NF == 3 && $2 ~ /^[TDRB]$/ { print $3 }' | sort | uniq -d)
names=$(nm "$archive" 2>/dev/null | awk 'NF == 3 && $2 == "T"' | wc -l)
if [ "$names" -gt 1000 ] && [ -z "$twice" ]; then echo "ok 1 - each of $names functions has a name of its own"; else
	echo "not ok 1 - each of $names functions has a name of its own"
	for name in $twice; do echo "# $name: $(nm -A "$archive" 2>/dev/null | awk -v n="$name" '$NF == n && $2 ~ /^[TDRB]$/ || $NF == n && $(NF - 1) ~ /^[TDRB]$/ { print $1 }' | tr '\n' ' ')"; done
fi
echo 1..1
