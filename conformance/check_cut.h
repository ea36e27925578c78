/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CONFORMANCE_CHECK_CUT_H
#define CONFORMANCE_CHECK_CUT_H

/*
 * Power cuts at every storage operation of an update.
 *
 * The rig counts the operations of the whole device from arming, over resets. One update is run
 * uncut up to confirmed, counting N. Then for each n up to N and each tear: the start state is
 * restored by updates, the n-th operation is torn and power is off, power comes back. Within 4
 * boots exactly the old or the new image must answer, and the update, offered again, must end
 * with the new one confirmed. The recovery is cut too, where the seed draws.
 * A rig that cuts by time alone cuts at 200 places, and the result says `sampled`.
 */

#include "conformance/check.h"

/* How the operation that is cut ends: whole, in half a page, in half a word. */
enum tear { TEAR_NONE, TEAR_PAGE, TEAR_WORD };

struct cut_recipe {
	struct kit_order order; /* of the update; the security version is newest(b) */
	enum update_path path;
	uint32_t every;         /* 0 or 1: each operation; k: each k-th, and the result says so */
	const char *says;       /* of the claim, "the device survives a power cut at any moment of an update" */
};

struct cut_result {
	uint64_t operations, cuts, recovery_cuts, boots;
	bool sampled;
};

/*
 * By hand: the n-th storage operation from now (from 1) is torn, and power is off. A call in whose middle that
 * happens is neither given nor refused.
 */
void cut_power_at(struct bench *b, uint64_t n, enum tear tear);

struct cut_seen {
	uint64_t operations; /* since the cut was armed */
	bool fired;
};

/* What became of the cut, which is taken back if it did not fire. */
struct cut_seen cut_seen(struct bench *b);

/* Runs the recipe: it is a claim of its own (must_*). The numbers are also noted. */
struct cut_result for_each_cut(struct bench *b, const struct cut_recipe *recipe);

#endif
