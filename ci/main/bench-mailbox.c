/* SPDX-License-Identifier: Apache-2.0 */
/* A signature by a key that is in another process. */

#include <stdio.h>
#include <string.h>

#include "ci/bench_mailbox.h"

enum { ROUNDS = 101, EXIT_SUITE = 2, EXIT_USAGE = 64 };

static int usage(FILE *to, int status)
{
	fputs("usage: bench-mailbox\n\nMeasures how long a signature takes that is asked for over the root of trust's mailbox, beside a bare\n"
	      "signature and round trips of the same sizes between two processes, and prints a line.\n\n"
	      "example: build/bin/bench-mailbox\n", to);
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
	result = bench_mailbox(ROUNDS, &times);
	if (result != RESULT_OK) {
		fprintf(stderr, "bench-mailbox: %s\n", result_sentence(result));
		return EXIT_SUITE;
	}
	printf("mailbox: a signature by a process that holds a root of trust in %.1f us; a bare one and one and a half round trips take %.1f us; "
	       "%.2f times that (goal: at most 1)\n",
	       times.first_us / BENCH_MAILBOX_REPEATS, times.second_us / BENCH_MAILBOX_REPEATS, times.ratio);
	return 0;
}
