# SPDX-License-Identifier: Apache-2.0
# Writes the table of formats from the readers' sources: a file defines reader_<name>, forger_<name> or
# examiner_<name>, named as the file is (<name>.c, <name>_forge.c, <name>_examine.c), or helps one that does.

function defined_by(kind,    words) {
	sub(".*" kind "_", "", $0)
	split($0, words, /[^a-z0-9_]/)
	return words[1]
}

/^const struct format_reader reader_/ {
	name = defined_by("reader")
	if (FILENAME !~ "/" name "\\.c$") {
		printf "%s: reader_%s is defined in a file of another name\n", FILENAME, name > "/dev/stderr"
		exit failed = 1
	}
	names[++count] = name
}

/^const struct format_forger forger_/ { forgers[defined_by("forger")] = 1 }

/^const struct format_examiner examiner_/ { examiners[defined_by("examiner")] = 1 }

END {
	if (failed)
		exit 1
	print "/* SPDX-License-Identifier: Apache-2.0 */"
	print "/* Generated from the files under conformance/readers; not to be edited. */\n"
	print "#include \"conformance/reader_examine.h\"\n"
	for (i = 1; i <= count; i++) {
		print "extern const struct format_reader reader_" names[i] ";"
		if (names[i] in forgers)
			print "extern const struct format_forger forger_" names[i] ";"
		if (names[i] in examiners)
			print "extern const struct format_examiner examiner_" names[i] ";"
	}
	print "\nconst struct format_entry every_format[] = {"
	for (i = 1; i <= count; i++)
		printf "\t{ \"%s\", &reader_%s, %s, %s },\n", names[i], names[i], names[i] in forgers ? "&forger_" names[i] : "NULL", \
			names[i] in examiners ? "&examiner_" names[i] : "NULL"
	if (count == 0)
		print "\t{ 0 }"
	print "};"
	printf "const size_t every_format_count = %d;\n", count
}
