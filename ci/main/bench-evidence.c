/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence over a full boot log, from the nonce to the verdict. */

#include <stdio.h>
#include <string.h>

#include "ci/bench_evidence.h"

enum { ROUNDS = 301, EXIT_SUITE = 2, EXIT_USAGE = 64 };

static const char HELP[] =
	"usage: bench-evidence\n\nMeasures how long it takes to write, sign and appraise evidence over a full boot log, beside two bare\n"
	"signatures and as many verifications, and prints two lines.\n\nexample: build/bin/bench-evidence\n";

static bool print_one(bool has_chain, const char *of_whom)
{
	struct stopwatch_times times;
	enum result result = bench_evidence(has_chain, ROUNDS, &times);

	if (result != RESULT_OK)
		fprintf(stderr, "bench-evidence: %s: %s\n", of_whom, result_sentence(result));
	else
		printf("evidence over 16 components: attested and appraised in %.0f us %s; two bare signatures and two verifications take "
		       "%.0f us; %.2f times that\n",
		       times.first_us, of_whom, times.second_us, times.ratio);
	return result == RESULT_OK;
}

int main(int argc, char **argv)
{
	bool is_help = argc == 2 && strcmp(argv[1], "--help") == 0, known, unknown;

	if (argc != 1)
		return fputs(HELP, is_help ? stdout : stderr) < 0 || !is_help ? EXIT_USAGE : 0;
	known = print_one(false, "for a device whose key is known");
	unknown = print_one(true, "with its chain of certificates");
	return known && unknown ? 0 : EXIT_SUITE;
}
