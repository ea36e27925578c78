/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_PLAN_H
#define CAMPAIGN_PLAN_H

/*
 * Which pairs of surface and engine are run, in which order, and how long that takes; and the
 * words of the command line that say so.
 */

#include "reference-impl/base/bytes.h"

enum plan_engine { PLAN_LIBFUZZER, PLAN_AFL, PLAN_ENGINES };
enum { PLAN_SURFACES_MAX = 64, PLAN_PAIRS_MAX = PLAN_SURFACES_MAX * PLAN_ENGINES, PLAN_NAME_LEN = 64 };

struct plan_pair {
	const char *surface;
	enum plan_engine engine;
};

/* "libfuzzer" and "afl": also the names of folders. */
const char *plan_engine_name(enum plan_engine engine);

/* 30, 30s, 2m, 1h as milliseconds; false unless it is from a second to thirty days. */
bool plan_time_read(const char *text, uint64_t *ret_ms);

/* "libfuzzer", "afl" or "both" as a set of bits 1 << engine. */
bool plan_engines_read(const char *text, unsigned int *ret_engines);

/* Is it a word that may be part of a path: [a-z0-9_]+, not too long? */
bool plan_is_surface(const char *name);

/*
 * Every surface with every engine of the set, both engines of a surface next to each other.
 * Returns how many; 0 if they are more than PLAN_PAIRS_MAX.
 */
size_t plan_pairs(const char *const *surfaces, size_t count, unsigned int engines, struct plan_pair ret_pairs[PLAN_PAIRS_MAX]);

/* How long all of it takes with so many at a time. */
uint64_t plan_duration_ms(size_t pairs, unsigned int jobs, uint64_t each_ms);

/* The seed of the n-th start of a pair: never 0, 32 bits, as libFuzzer takes it. */
uint32_t plan_seed(uint64_t seed, size_t pair, unsigned int start);

#endif
