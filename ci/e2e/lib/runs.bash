# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Runs of `assay` in a lab and folders of their own, and what came of them as TAP. To be sourced
# from the repository's root; everything is under $work and goes with it.
#
#   says NAME EXIT TEXT COMMAND...   the command ends with EXIT and says TEXT ('' for anything)
#   result NAME STATUS               one line of TAP, with what was said when it went wrong

bin=$PWD/${ASSAY_BUILD:-build}/bin
case ${ASSAY_BUILD:-build} in /*) bin=$ASSAY_BUILD/bin ;; esac
work=$(mktemp -d) || exit 2
chmod 755 "$work"
export ASSAY_HOME=$PWD ASSAY_LAB=$work/lab NO_COLOR=1
unset ASSAY_OVERLAY ASSAY_BIN
count=0
: >"$work/said"

runs_end() { rm -rf "$work"; }
trap runs_end EXIT

result() {
	count=$((count + 1))
	if [ "$2" = 0 ]; then echo "ok $count - $1"; else
		echo "not ok $count - $1"
		head -c 3000 "$work/said" | sed 's/^/# /'
	fi
}

# not_applicable NAME WHY: what this kernel or user can't be asked; told, never silent.
not_applicable() {
	count=$((count + 1))
	echo "ok $count - $1 (not applicable: $2)"
}

says() {
	local name=$1 exit_wanted=$2 text=$3 exit_got
	shift 3
	"$@" >"$work/said" 2>&1
	exit_got=$?
	echo "exit $exit_got of: $*" >>"$work/said"
	[ "$exit_got" = "$exit_wanted" ] && grep -qF -- "$text" "$work/said"
	result "$name" $?
}

# certify OUT ARGUMENT...: a run into $work/OUT.
certify() {
	local out=$1
	shift
	"$bin/assay" certify --quiet --out "$work/$out" "$@"
}

# Numbers that are the same in each run: a place of each of COUNT equal parts of 0..SIZE-1, first and last among them.
places() {
	local size=$1 parts=$2 i from to x=20260101
	for ((i = 0; i < parts; i++)); do
		x=$(((x * 1103515245 + 12345) & 0x7fffffff))
		from=$((size * i / parts)) to=$((size * (i + 1) / parts))
		case $i in
		0) echo 0 ;;
		$((parts - 1))) echo $((size - 1)) ;;
		*) echo $((from + (x >> 8) % (to - from))) ;;
		esac
	done
}

# flip FILE PLACE: another byte there, the same again by a second flip.
flip() {
	local byte
	byte=$(od -An -v -tu1 -j "$2" -N 1 "$1")
	printf '%b' "\\x$(printf '%02x' $((byte ^ (1 << ($2 % 8)))))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
