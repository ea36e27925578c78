/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CUTS_H
#define CORE_CUTS_H

/* One run of the recipe of check_cut.h: what it has counted so far, and one cut of it. */

#include "conformance/check_cut.h"

#define CUTS_NEVER UINT64_C(1000000000)

enum { CUTS_OPERATIONS_MAX = 1000000, CUTS_PLACES_IN_TIME = 200, CUTS_RECOVERY_FIRST = 2, CUTS_OFF_MS = 60, CUTS_INFO_MS = 1000 };

struct cuts {
	struct bench *b;
	const struct cut_recipe *recipe;
	struct cut_result result;
};

/* Where the power goes: at the n-th operation, or after n milliseconds. */
struct cut_place {
	uint64_t n;
	enum tear tear;
	const char *tear_name, *unit;
};

/* Restores the start, cuts there, and judges what is left. */
void cuts_at(struct cuts *c, const struct cut_place *at);
void cuts_arm_after_ms(struct bench *b, uint64_t ms, enum tear tear);

#endif
