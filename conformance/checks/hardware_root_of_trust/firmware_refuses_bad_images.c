/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Updates are taken by the maker's own firmware while it runs, not by the loader alone: what it
 * stages must be refused like anything else.
 *
 * Control:  a good image, offered in the same way to the same firmware, runs in the end.
 * Proof:    an unsigned image and one of a stranger's key are offered to the running firmware; neither
 *           ever runs, and the firmware answers after each.
 * Blind to: what the firmware does with a bad image before it refuses it (refused_images_leave_no_trace);
 *           an adapter that refuses the image before the device sees it
 *           (refuses_unsigned_image_put_into_storage).
 * Defects:  missing_signature_is_forgotten.
 */
#include "conformance/check.h"

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image unsigned_one = kit_image(b, .security_version = newest(b), .key = KEY_NONE);
	struct image foreign = kit_image(b, .security_version = newest(b), .key = KEY_ATTACKER);

	must_not_run(b, unsigned_one, "the maker's firmware stages no unsigned image that runs");
	must_not_run(b, foreign, "the maker's firmware stages no image of a stranger's key that runs");
	given_runs(b, good, "a good image that is offered in the same way runs");
}

CHECK(firmware_refuses_bad_images) = {
	.requirement = "hardware_root_of_trust/boots_only_signed_images",
	.firmware = FIRMWARE_MAKER,
	.run = run,
};
