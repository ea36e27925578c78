/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One changed bit of the code is other code: a signature over all of it must notice.
 *
 * Control:  the same image, unchanged, was seen running.
 * Proof:    with the last byte of its payload changed, then the first, it never runs; what ran runs again.
 * Blind to: the other regions (refuses_altered_images walks them all);
 *           an adapter that refuses the image before the device sees it
 *           (refuses_image_altered_at_rest).
 * Defects:  hash_in_image_is_believed.
 */
#include "conformance/check_image.h"

static const struct region *payload_of(struct bench *b, struct image image)
{
	const struct regions *regions = image_regions(b, image);

	for (size_t i = 0; i < regions->count; i++)
		if (regions->at[i].kind == REGION_PAYLOAD)
			return &regions->at[i];
	return NULL;
}

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));
	const struct region *payload = payload_of(b, good);

	given_that(b, payload != NULL, "the image has a payload");
	given_runs(b, good, "the image runs as it is");
	given_runs(b, holder, "another good image holds the device meanwhile");
	if (decided(b))
		return;
	must_not_run(b, image_altered(b, good, payload->offset + payload->length - 1, 0x01),
		     "an image with its last byte changed is refused");
	must_not_run(b, image_altered(b, good, payload->offset, 0x80), "an image with its first byte changed is refused");
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_altered_payload) = {
	.requirement = "hardware_root_of_trust/covers_every_byte",
	.run = run,
};
