/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A power cut while recovery writes an image must not take away what was there.
 *
 * Control:  the update through recovery without a cut ends with the new image confirmed.
 * Proof:    every third operation is cut, with each kind of tear; within four boots old or new answers.
 * Blind to: the operations between (survives_power_cuts cuts each one of the normal path).
 * Defects:  recovery_overwrites_running_slot.
 */
#include "conformance/check_cut.h"

static void run(struct bench *b)
{
	const struct cut_recipe recipe = {
		.path = PATH_RECOVERY,
		.every = 3,
		.says = "the device survives a power cut while recovery writes an image",
	};

	(void)for_each_cut(b, &recipe);
}

static const char *const NEEDS[] = { "rig.cut", "rig.cut_status", NULL };

CHECK(survives_power_cuts_in_recovery) = {
	.requirement = "renewable_security/power_cut_leaves_old_or_new",
	.needs = NEEDS,
	.run = run,
};
