/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The name of a trusted key beside a stranger's signature does not make it the key's.
 *
 * Control:  the same bytes under the maker's signature were seen running.
 * Proof:    the suite signs the same digest with its own key; once with its own key's name, once
 *           with the maker's name left in place; neither runs.
 * Blind to: keys that collide with the name's hash;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_forged_image_put_into_storage).
 * Defects:  key_name_alone_verifies, unknown_key_is_let_through.
 */
#include "conformance/check_image.h"

static struct bytes signature_in(struct bench *b, struct image image, const char **ret_region)
{
	const struct regions *regions = image_regions(b, image);

	for (size_t i = 0; i < regions->count; i++) {
		if (regions->at[i].kind != REGION_SIGNATURE)
			continue;
		*ret_region = regions->at[i].name;
		return bytes_from(image_bytes(b, image).at + regions->at[i].offset, (size_t)regions->at[i].length);
	}
	return bytes_from(NULL, 0);
}

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));
	struct image foreign = image_forged(b, good, (struct forge_order){ .act = FORGE_NOTHING, .mend_digests = true }, true);
	struct forge_order keep_name = { .act = FORGE_REPLACE, .mend_lengths = true };

	given_runs(b, good, "the image runs under the maker's signature");
	given_runs(b, holder, "another good image holds the device meanwhile");
	keep_name.with = signature_in(b, foreign, &keep_name.region);
	given_that(b, keep_name.with.len > 0, "the forged image has a signature region");
	must_not_run(b, foreign, "an image signed again by a stranger is refused");
	if (!decided(b))
		must_not_run(b, image_forged(b, good, keep_name, false), "a stranger's signature under the maker's key name is refused");
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_foreign_signature_under_trusted_name) = {
	.requirement = "hardware_root_of_trust/trusts_only_its_keys",
	.run = run,
};
