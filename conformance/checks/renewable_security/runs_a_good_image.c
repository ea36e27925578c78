/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device that runs nothing cannot be renewed, and its refusals prove nothing.
 *
 * Control:  none: that good images run is the claim itself.
 * Proof:    a good image runs, is confirmed and stays over a power cycle; another one replaces it.
 * Blind to: images that differ from the suite's payload in size or content.
 * Defects:  confirmation_is_lost, equal_version_refused.
 */
#include "conformance/check.h"

static void run(struct bench *b)
{
	struct image first = kit_image(b, .security_version = newest(b));
	struct image second = kit_image(b, .security_version = newest(b));

	must_run(b, first, "a good image runs and is confirmed");
	must_still_run(b, first, "it runs after a power cycle");
	must_run(b, second, "another good image replaces it");
	must_still_run(b, second, "and stays after a power cycle");
}

CHECK(runs_a_good_image) = {
	.requirement = "renewable_security/good_images_run",
	.firmware = FIRMWARE_ANY,
	.run = run,
};
