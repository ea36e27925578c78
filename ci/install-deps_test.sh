#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# install-deps.sh in front of a made-up distribution: what is missing, what it says, what it would run.
set -u
here=$(dirname "$(readlink -f "$0")")
world=$(mktemp -d)
trap 'rm -rf "$world"' EXIT
mkdir "$world/bin"
count=0

# The made-up tools: `have` are the installed packages, `offers` those that can be had
# (and `offers-after-update`), `ran` takes down what was run.
cat >"$world/bin/dpkg-query" <<'END'
#!/bin/bash
format=$2 all=0
shift 2
[[ $1 == -f=* ]] && shift
for name in "$@"; do
	grep -qx "$name" "$WORLD/have" || { all=1; continue; }
	if [[ $format == *Package* ]]; then echo "$name installed"; else echo installed; fi
done
exit $all
END
cat >"$world/bin/apt-cache" <<'END'
#!/bin/bash
grep -qx "${*: -1}" "$WORLD/offers" && echo "Package: ${*: -1}"
END
cat >"$world/bin/apt-get" <<'END'
#!/bin/bash
case "$*" in
*--assume-no*) echo "Need to get 5 MB of archives."; echo "Do you want to continue?"; exit 1 ;;
update*) cp "$WORLD/offers-after-update" "$WORLD/offers" ;;
install*) for name in "${@:4}"; do grep -x "$name" "$WORLD/offers" >>"$WORLD/have" || exit 100; done ;;
esac
echo "apt-get $*" >>"$WORLD/ran"
END
cat >"$world/bin/id" <<'END'
#!/bin/bash
echo "$WHO"
END
chmod +x "$world"/bin/*

BUILD="gcc libc6-dev make pkg-config binutils libssl-dev libjansson-dev libseccomp-dev libcap-dev"
given() { # have, offers
	tr ' ' '\n' <<<"$1" >"$world/have"
	tr ' ' '\n' <<<"$2" >"$world/offers"
	: >"$world/ran"
}
deps() { # who, arguments
	said=$(WORLD=$world WHO=$1 PATH=$world/bin:$PATH "$here/install-deps.sh" "${@:2}" 2>&1)
	status=$?
}
must() { # sentence, command...
	count=$((count + 1))
	if "${@:2}"; then echo "ok $count - $1"; else
		echo "not ok $count - $1"
		echo "# status $status, said: ${said//$'\n'/$'\n'# }"
	fi
}
exits() { [[ $status == "$1" ]]; }
says() { [[ $said == *"$1"* ]]; }
never_says() { ! says "$1"; }
silent() { [[ -z $said ]]; }
ran_first() { [[ $(head -1 "$world/ran") == "$1" ]]; }
ran() { [[ $(tail -1 "$world/ran") == "$1" ]]; }
ran_nothing() { [[ ! -s $world/ran ]]; }

unset ASSAY_NO_INSTALL
given "$BUILD" "$BUILD"
deps 0 build
must "nothing missing is silent" silent
must "nothing missing is success" exits 0

given "${BUILD/pkg-config/pkgconf}" "$BUILD"
deps 0 build
must "another name of a package is as good" exits 0

given "${BUILD/libssl-dev/}" "$BUILD"
deps 1000 build
must "without root nothing is installed" ran_nothing
must "without root the status is 64" exits 64
must "without root the line to type is shown" says "apt-get install -y --no-install-recommends libssl-dev"
must "the size is shown" says "Need to get 5 MB"
must "questions of the tool are not passed on" never_says "Do you want"

ASSAY_NO_INSTALL=1 deps 0 build
must "ASSAY_NO_INSTALL=1 runs nothing" ran_nothing
must "ASSAY_NO_INSTALL=1 exits with 64" exits 64

deps 0 build
must "root installs exactly what is missing" ran "apt-get install -y --no-install-recommends libssl-dev"
must "an installation that worked is success" exits 0

given "make" "make"
echo "$BUILD" | tr ' ' '\n' >"$world/offers-after-update"
deps 0 build
must "empty package lists are updated first" ran_first "apt-get update -qq"
must "then the packages are installed" exits 0

given "make" "make"
deps 1000 build
must "without root the update is part of the line" says "apt-get update && apt-get install"

given "$BUILD check valgrind patch git shellcheck jq openssl procps libcbor-dev" "$BUILD clang-14 llvm-14 clang llvm"
deps 1000 test
must "clang-14 is taken where it exists" says " clang-14 llvm-14"

given "$BUILD check valgrind patch git shellcheck jq openssl procps libcbor-dev" "$BUILD clang llvm"
deps 1000 test
must "elsewhere the distribution's clang" says "recommends clang llvm"

given "$BUILD clang-14 llvm-14 afl++ libcbor-dev" "$BUILD libclang-rt-dev"
deps 1000 fuzz
must "of several names the known one is asked for" says "recommends libclang-rt-dev"

given "${BUILD/libssl-dev/}" "gcc"
deps 0 build
must "a failing package manager is status 2" exits 2

deps 0 kitchen
must "an unknown tier is wrong usage" exits 64
deps 0
must "no tier is wrong usage" exits 64

echo "1..$count"
