/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_PROVE_LOOK_H
#define CI_PROVE_LOOK_H

/*
 * The four eyes that a defect can be seen by, each asked in the same way: here is a device (or a
 * function) with the defect in it, do you see it, and what do you say?
 *
 *   check   the suite's check fails, run by assay certify against the changed device
 *   oracle  the surface's replay trips over the stored witness corpora/<surface>/witness/<defect>.bin
 *   ct      ct-secrets under valgrind finds a branch on a secret
 *   fault   fault-sweep finds a single fault that starts a bad image
 *
 * Each looks at the unchanged thing too and must see nothing there.
 */

#include "ci/prove_certify.h"
#include "ci/prove_patch.h"

struct prove_look {
	const struct prove_place *place;
	const struct prove_patch *patch;
	char folder[PROVE_PATH_LEN];  /* for what the looking leaves behind */
	char overlay[PROVE_PATH_LEN]; /* the changed programs */
	uint32_t cpu_ms;              /* so far */
};

struct prove_seen {
	bool caught;
	char shown[1024]; /* what it said, or why it could not look */
};

void prove_look_by_check(struct prove_look *look, const struct prove_seen_by *seen_by, struct prove_seen *ret_seen);
void prove_look_by_oracle(struct prove_look *look, const struct prove_seen_by *seen_by, struct prove_seen *ret_seen);
void prove_look_by_ct(struct prove_look *look, const struct prove_seen_by *seen_by, struct prove_seen *ret_seen);
void prove_look_by_fault(struct prove_look *look, const struct prove_seen_by *seen_by, struct prove_seen *ret_seen);

/* Does a good image run on the changed device? Else ret_seen->shown says what is the matter with it. */
bool prove_look_for_life(struct prove_look *look, struct prove_seen *ret_seen);

#endif
