/* SPDX-License-Identifier: Apache-2.0 */
/* How fast each surface is fuzzed, beside one that does nothing. */
#include <stdio.h>
#include <string.h>

#include "harnesses/bench/rate.h"
#include "harnesses/campaign/plan.h"

enum { DEFAULT_MS = 5000, EXIT_SUITE = 2, EXIT_USAGE = 64 };

static int usage(FILE *to, int status)
{
	fputs("usage: bench-fuzz [--time 5s]\n\nMeasures every surface under each engine for that long, and prints a line for each.\n"
	      "The engines must be built: make fuzz-engines.\n\nexample: build/bin/bench-fuzz --time 10s\n", to);
	return status;
}

int main(int argc, char **argv)
{
	uint64_t time_ms = DEFAULT_MS;

	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return usage(stdout, 0);
	if (argc != 1 && (argc != 3 || strcmp(argv[1], "--time") != 0 || !plan_time_read(argv[2], &time_ms)))
		return usage(stderr, EXIT_USAGE);
	return rate_print_all((unsigned int)(time_ms / 1000)) ? 0 : EXIT_SUITE;
}
