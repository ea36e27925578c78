# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A stage of the reference chip as the kernel sees it, against the image that was verified. To be
# sourced behind planes.bash, whose $work, ask and result it uses.
#
#   stage_examine TITLE NAME IMAGE UID   all of it, a line of TAP each
#   stage_find NAME                      $stage is the process of this stage, '' if there is none
#   stage_runs_from IMAGE                is its memory the image's payload?

# shellcheck disable=SC2154 # work and unit are of planes.bash
stage='' stage_name=''

# stage_board: the process that is the chip.
stage_board() { pgrep -f -- "^[^ ]*assay-device --state $work/unit$unit/state " | head -n 1; }

# stage_named NAME PID...: the process of that name, which a program is given at its birth; its exit status says if there is one.
stage_named() {
	local name=$1 pid
	shift
	for pid; do
		[[ $(tr '\0' ' ' 2>>"$work/log" <"/proc/$pid/cmdline") == "$name " ]] && echo "$pid" && return 0
	done
	return 1
}

# A stage is there when the verified image has replaced the board's own program in it; beside it is the root of trust alone.
stage_find() {
	local tries board children
	stage_name=$1
	for ((tries = 0; tries < 200; tries++)); do
		board=$(stage_board)
		children=()
		[ -n "$board" ] && mapfile -t children < <(pgrep -P "$board")
		if [ "${#children[@]}" -eq 2 ] && stage_named root-of-trust "${children[@]}" >>"$work/log" &&
			stage=$(stage_named "$1" "${children[@]}"); then
			return 0
		fi
		sleep 0.05
	done
	stage=''
	return 1
}

stage_gone() {
	local tries board
	for ((tries = 0; tries < 100; tries++)); do
		board=$(stage_board)
		[ -n "$board" ] && [ -z "$(pgrep -P "$board")" ] && return 0
		sleep 0.05
	done
	return 1
}

# stage_word NAME: the value of a line of /proc/PID/status.
stage_word() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$stage/status"; }

# little_endian FILE OFFSET BYTES: the number there.
little_endian() { od -An -v -tu"$3" --endian=little -j "$2" -N "$3" "$1" | tr -d ' '; }

# stage_payload IMAGE: the payload of an MCUboot image, by its header.
stage_payload() {
	tail -c "+$(($(little_endian "$1" 8 2) + 1))" "$1" | head -c "$(little_endian "$1" 12 4)"
}

# Every executable page, read from the process itself: bytes of the image from where the maps say.
stage_memory_is() {
	local image=$1 header range rights from to offset path compared=0
	header=$(little_endian "$image" 8 2)
	while read -r range rights offset _ _ path; do
		[[ $rights == *x* && $path != '[vdso]' && $path != '[vsyscall]' ]] || continue
		from=$((16#${range%-*})) to=$((16#${range#*-})) offset=$((16#$offset))
		dd if="/proc/$stage/mem" bs=4096 skip=$((from / 4096)) count=$(((to - from) / 4096)) status=none >"$work/memory" 2>>"$work/log"
		{ tail -c "+$((header + offset + 1))" "$image"; head -c $((to - from)) /dev/zero; } | head -c $((to - from)) >"$work/wanted"
		cmp -- "$work/memory" "$work/wanted" >>"$work/log" 2>&1 || return 1
		compared=$((compared + to - from))
	done <"/proc/$stage/maps"
	echo "# $stage_name: $compared bytes of executable memory compared"
	[ "$compared" -gt 0 ]
}

stage_runs_from() {
	stage_payload "$1" >"$work/payload"
	cmp -n "$(stat -c %s "$work/payload")" -- "$work/payload" "/proc/$stage/exe" >>"$work/log" 2>&1 && stage_memory_is "$1"
}

# Nothing is executable but the sealed memory and the kernel's own page; files are not mapped at
# all, but for images in memory that the loader has looked at, and those can only be read.
stage_maps_are_closed() {
	local program
	program=$(stat -L -c %i "/proc/$stage/exe")
	awk -v program="$program" '
		$6 ~ /^\// && $6 !~ /^\/memfd:image$/ { print "a foreign file: " $0; bad = 1 }
		$6 ~ /^\// && $5 != program && $2 != "r--s" { print "more than reading another image: " $0; bad = 1 }
		$2 ~ /x/ && $6 !~ /^\/memfd:/ && $6 != "[vdso]" && $6 != "[vsyscall]" { print "executable: " $0; bad = 1 }
		$2 ~ /w/ && $2 ~ /x/ { print "writable and executable: " $0; bad = 1 }
		END { exit bad }' "/proc/$stage/maps" >>"$work/log"
}

# 0 to 2 lead nowhere, 3 is the bus, 4 the mailbox; the loader may hold an image in memory beside them.
stage_descriptors_are_few() {
	local path fd leads
	for path in "/proc/$stage/fd/"*; do
		fd=${path##*/}
		leads=$(readlink "$path")
		echo "descriptor $fd: $leads" >>"$work/log"
		case $fd:$leads in
		[0-2]:/dev/null | [34]:socket:*) ;;
		[5-8]:"/memfd:image (deleted)") [ "$stage_name" = loader ] || return 1 ;;
		*) return 1 ;;
		esac
	done
	[ -e "/proc/$stage/fd/4" ]
}

# stage_owns_nothing UID: one identity in all places, no group more, no capability.
stage_owns_nothing() {
	[ "$(stage_word Uid)" = "$1"$'\t'"$1"$'\t'"$1"$'\t'"$1" ] && [ "$(stage_word Gid)" = "$(stage_word Uid)" ] &&
		[[ $(stage_word Groups) =~ ^[[:space:]]*$ ]] && [ "$(stage_word CapEff)" = 0000000000000000 ] &&
		[ "$(stage_word CapPrm)" = 0000000000000000 ]
}

# Its own uid may look into processes of its own, but for those that may not be dumped.
stage_is_closed_to_its_own() {
	[ "$(stat -c %u "/proc/$stage/maps")" = 0 ] &&
		! setpriv --reuid="$1" --regid="$1" --clear-groups head -c 1 "/proc/$stage/maps" >>"$work/log" 2>&1 &&
		! setpriv --reuid="$1" --regid="$1" --clear-groups readlink "/proc/$stage/exe" >>"$work/log" 2>&1
}

stage_environment_is_empty() {
	[ "$(wc -c <"/proc/$stage/environ")" = 0 ] && [ "$(readlink "/proc/$stage/cwd")" = / ] &&
		[ "$(tr '\0' ' ' <"/proc/$stage/cmdline")" = "$stage_name " ]
}

# as_root NAME COMMAND...: a line of what only root may look at.
as_root() {
	local name=$1
	shift
	if [ "$(id -u)" != 0 ]; then
		count=$((count + 1))
		echo "ok $count - $name (not applicable: the kernel shows this to root alone)"
		return
	fi
	"$@"
	result "$name" $?
}

stage_examine() {
	local what=$1 image=$3 uid=$4
	stage_find "$2"
	result "$what: it runs, as one process" $?
	[ -n "$stage" ] || return
	[ -z "$(pgrep -P "$stage")" ]
	result "$what: it has no children" $?
	as_root "$what: its program and its executable memory are the verified payload" stage_runs_from "$image"
	as_root "$what: nothing else is mapped or executable" stage_maps_are_closed
	as_root "$what: it holds bus, mailbox and /dev/null, and no more" stage_descriptors_are_few
	as_root "$what: it has a uid of its own, no group, no capability" stage_owns_nothing "$uid"
	[ "$(stage_word Seccomp)" = 2 ] && [ "$(stage_word NoNewPrivs)" = 1 ]
	result "$what: a filter stands before its system calls, and no program gives it more" $?
	as_root "$what: its own uid may not look into it" stage_is_closed_to_its_own "$uid"
	as_root "$what: it got no environment" stage_environment_is_empty
}
