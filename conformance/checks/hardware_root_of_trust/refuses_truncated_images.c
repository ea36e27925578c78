/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An image that ends too early is refused wherever it ends, and the device lives on.
 *
 * Control:  the whole image was seen running.
 * Proof:    it is cut at each region's start, one byte before its end, in the middle, and to nothing.
 * Blind to: an update mechanism that pads what it stores;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_image_altered_at_rest).
 * Defects:  short_transfer_is_filled_from_flash.
 */
#include "conformance/check_image.h"

static void cut_at(struct bench *b, struct image good, uint64_t len)
{
	struct bytes whole = image_bytes(b, good);

	if (decided(b) || len >= whole.len)
		return;
	must_not_run(b, image_made(b, bytes_from(whole.at, (size_t)len), good, "cut off"), "a truncated image is refused");
}

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));
	const struct regions *regions = image_regions(b, good);
	uint64_t signed_from = 0;

	given_runs(b, good, "the whole image runs");
	given_runs(b, holder, "another good image holds the device meanwhile");
	for (size_t i = 0; i < regions->count && !decided(b); i++) {
		const struct region *region = &regions->at[i];

		if (region->kind == REGION_UNSIGNED)
			continue;
		if (i % 4 == 0 || region->kind != REGION_METADATA)
			cut_at(b, good, region->offset);
		signed_from = region->offset + region->length;
	}
	cut_at(b, good, signed_from / 2);
	cut_at(b, good, signed_from - 1);
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_truncated_images) = {
	.requirement = "hardware_root_of_trust/covers_every_byte",
	.run = run,
};
