/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A validly signed image that was made for another product must not run here.
 *
 * Control:  the same order for this device's own class runs.
 * Proof:    the maker signs the image for another class; it never runs, by either path.
 * Blind to: classes that the maker's kit refuses to build for;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_image_for_another_device_put_into_storage).
 * Defects:  class_not_checked.
 */
#include "conformance/check.h"

static void run(struct bench *b)
{
	struct image own = kit_image(b, .security_version = newest(b));
	struct image foreign = kit_image(b, .security_version = newest(b), .class = "6ba7b810-9dad-51d1-80b4-00c04fd430c8");

	given_runs(b, own, "an image for the device's own class runs");
	must_not_run(b, foreign, "an image for another class is refused");
	must_not_run_by(b, foreign, PATH_RECOVERY, "recovery refuses an image for another class");
	must_still_run(b, own, "the device still runs its own image");
}

CHECK(refuses_image_for_another_class) = {
	.requirement = "renewable_security/refuses_images_for_other_devices",
	.run = run,
};
