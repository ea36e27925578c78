/* SPDX-License-Identifier: Apache-2.0 */
/* What it takes to certify the reference device, in three lines. */

#include <stdio.h>
#include <string.h>

#include "ci/bench_certify.h"

enum { EXIT_DEVICE = 1, EXIT_SUITE = 2, EXIT_USAGE = 64 };

static int usage(FILE *to, int status)
{
	fputs("usage: bench-certify\n\nRuns `assay certify reference` with all checks in a lab of its own (about a minute) and prints\n"
	      "time, memory of the suite's programs, and time of a power cut.\n\nexample: build/bin/bench-certify\n", to);
	return status;
}

int main(int argc, char **argv)
{
	struct bench_certify bench;
	enum result result;

	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return usage(stdout, 0);
	if (argc != 1)
		return usage(stderr, EXIT_USAGE);
	result = bench_certify_measure(&bench);
	if (result != RESULT_OK && result != RESULT_REFUSED) {
		fprintf(stderr, "bench-certify: %s\n", bench.says);
		return EXIT_SUITE;
	}
	printf("certify: %.1f s for %zu checks, %zu of them passed; judged again in %.2f s (goal: at most 60 s)\n", bench.certify_s,
	       bench.checks, bench.passed, bench.judge_s);
	printf("memory: assay-certify %.1f MB, assay-judge %.1f MB (goal: less than 100 MB)\n", bench.certify_mb, bench.judge_mb);
	printf("power cuts: %zu, %.0f ms each with updates, boots and questions\n", bench.cuts, bench.cut_ms);
	return result == RESULT_OK ? 0 : EXIT_DEVICE;
}
