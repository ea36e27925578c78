#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# All parts lie in one archive, in which the linker takes the first of two equal names without a
# word: so there must not be two.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

archive=${bin%/bin}/lib/assay.a
nm --defined-only --extern-only --format=posix "$archive" 2>>"$work/log" | awk 'NF >= 2 && $2 ~ /^[A-TVX-Z]$/ { print $1 }' | sort >"$work/names"
[ "$(wc -l <"$work/names")" -gt 100 ]
result "the archive defines names" $?
uniq -d "$work/names" >"$work/said"
[ ! -s "$work/said" ]
result "and each of them once" $?
echo "1..$count"
