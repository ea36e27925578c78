/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A maker with more than one signing key can use each: the device does not hang on one of them.
 *
 * Control:  an image signed by the first key runs.
 * Proof:    an image signed by the second key runs too, and the first key's again after it.
 * Blind to: keys that the maker holds back.
 * Defects:  only_first_key_place_counts.
 */
#include "conformance/check.h"

static void run(struct bench *b)
{
	struct image by_first = kit_image(b, .security_version = newest(b));
	struct image by_second = kit_image(b, .security_version = newest(b), .key = KEY_SECOND);
	struct image again = kit_image(b, .security_version = newest(b));

	given_runs(b, by_first, "an image signed by the first key runs");
	must_run(b, by_second, "an image signed by the second key runs");
	must_run(b, again, "an image signed by the first key runs after it");
}

CHECK(takes_image_of_second_key) = {
	.requirement = "renewable_security/good_images_run",
	.run = run,
};
