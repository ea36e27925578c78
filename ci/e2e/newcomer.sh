#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What somebody finds who clones the project and types what README says: a build from nothing, a
# certified device, and commands that exist. Without root, since that is how most people come.
# shellcheck disable=SC2016 # the backquotes are README's
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=ci/e2e/lib/runs.bash
. ci/e2e/lib/runs.bash

if [ ! -e .git ]; then
	not_applicable "the tree is cloned" "this tree is not one of git"
	echo "1..$count"
	exit 0
fi
tree=$work/assay
git -c safe.directory='*' clone -q --no-hardlinks . "$tree" >"$work/said" 2>&1
result "the tree is cloned" $?
mkdir "$work/home"
as_newcomer=()
if [ "$(id -u)" = 0 ]; then
	chown -R 65534:65534 "$tree" "$work/home"
	as_newcomer=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
# A plain environment: nothing of this shell's.
newcomer() { (cd "$tree" && env -i PATH="$PATH" HOME="$work/home" TERM=dumb ASSAY_NO_INSTALL=1 "${as_newcomer[@]}" "$@"); }

# Checks that were not asked for count as not run, hence exit 2; what is asked for must pass.
newcomer make certify ARGS="--check runs_a_good_image" >"$work/said" 2>&1
grep -q 'pass *runs_a_good_image' "$work/said"
result "make certify builds all and certifies by a check" $?
! grep -qi 'warning' "$work/said"
result "without a warning" $?
says "the certificate that lies there is good" 0 're-judged:  yes' newcomer build/bin/assay verify build/runs/reference/latest
newcomer git status --porcelain >"$work/said" 2>&1
[ ! -s "$work/said" ]
result "nothing that was built is in git's way" $?
newcomer make certify ARGS="--check runs_a_good_image" >"$work/said" 2>&1
! grep -qE '^  (CC|LD|AR|GEN) ' "$work/said"
result "a second time nothing is built" $?

newcomer make help >"$work/help" 2>&1
cp "$work/help" "$work/said"
for target in certify test bench clean; do
	grep -q "^  make $target " "$work/help"
	result "make help has $target" $?
done
newcomer build/bin/assay --help >"$work/family" 2>&1
# Words of README that one may type: make TARGET, assay WORD.
mapfile -t targets < <(grep -oE '(^|`)make [a-z][a-z-]*' README.md | sed 's/.*make //' | sort -u)
mapfile -t words < <(grep -oE '(build/bin/|`)assay [a-z][a-z-]*' README.md | sed 's/.*assay //' | sort -u)
[ "${#targets[@]}" -gt 1 ] && [ "${#words[@]}" -gt 2 ]
result "README has commands to type" $?
for target in "${targets[@]}"; do
	grep -q "^  make $target " "$work/help"
	result "README's make $target is there" $?
done
for word in "${words[@]}"; do
	grep -q "^  $word " "$work/family" && says "README's assay $word is there" 0 '' newcomer build/bin/assay "$word" --help && continue
	cp "$work/family" "$work/said"
	result "README's assay $word is there" 1
done
# Whole blocks of README, as they stand there. Certifying a toy is left out, which takes a minute.
type_block() { # heading, number of its block, what is left out
	awk -v heading="## $1" -v wanted="$2" '/^## / {on = $0 == heading} on && /^```/ {fences++; next}
		on && fences == 2 * wanted - 1' README.md | grep -vE "${3:-^$}" >"$work/block"
	[ -s "$work/block" ] && newcomer bash -euo pipefail -c "$(cat "$work/block")" >"$work/said" 2>&1
	result "what README says under $1 can be typed" $?
}
type_block "Certify your own chip" 1 'assay (certify|verify)'
grep -q 'the port is ready' "$work/said"
result "and the copied target is ready" $?
type_block "Ask a device what it is" 1 <<<"is it you, lamp?"
grep -q '^verdict: affirming' "$work/said" && grep -q 'FAIL  token: component OS' "$work/said"
result "and a device is affirmed, and what changed is told" $?
type_block "Ask a device what it is" 3
[ -s "$tree/build/lamp/releases/4.release" ]
result "and the release is there" $?
# Paths, but for the reader's own chip; some are named as seen from reference-impl.
mapfile -t paths < <(grep -oE '`[a-z][A-Za-z0-9_./-]*/[A-Za-z0-9_./-]*`' README.md | tr -d '`' | grep -v acme | sort -u)
for path in "${paths[@]}"; do
	[ -e "$tree/$path" ] || [ -e "$tree/reference-impl/$path" ]
	result "README's $path is there" $?
done
echo "1..$count"
