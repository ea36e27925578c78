#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The table of oracles against the code, the requirements and the defects: nothing is promised that is
# not looked after, nothing is looked after that is not in the table, and each oracle has two defects
# that must trip it.
set -u
cd "$(dirname "$0")/../.." || exit 2
table=harnesses/oracles/oracles.table
count=0

must() { # sentence, command...
	count=$((count + 1))
	if said=$("${@:2}" 2>&1); then echo "ok $count - $1"; else
		echo "not ok $count - $1"
		echo "# ${said//$'\n'/$'\n'# }"
	fi
}

rows() { grep -v '^#' "$table"; }
in_code() { grep -ohE 'FZ-[A-Z]+-[0-9]{3}' harnesses/oracles/*.c | sort -u; }
# FZ_BOOT_001_starts_only_signed as "FZ-BOOT-001 starts-only-signed"
declared() {
	grep -ohE '^(static )?ORACLE FZ_[A-Z]+_[0-9]{3}_[a-z0-9_]+' harnesses/oracles/*.[ch] |
		sed -E 's/^.*ORACLE //; s/^FZ_([A-Z]+)_([0-9]{3})_/FZ-\1-\2 /; s/_/-/g' | sort -u
}

ids_are_those_of_the_code() { diff <(rows | awk '{print $1}' | sort) <(in_code); }
promises_are_those_of_the_functions() { diff <(rows | awk '{print $1, $2}' | sort) <(declared); }
is_sorted() { diff <(rows | awk '{print $1}') <(rows | awk '{print $1}' | LC_ALL=C sort -u); }
severities_are_known() { ! rows | awk '{print $1, $3}' | grep -vE ' (critical|high|medium|low)$'; }

requirements_exist() {
	local id promise severity requirement missing=0
	while read -r id promise severity requirement; do
		[[ $requirement == suite || -f conformance/requirements/$requirement.json ]] && continue
		echo "$id $promise ($severity): there is no requirement $requirement"
		missing=1
	done < <(rows)
	return $missing
}

has_two_defects() { # id
	local patches
	patches=$(grep -lE "^Seen-by: oracle $1\$" reference-impl/defects/*.patch harnesses/defects/*.patch | wc -l)
	[[ $patches -ge 2 ]] || { echo "$patches patches say \"Seen-by: oracle $1\""; return 1; }
}

must "the ids of the table are those of the code" ids_are_those_of_the_code
must "the promises are the names of the functions" promises_are_those_of_the_functions
must "the table is sorted and names each once" is_sorted
must "every severity is a known one" severities_are_known
must "every requirement exists" requirements_exist
for id in $(rows | awk '{print $1}'); do
	must "$id has two defects that must trip it" has_two_defects "$id"
done
echo "1..$count"
