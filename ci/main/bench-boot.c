/* SPDX-License-Identifier: Apache-2.0 */
/* From power on to a payload that answers, and what is the share of that which no boot can do without. */

#include <stdio.h>
#include <string.h>

#include "ci/bench_boot.h"

enum { ROUNDS = 51, EXIT_SUITE = 2, EXIT_USAGE = 64 };

static int usage(FILE *to, int status)
{
	fputs("usage: bench-boot\n\nMeasures how long the reference chip takes from power on until the suite's payload answers,\n"
	      "beside the bare verification of the same bytes and the start of the same programs.\n\n"
	      "example: build/bin/bench-boot\n", to);
	return status;
}

int main(int argc, char **argv)
{
	struct bench_boot bench;

	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return usage(stdout, 0);
	if (argc != 1)
		return usage(stderr, EXIT_USAGE);
	if (bench_boot_measure(ROUNDS, &bench) != RESULT_OK) {
		fprintf(stderr, "bench-boot: %s\n", bench.says);
		return EXIT_SUITE;
	}
	printf("boot: %.1f ms from power on to the payload's answer; verifying the same bytes and starting the same programs takes "
	       "%.1f ms; %.2f times that (goal: at most 2)\n",
	       bench.times.first_us / 1000, bench.times.second_us / 1000, bench.times.ratio);
	return 0;
}
