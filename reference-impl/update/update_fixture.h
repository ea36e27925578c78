/* SPDX-License-Identifier: Apache-2.0 */
#ifndef UPDATE_UPDATE_FIXTURE_H
#define UPDATE_UPDATE_FIXTURE_H

/*
 * A simulated chip whose loader runs, and boot code that says what a test wants it to say: an image
 * is good when its first byte is 'G', slot b is free.
 */

#include "reference-impl/platform/sim/sim.h"
#include "reference-impl/update/stage.h"

struct update_fixture {
	struct sim sim;
	struct platform platform;
	struct stage_boot boot;
	enum result free_result; /* of free_slot() */
	unsigned int recorded;   /* trials */
	uint8_t path;
};

void update_fixture_init(struct update_fixture *f);

/* Is slot b as erased from offset on, to its end? */
bool update_fixture_is_erased(const struct update_fixture *f, uint32_t offset);

#endif
