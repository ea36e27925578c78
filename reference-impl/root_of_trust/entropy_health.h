/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ROOT_OF_TRUST_ENTROPY_HEALTH_H
#define ROOT_OF_TRUST_ENTROPY_HEALTH_H

/*
 * Looks at every raw sample of the noise source before anything is made of it.
 *
 * Three tests run side by side: one value many times in a row (repetition count), one value too
 * often in a window (adaptive proportion), and a run of samples that was there a short time ago,
 * which the first two miss. The first alarm stops the source for good; only a new power-on asks
 * again. The source is credited with 4 bits for each byte; a healthy one raises an alarm once in
 * 2^30 tests.
 * Source: NIST SP 800-90B section 4.4; the third is a developer-defined test of section 4.5.
 */

#include "reference-impl/base/bytes.h"

enum {
	ENTROPY_BITS_PER_BYTE = 4,
	ENTROPY_REPETITION_CUTOFF = 9,  /* 1 + ceil(30 / 4) */
	ENTROPY_PROPORTION_WINDOW = 512,
	ENTROPY_PROPORTION_CUTOFF = 71, /* 1 + the value that a binomial of 512 and 2^-4 exceeds once in 2^30 */
	ENTROPY_HISTORY_LEN = 512,
	ENTROPY_RUN_LEN = 16            /* so many bytes in the same order by chance: 512 in 2^64 at 4 bits each */
};

enum entropy_alarm { ENTROPY_HEALTHY, ENTROPY_STUCK, ENTROPY_BIASED, ENTROPY_REPEATING };

struct entropy_health {
	enum entropy_alarm alarm;
	bool has_last;
	uint8_t last;
	uint32_t last_count; /* of `last` in a row */
	uint8_t watched;     /* the value that this window counts */
	uint32_t watched_count, window_used;
	uint8_t history[ENTROPY_HISTORY_LEN]; /* the newest samples, oldest first */
	size_t history_len;
};

/* Takes samples in; RESULT_REFUSED from the first alarm on. */
enum result entropy_health_take(struct entropy_health *health, struct bytes samples) MUST_CHECK;

#endif
