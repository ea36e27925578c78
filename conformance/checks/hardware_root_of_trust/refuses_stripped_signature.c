/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking the signature off a good image must not leave an image that runs.
 *
 * Control:  the very image, whole, was seen running.
 * Proof:    each signature region is dropped, and emptied, with lengths mended; none runs.
 * Blind to: signatures that lie outside the image;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_forged_image_put_into_storage).
 * Defects:  empty_signature_verifies.
 */
#include "conformance/check_image.h"

static void strip(struct bench *b, struct image good, const struct region *region)
{
	const struct forge_order dropped = { .act = FORGE_DROP, .region = region->name, .mend_lengths = true };
	const struct forge_order emptied = { .act = FORGE_REPLACE, .region = region->name, .mend_lengths = true };

	must_not_run(b, image_forged(b, good, dropped, false), "an image without its signature region is refused");
	must_not_run(b, image_forged(b, good, emptied, false), "an image with an empty signature is refused");
}

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));
	const struct regions *regions = image_regions(b, good);
	unsigned int stripped = 0;

	given_runs(b, good, "the image runs while its signature is there");
	given_runs(b, holder, "another good image holds the device meanwhile");
	for (size_t i = 0; i < regions->count && !decided(b); i++) {
		if (regions->at[i].kind != REGION_SIGNATURE)
			continue;
		strip(b, good, &regions->at[i]);
		stripped++;
	}
	given_that(b, stripped > 0, "the image has a signature region to take off");
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_stripped_signature) = {
	.requirement = "hardware_root_of_trust/boots_only_signed_images",
	.run = run,
};
