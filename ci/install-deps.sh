#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs the distribution's packages that a tier needs, and says so before it does.
#
# Quick when nothing is missing, so every target that a person types asks here first.
# Without root, or with ASSAY_NO_INSTALL=1, it only says what to type. Debian 12, later
# Debian and Ubuntu are known; names that differ between them stand here as a|b.
set -u -o pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

usage() {
	cat <<-'END'
	usage: ci/install-deps.sh TIER...

	  build    compile everything
	  test     build, and run the tests
	  fuzz     build the fuzzers and measure coverage
	  targets  devices under test beside the reference one (TPM 2.0)
	  pages    look at the HTML reports as a browser shows them

	example: ci/install-deps.sh build test
	exit status: 0 all there, 2 the package manager failed, 64 something is missing
	and is not installed (no root, or ASSAY_NO_INSTALL=1), or wrong usage
	END
}

installed() {
	[[ $(dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null) == *installed* ]]
}

known() {
	apt-cache --quiet=2 show "$1" 2>/dev/null | grep -q '^Package:'
}

# The release that the project is developed with where there is one, else the distribution's own.
clang_packages() {
	if installed clang-14 || { ! installed clang && known clang-14; }; then
		echo "clang-14 llvm-14"
	else
		echo "clang llvm"
	fi
}

packages_of() {
	local build="gcc libc6-dev make pkg-config|pkgconf binutils libssl-dev libjansson-dev libseccomp-dev libcap-dev"
	case $1 in
	build) echo "$build" ;;
	test) echo "$build check libcbor-dev valgrind patch git shellcheck openssl procps jq $(clang_packages)" ;;
	fuzz) echo "$build libcbor-dev $(clang_packages) libclang-rt-14-dev|libclang-rt-dev|libclang-common-14-dev afl++" ;;
	targets) echo "$build libtss2-dev swtpm swtpm-tools" ;;
	pages) echo "chromium fonts-dejavu-core" ;;
	*) return 1 ;;
	esac
}

# Names of the packages in "$@" (each a or a|b) that are not installed, as a set.
missing_of() {
	local choice name is_there
	local -A status=()
	while read -r name choice; do
		status[$name]=$choice
	done < <(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${@//|*/}" 2>/dev/null)
	for choice in "$@"; do
		is_there=
		for name in ${choice//|/ }; do
			if [[ ${status[$name]-} == installed ]] || { [[ $choice == *"|"* ]] && installed "$name"; }; then
				is_there=yes
			fi
		done
		[[ $is_there ]] || echo "$choice"
	done | sort -u
}

# Of a|b the first that the distribution has; the first if it has none.
choose() {
	local choice name
	for choice in "$@"; do
		for name in ${choice//|/ }; do
			known "$name" && echo "$name" && continue 2
		done
		echo "${choice%%|*}"
	done | sort -u
}

size_of() {
	apt-get -o Debug::NoLocking=1 --assume-no --no-install-recommends install "$@" 2>/dev/null </dev/null |
		grep -E '^(Need to get|After this operation)' | sed 's/^/  /'
}

all_missing() {
	local tier
	local -a wanted=()
	for tier in "$@"; do
		read -r -a wanted <<<"${wanted[*]-} $(packages_of "$tier")"
	done
	missing_of "${wanted[@]}"
}

for tier in "$@"; do
	case $tier in
	build | test | fuzz | targets | pages) ;;
	-h | --help) usage; exit 0 ;;
	*) echo "install-deps.sh: no tier \"$tier\"; there are build, test, fuzz, targets, pages" >&2; exit 64 ;;
	esac
done
[[ $# -gt 0 ]] || { usage >&2; exit 64; }

if ! command -v dpkg-query >/dev/null; then
	echo "install-deps.sh: no dpkg here, so nothing was looked up; on Debian the packages are:" \
		"$(for tier in "$@"; do packages_of "$tier"; done | tr '\n' ' ')" >&2
	exit 0
fi

mapfile -t missing < <(all_missing "$@")
[[ ${#missing[@]} -gt 0 ]] || exit 0

may_install=yes
[[ ${ASSAY_NO_INSTALL:-} != 1 && $(id -u) == 0 ]] || may_install=

# A fresh system or image has no package lists; names and sizes come from them.
update=
known gcc || update="apt-get update"
if [[ $update && $may_install ]]; then
	echo "The package lists are empty: $update"
	$update -qq </dev/null || { echo "install-deps.sh: $update failed" >&2; exit 2; }
	mapfile -t missing < <(all_missing "$@")
fi
mapfile -t chosen < <(choose "${missing[@]}")
line="apt-get install -y --no-install-recommends ${chosen[*]}"

echo "Packages of the distribution that are missing for \"$*\": ${chosen[*]}"
size_of "${chosen[@]}"
if [[ ! $may_install ]]; then
	echo "They are not installed here. To do it, as root:"
	echo "  ${update:+$update && }$line"
	exit 64
fi
echo "  $line"
$line </dev/null || { echo "install-deps.sh: apt-get failed, see above" >&2; exit 2; }
mapfile -t missing < <(all_missing "$@")
[[ ${#missing[@]} -eq 0 ]] || { echo "install-deps.sh: still missing: ${missing[*]}" >&2; exit 2; }
