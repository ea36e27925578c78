/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recovery can be entered on purpose, says so, and brings a good image to life.
 *
 * Control:  a good image runs before.
 * Proof:    the download strap brings the device into its download mode, which shows; a good image
 *           offered there runs after the next reset and stays.
 * Blind to: recovery by means that the rig does not have.
 * Defects:  recovery_image_is_never_tried.
 */
#include "conformance/check_boot.h"

static void run(struct bench *b)
{
	struct image before = kit_image(b, .security_version = newest(b));
	struct image repair = kit_image(b, .security_version = newest(b));
	struct seen seen;
	struct reply reply;

	given_runs(b, before, "a good image runs");
	power(b, POWER_DOWNLOAD);
	seen = look(b);
	must_be_so(b, seen.kind == SEEN_DOWNLOAD || seen.kind == SEEN_RECOVERY, "the strap brings the device into download mode, and it says so");
	reply = offer(b, repair, PATH_RECOVERY);
	must_be_so(b, reply.given, "download mode takes a good image");
	seen = boot_to_confirmed(b);
	must_be_so(b, seen.kind == SEEN_IMAGE && seen.image.handle == repair.handle, "the image that recovery took runs after a reset");
	must_still_run(b, repair, "it still runs after a power cycle");
}

CHECK(recovery_takes_a_good_image) = {
	.requirement = "renewable_security/recovery_is_reachable",
	.run = run,
};
