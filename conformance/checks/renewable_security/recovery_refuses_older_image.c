/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The recovery path is the classic way back to an old hole: it must know the newest version too.
 *
 * Control:  the older image was seen running before the newer one came.
 * Proof:    the newer is confirmed; the older is offered through recovery; it never runs.
 * Blind to: recovery paths that the adapter does not reach;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_older_image_put_into_storage).
 * Defects:  recovery_skips_rollback_check.
 */
#include "conformance/check.h"

static void run(struct bench *b)
{
	struct image older = kit_image(b, .security_version = newest(b));
	struct image newer = kit_image(b, .security_version = newest(b) + 1);

	given_runs(b, older, "the older image runs while nothing newer was seen");
	given_runs(b, newer, "a good, newer image runs and is confirmed");
	must_not_run_by(b, older, PATH_RECOVERY, "recovery refuses the older image");
	must_still_run(b, newer, "the device still runs the newer image afterwards");
}

CHECK(recovery_refuses_older_image) = {
	.requirement = "renewable_security/recovery_path_is_as_strict",
	.run = run,
};
