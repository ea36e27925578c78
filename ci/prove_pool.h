/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_PROVE_POOL_H
#define CI_PROVE_POOL_H

/*
 * Proves many subjects side by side, each in a process of its own: what one of them breaks, hangs or
 * leaves behind does not touch the others.
 */

#include <signal.h>

#include "ci/prove_work.h"

struct prove_pool {
	const struct prove_place *place;
	const struct prove_subjects *subjects;
	unsigned int jobs;
	bool full;
	const volatile sig_atomic_t *interrupted;
	void *context; /* of what follows; called for each result as it comes */
	void (*on_result)(void *context, const json_t *result, size_t done);
};

/* A new array of the results, in the order of the subjects; those that an interruption prevented are missing. */
json_t *prove_pool_run(const struct prove_pool *pool);

#endif
