/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the tables of requirements and profiles as C source; a part of the build.
 * What is amiss in a file stops the build here, and not a certification later.
 */

#include <stdio.h>
#include <string.h>

#include "conformance/scoring/requirement_tables.h"

enum { EXIT_SUITE = 2, EXIT_USAGE = 64 };

int main(int argc, char **argv)
{
	struct requirement_tables tables;
	struct fault fault = { "" };
	enum result result;

	if (argc != 2 || argv[1][0] == '-') {
		fputs("usage: generate-requirements FOLDER\n"
		      "Reads FOLDER/requirements, FOLDER/profiles and FOLDER/protocol.json, writes C to stdout.\n"
		      "Example: generate-requirements conformance > build/generated/requirements_table.c\n",
		      argc == 2 && strcmp(argv[1], "--help") == 0 ? stdout : stderr);
		return argc == 2 && strcmp(argv[1], "--help") == 0 ? 0 : EXIT_USAGE;
	}
	if (requirement_tables_read(argv[1], &tables, &fault) != RESULT_OK) {
		fprintf(stderr, "%s\n", fault.text);
		return EXIT_SUITE;
	}
	result = requirement_tables_write(&tables, stdout);
	requirement_tables_release(&tables);
	if (result != RESULT_OK)
		perror("generate-requirements: stdout");
	return result == RESULT_OK ? 0 : EXIT_SUITE;
}
