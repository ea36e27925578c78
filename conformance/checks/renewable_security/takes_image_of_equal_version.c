/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A repair of the same security version must be possible: equal is not older.
 *
 * Control:  an image of a new version runs, and is confirmed.
 * Proof:    another image of the same version is taken and runs, and stays.
 * Blind to: policies on the human-readable version, which rises here.
 * Defects:  equal_version_refused.
 */
#include "conformance/check.h"

static void run(struct bench *b)
{
	struct image first = kit_image(b, .security_version = newest(b) + 1);
	struct image second = kit_image(b, .security_version = newest(b) + 1);

	given_runs(b, first, "an image of a new security version runs");
	must_run(b, second, "another image of the same security version runs");
	must_still_run(b, second, "it still runs after a power cycle");
}

CHECK(takes_image_of_equal_version) = {
	.requirement = "renewable_security/good_images_run",
	.run = run,
};
