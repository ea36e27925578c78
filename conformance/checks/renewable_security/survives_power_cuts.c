/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A power cut at any storage operation of an update leaves the old or the new image, never neither.
 *
 * Control:  the update without a cut ends with the new image confirmed, and its operations are counted.
 * Proof:    each operation is cut, whole, in half a page and in half a word; within four boots one of
 *           the two answers, and the update then completes. Cuts in the recovery boots are sampled.
 * Blind to: two cuts in one update beyond those samples.
 * Defects:  state_record_rewritten_in_place, update_overwrites_running_slot.
 */
#include "conformance/check_cut.h"

static void run(struct bench *b)
{
	const struct cut_recipe recipe = {
		.path = PATH_NORMAL,
		.says = "the device survives a power cut at any storage operation of an update",
	};

	(void)for_each_cut(b, &recipe);
}

static const char *const NEEDS[] = { "rig.cut", "rig.cut_status", NULL };

CHECK(survives_power_cuts) = {
	.requirement = "renewable_security/power_cut_leaves_old_or_new",
	.needs = NEEDS,
	.run = run,
};
