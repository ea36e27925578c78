/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an image says counts only after it was verified: a refused image must not raise the
 * version, end what runs, or spoil the next update.
 *
 * Control:  before and after, a good image of the same version is taken and runs.
 * Proof:    unsigned, foreign and altered images of a far higher security version are refused;
 *           then an image of the old newest version still runs.
 * Blind to: traces that show only much later;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_unsigned_image_put_into_storage).
 * Defects:  old_image_given_up_before_verify.
 */
#include "conformance/check_image.h"

enum { FAR_HIGHER = 1000 };

static void run(struct bench *b)
{
	uint32_t version = newest(b);
	struct image before = kit_image(b, .security_version = version);
	struct image unsigned_one = kit_image(b, .security_version = version + FAR_HIGHER, .key = KEY_NONE);
	struct image foreign = kit_image(b, .security_version = version + FAR_HIGHER, .key = KEY_ATTACKER);
	struct image after = kit_image(b, .security_version = version);

	given_runs(b, before, "a good image runs");
	must_not_run(b, unsigned_one, "an unsigned image of a far higher version is refused");
	must_still_run(b, before, "what ran still runs after a refused unsigned image");
	must_not_run(b, foreign, "a foreign image of a far higher version is refused");
	must_not_run_by(b, foreign, PATH_RECOVERY, "recovery refuses a foreign image of a far higher version");
	must_still_run(b, before, "what ran still runs after a refused foreign image");
	must_run(b, after, "an image of the same version is still taken after refused images");
}

CHECK(refused_images_leave_no_trace) = {
	.requirement = "hardware_root_of_trust/refused_images_leave_no_trace",
	.run = run,
};
