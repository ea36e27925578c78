/* SPDX-License-Identifier: Apache-2.0 */
/* How much there is to trust in the root of trust's process. */

#include <stdio.h>
#include <string.h>

#include "ci/tcb.h"

enum { EXIT_SUITE = 2, EXIT_USAGE = 64 };

static const char PROGRAM[] = "build/bin/assay-root-of-trust";
static const char HELP[] =
	"usage: bench-tcb [--json] [PROGRAM]\n\nTells of a static program, the root of trust's if none is named, whose bytes it is made of, our lines\n"
	"of code in it, entry points by role, and the system calls that it may make. Its map lies beside it.\n\n"
	"example: build/bin/bench-tcb --json\n";

int main(int argc, char **argv)
{
	bool is_help = argc == 2 && strcmp(argv[1], "--help") == 0, as_json = argc > 1 && strcmp(argv[1], "--json") == 0;
	const char *program = argc == 2 + as_json ? argv[1 + as_json] : PROGRAM;
	struct complaint why = { "" };
	json_t *figures;

	if (is_help || argc > 2 + as_json || program[0] == '-')
		return fputs(HELP, is_help ? stdout : stderr) < 0 || !is_help ? EXIT_USAGE : 0;
	if (tcb_measure(program, &figures, &why) != RESULT_OK) {
		fprintf(stderr, "bench-tcb: %s\n", why.text);
		return EXIT_SUITE;
	}
	if (!as_json)
		tcb_print(figures);
	else if (json_dumpf(figures, stdout, JSON_SORT_KEYS | JSON_COMPACT) != 0 || puts("") == EOF)
		return EXIT_SUITE;
	json_decref(figures);
	return 0;
}
