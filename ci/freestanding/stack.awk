# SPDX-License-Identifier: Apache-2.0
# Reads the compiler's stack usage (place:function, bytes, kind) and tells the deepest frame
# of each folder. Fails on a frame whose depth depends on data.

$3 ~ /dynamic/ {
	print "freestanding: " $1 " has a stack frame of unknown depth" > "/dev/stderr"
	unknown = 1
}

{
	folder = $1
	sub(/\/[^\/]*$/, "", folder)
	function_name = $1
	sub(/.*:/, "", function_name)
	functions[folder]++
	if ($2 + 0 >= deepest[folder] + 0) {
		deepest[folder] = $2
		where[folder] = function_name
	}
}

END {
	for (folder in functions)
		printf "%-32s %4d functions, deepest stack frame %5d bytes in %s\n", folder, functions[folder], deepest[folder], where[folder] | "sort"
	close("sort")
	exit unknown
}
