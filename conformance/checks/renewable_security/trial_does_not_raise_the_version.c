/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A newer image that fails its trial must not leave the device unable to run the old one.
 *
 * Control:  the image before was seen running.
 * Proof:    an image of a higher version never confirms itself; the one before, older, runs again,
 *           and an update of the old version is still taken.
 * Blind to: counters that rise later, without another boot.
 * Defects:  version_raised_by_trial.
 */
#include "conformance/check_boot.h"

static void run(struct bench *b)
{
	uint32_t version = newest(b);
	struct image good = kit_image(b, .security_version = version);
	struct image trial = kit_image(b, .security_version = version + 1, .script = SCRIPT_NEVER_CONFIRM);
	struct image next = kit_image(b, .security_version = version);

	given_runs(b, good, "a good image runs and is confirmed");
	must_revert(b, trial, good, "after a newer image that never confirms itself, the one before runs again");
	must_run(b, next, "an image of the old version is still taken after the failed trial");
}

CHECK(trial_does_not_raise_the_version) = {
	.requirement = "renewable_security/failing_image_reverts",
	.run = run,
};
