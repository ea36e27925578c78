/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sample keys ship in products. Whoever can read a repository could then sign for the device.
 *
 * Control:  the image under the maker's signature was seen running.
 * Proof:    the same image, signed by each key of a list of published ones, never runs.
 * Blind to: published keys that are not in the list;
 *           an adapter that refuses the image before the device sees it.
 * Defects:  trusts_a_sample_key.
 */
#include "conformance/check_known_key.h"

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));

	given_runs(b, good, "the image runs under the maker's signature");
	given_runs(b, holder, "another good image holds the device meanwhile");
	for (size_t i = 0; i < well_known_keys() && !decided(b); i++) {
		note(b, "%s", well_known_key_story(i));
		must_not_run(b, image_signed_by_well_known_key(b, good, i), "an image signed by a published key is refused");
	}
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_well_known_keys) = {
	.requirement = "hardware_root_of_trust/no_well_known_keys",
	.run = run,
};
