# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A target's programs, asked line by line, and what came of it as TAP. To be sourced from the
# repository's root; needs nothing but bash and the usual tools.
#
#   planes_open PLANE PROGRAM ARGUMENT...   start a program
#   ask PLANE METHOD FIELDS                 one request for unit $unit; $answer is its line
#   result NAME STATUS                      one line of TAP

bin=$PWD/${ASSAY_BUILD:-build}/bin
case ${ASSAY_BUILD:-build} in /*) bin=$ASSAY_BUILD/bin ;; esac
work=$(mktemp -d) || exit 2
export ASSAY_BIN=$bin ASSAY_RUN_DIR=$work
declare -A to from pid
unit=0 count=0 answer='' question=''

# The programs go when their input ends, and what they started goes with them.
planes_end() {
	local plane
	for plane in "${!to[@]}"; do plane_close "$plane"; done
	rm -rf "$work"
}
trap planes_end EXIT

# Without the ends of the other programs' pipes, which would stay open in here.
plane_program() {
	local fd
	for fd in "${to[@]}" "${from[@]}"; do exec {fd}>&-; done
	exec "$@"
}

planes_open() {
	local plane=$1 in out
	shift
	mkfifo "$work/$plane.in" "$work/$plane.out"
	plane_program "$@" <"$work/$plane.in" >"$work/$plane.out" 2>>"$work/log" &
	pid[$plane]=$!
	exec {in}>"$work/$plane.in" {out}<"$work/$plane.out"
	rm "$work/$plane.in" "$work/$plane.out"
	to[$plane]=$in from[$plane]=$out
}

plane_close() {
	local in=${to[$1]} out=${from[$1]}
	exec {in}>&- {out}<&-
	wait "${pid[$1]}" 2>>"$work/log"
	unset "to[$1]" "from[$1]"
}

ask() {
	question="$2 {$3}"
	printf '{"jsonrpc":"2.0","id":7,"method":"%s","params":{"unit":%s,"deadline_ms":20000%s}}\n' "$2" "$unit" "${3:+,$3}" >&"${to[$1]}"
	read -r -t 60 -u "${from[$1]}" answer || answer='(no answer)'
}

# field NAME: a text or number of the answer.
field() { sed -nE "s/.*\"$1\":\"?([^\",}]*).*/\1/p" <<<"$answer"; }

# answered TEXT: has the answer this text in it?
answered() { [[ $answer == *"$1"* ]]; }

result() {
	count=$((count + 1))
	if [ "$2" = 0 ]; then echo "ok $count - $1"; else
		echo "not ok $count - $1"
		echo "# asked: ${question:0:300}"
		echo "# answer: ${answer:0:300}"
		sed 's/^/# log: /' "$work/log"
	fi
}

# hex_bytes HEX: the bytes themselves.
hex_bytes() {
	local i
	for ((i = 0; i < ${#1}; i += 2)); do printf '%b' "\\x${1:i:2}"; done
}

# check NAME TEXT: result() of answered().
check() {
	answered "$2"
	result "$1" $?
}
