#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every shell script of the tree in front of shellcheck: quoting errors are bugs, and there
# is no compiler to say so.
set -u
cd "$(dirname "$0")/.." || exit 2
mapfile -t scripts < <(find . \( -path ./build -o -path ./.git \) -prune -o \
	-type f \( -name '*.sh' -o -path ./.ci/run \) -print | sort)
count=0
for script in "${scripts[@]}"; do
	count=$((count + 1))
	if said=$(shellcheck -x "$script" 2>&1); then echo "ok $count - $script"; else
		echo "not ok $count - $script"
		echo "# ${said//$'\n'/$'\n'# }"
	fi
done
echo "1..$count"
