/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FAULT_WORLD_H
#define FAULT_WORLD_H

/*
 * What the single-fault sweep is over: decisions, and for each the worlds in which it must say no. In a
 * world nothing but the bad thing could be let through, so if anything is, the fault did it.
 */

#include <stdbool.h>
#include <stddef.h>

struct fault_world {
	const char *name;       /* "an unsigned image" */
	void (*prepare)(void);  /* makes the world and brings it to the moment before the decision; one in a process */
	bool (*decide)(void);   /* lets it decide. Was the bad thing let through? */
};

struct fault_subject {
	const char *name;               /* "boot_decision" */
	const char *lets_through;       /* what it does when it errs: "starts a bad image" */
	const char *from, *to;          /* its code; what decisions share is faulted with it */
	const struct fault_world *worlds;
	size_t world_count;
	struct fault_world good;        /* which is let through: else the sweep would prove nothing */
};

/* boot_world.c: images, before the ROM and the loader. */
extern const struct fault_subject fault_boot;
/* token_world.c: debug and service tokens, before the root of trust. */
extern const struct fault_subject fault_token;

#endif
