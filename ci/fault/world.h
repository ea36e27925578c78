/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FAULT_WORLD_H
#define FAULT_WORLD_H

/*
 * The bad images of the single-fault sweep, each before the same boot decision: a simulated chip on
 * which nothing but the bad image could start.
 */

#include <stdbool.h>
#include <stddef.h>

struct boot_fixture;

struct fault_world {
	const char *name;                       /* "an unsigned image" */
	void (*spoil)(struct boot_fixture *f);  /* puts the bad image where the good one would be */
	bool rom;                               /* the ROM decides, and not the loader */
};

extern const struct fault_world fault_worlds[];
extern const size_t fault_world_count;

/* The same chip with a good image, which starts: else the sweep would prove nothing. */
extern const struct fault_world fault_good_world;

/* Makes the chip and brings it to the moment before the decision. One world in a process. */
void fault_world_prepare(const struct fault_world *world);

/* Lets the chip decide. Was the bad image started? */
bool fault_world_decide(const struct fault_world *world);

#endif
