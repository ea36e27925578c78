/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A new image that hangs gives way to the one that ran before.
 *
 * Control:  the image before was seen running, and a good one of the same version is taken afterwards.
 * Proof:    a validly signed image that hangs is offered; within four boots the image
 *           before answers again, and stays.
 * Blind to: images that fail only after they were confirmed.
 * Defects:  trial_is_permanent, watchdog_bite_counts_as_confirmation.
 */
#include "conformance/check_boot.h"

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image bad = kit_image(b, .security_version = newest(b), .script = SCRIPT_HANG);
	struct image next = kit_image(b, .security_version = newest(b));

	given_runs(b, good, "a good image runs and is confirmed");
	must_revert(b, bad, good, "after an image that hangs, the one before runs again");
	must_still_run(b, good, "it still runs after another power cycle");
	must_run(b, next, "the next good update is taken");
}

CHECK(reverts_after_hang) = {
	.requirement = "renewable_security/failing_image_reverts",
	.run = run,
};
