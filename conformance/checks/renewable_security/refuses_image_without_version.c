/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An image that says nothing about its security version must not count as new enough.
 *
 * Control:  the same order with a version runs.
 * Proof:    a validly signed image without one never runs, by either path.
 * Blind to: devices whose maker's kit cannot leave the version out (the kit then refuses);
 *           an adapter that refuses the image before the device sees it
 *           (refuses_older_image_put_into_storage).
 * Defects:  absent_counter_is_fine.
 */
#include "conformance/check.h"

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image without = kit_image(b, .without_security_version = true);

	given_runs(b, good, "an image with a security version runs");
	must_not_run(b, without, "an image without a security version is refused");
	must_not_run_by(b, without, PATH_RECOVERY, "recovery refuses an image without a security version");
	must_still_run(b, good, "the device still runs the image with a version");
}

CHECK(refuses_image_without_version) = {
	.requirement = "renewable_security/never_older",
	.run = run,
};
