# SPDX-License-Identifier: Apache-2.0
# Writes the table of checks from the files conformance/checks/<property>/<name>.c, given in
# any order. A mistake is told with file, what is wrong and the way out, and nothing is written.

function fail(file, says) {
	printf "%s: %s\n", file, says > "/dev/stderr"
	failed = 1
}

function exists(file,    line, there) {
	there = (getline line < file) >= 0
	close(file)
	return there
}

function finish_file() {
	if (current == "")
		return
	if (!defined)
		fail(current, "holds no CHECK(" name "); the check is named as its file")
	if (slug == "")
		fail(current, "states no .requirement = \"<property>/<name>\"")
	else if (substr(slug, 1, length(property) + 1) != property "/")
		fail(current, "the requirement " slug " is not of the folder " property)
	else if (!exists("conformance/requirements/" slug ".json"))
		fail(current, "there is no requirement " slug "; add conformance/requirements/" slug ".json")
	if (name in file_of)
		fail(current, "the name is taken by " file_of[name] "; names are unique over folders")
	file_of[name] = current
	property_of[name] = property
	names[++count] = name
}

FNR == 1 {
	finish_file()
	current = FILENAME
	parts = split(FILENAME, part, "/")
	property = part[parts - 1]
	name = substr(part[parts], 1, length(part[parts]) - 2)
	defined = 0
	slug = ""
}

index($0, "CHECK(" name ")") == 1 { defined = 1 }

match($0, /\.requirement = "[^"]*"/) {
	slug = substr($0, RSTART + 16, RLENGTH - 17)
}

END {
	finish_file()
	if (failed)
		exit 1
	for (i = 2; i <= count; i++) {
		for (j = i; j > 1 && names[j - 1] > names[j]; j--) {
			swap = names[j]; names[j] = names[j - 1]; names[j - 1] = swap
		}
	}
	print "/* SPDX-License-Identifier: Apache-2.0 */"
	print "/* Generated from the files under conformance/checks; not to be edited. */\n"
	print "#include \"conformance/suite.h\"\n"
	for (i = 1; i <= count; i++)
		print "extern const struct check check_" names[i] ";"
	print "\nconst struct check_entry every_check[] = {"
	for (i = 1; i <= count; i++)
		printf "\t{ \"%s\", \"%s\", &check_%s },\n", names[i], property_of[names[i]], names[i]
	if (count == 0)
		print "\t{ 0 }"
	print "};"
	printf "const size_t every_check_count = %d;\n", count
}
