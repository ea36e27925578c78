/* SPDX-License-Identifier: Apache-2.0 */
/* Holds the source tree in the current folder against ci/walls.table, and says so in TAP. */
#include <stdlib.h>
#include <string.h>

#include "ci/walls/rule.h"

static const char HELP[] = "usage: check-walls\n"
			   "\n"
			   "Holds the source tree in the current folder, built in $ASSAY_BUILD (build),\n"
			   "against its ci/walls.table and the rules of the house.\n"
			   "\n"
			   "example: build/bin/check-walls | grep -A9 '^not ok'\n";

int main(int argc, char **argv)
{
	const char *build = getenv("ASSAY_BUILD");
	bool clean = false;

	if (argc > 1) {
		bool help = strcmp(argv[1], "--help") == 0;

		fputs(HELP, help ? stdout : stderr);
		return help ? 0 : 64;
	}
	if (rules_report(".", build ? build : "build", stdout, &clean) != RESULT_OK)
		return 2;
	return clean ? 0 : 1;
}
