/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_WITNESS_RUN_H
#define CAMPAIGN_WITNESS_RUN_H

/*
 * Running one input once more: with libFuzzer's program, which sees the most, and with the
 * replay program, which anybody can build.
 */

#include "harnesses/campaign/failure.h"
#include "harnesses/campaign/places.h"

struct witness_place {
	const struct places *places;
	const char *surface;
	const char *log; /* overwritten */
};

/* What goes wrong with the input; FAILURE_NONE: nothing, in any program that is there. */
void witness_classify(const struct witness_place *place, const char *file, struct failure *ret_failure);

/*
 * How often of `times` the input fails; with the replay program, or, if it never does there, with
 * libFuzzer's. ret_program is the one that was counted.
 */
unsigned int witness_count(const struct witness_place *place, const char *file, unsigned int times, char ret_program[PLACES_PATH_LEN]);

/* Has libFuzzer make the input smaller, into `to`. True if it is, and still shows the same. */
bool witness_minimise(const struct witness_place *place, const char *file, const struct failure *failure, const char *to);

#endif
