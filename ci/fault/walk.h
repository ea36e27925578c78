/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FAULT_WALK_H
#define FAULT_WALK_H

/*
 * Walks one decision instruction by instruction and tries, at each, what a glitch could do: leave the
 * instruction out, or make the call that has just returned say 0, 1 or -1. Each fault is tried once, alone.
 *
 * Faulted is the code in the ranges; what it calls outside (the cryptographic library,
 * the simulated chip) runs undisturbed.
 */

#include <stdbool.h>
#include <stdint.h>

struct fault_found {
	uintptr_t address;
	const char *what; /* "left out", "says 0", "says 1", "says -1": the call before that address */
};

enum { FAULT_RANGES = 2 };

struct fault_range {
	uintptr_t from, to;
};

struct fault_walk {
	struct fault_range range[FAULT_RANGES];
	bool (*decide)(const void *context); /* true: the bad thing happened */
	const void *context;
	volatile bool *stop; /* set with the first fault that makes it happen, and looked at all the while; NULL: go on */
	/* Called for each fault that makes it happen. */
	void (*on_found)(const void *context, const struct fault_found *found);
};

struct fault_count {
	uint64_t instructions, faults, crashed, hung, found;
};

/* False if the walk did not come to the end of the decision, or that ends badly without any fault. */
bool fault_walk(const struct fault_walk *walk, struct fault_count *ret_count);

#endif
