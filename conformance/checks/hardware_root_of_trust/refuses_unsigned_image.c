/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An image with a right hash and no signature at all proves nothing but that it was not damaged.
 *
 * Control:  the same order signed by the maker's key runs.
 * Proof:    the unsigned one is offered by both paths; its canary never shows, what ran answers again.
 * Blind to: unsigned images in formats that the kit cannot build;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_unsigned_image_put_into_storage).
 * Defects:  hash_alone_verifies, missing_signature_is_forgotten, recovery_skips_verification.
 */
#include "conformance/check.h"

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image unsigned_one = kit_image(b, .security_version = newest(b), .key = KEY_NONE);

	given_runs(b, good, "a signed image of this order runs");
	must_not_run(b, unsigned_one, "an image without a signature is refused");
	must_not_run_by(b, unsigned_one, PATH_RECOVERY, "recovery refuses an image without a signature");
	must_still_run(b, good, "the device still runs the signed image");
}

CHECK(refuses_unsigned_image) = {
	.requirement = "hardware_root_of_trust/boots_only_signed_images",
	.run = run,
};
