/* SPDX-License-Identifier: Apache-2.0 */
/* Verifying an image of 1 MiB: the time that it takes, and what is the cryptography's share. */

#include <stdio.h>
#include <string.h>

#include "reference-impl/tools/image_bench.h"

enum { ROUNDS = 301, EXIT_SUITE = 2, EXIT_USAGE = 64 };

static int usage(FILE *to, int status)
{
	fputs("usage: bench-image\n\nMeasures how long an image of 1 MiB takes to verify and prints one line.\n\n"
	      "example: build/bin/bench-image\n", to);
	return status;
}

int main(int argc, char **argv)
{
	struct stopwatch_times times;
	enum result result;

	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return usage(stdout, 0);
	if (argc != 1)
		return usage(stderr, EXIT_USAGE);
	result = image_bench(ROUNDS, &times);
	if (result != RESULT_OK) {
		fprintf(stderr, "bench-image: %s\n", result_sentence(result));
		return EXIT_SUITE;
	}
	printf("image of 1 MiB: verified in %.0f us; bare SHA-256 and ECDSA take %.0f us; %.2f of their speed\n",
	       times.second_us, times.first_us, times.ratio);
	return 0;
}
