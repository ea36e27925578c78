/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Code appended to a signed payload, with all lengths right, is code that nobody signed.
 *
 * Control:  the image as it was made was seen running.
 * Proof:    payload and, where there is one, padding grow by 1, 4 and 100 bytes; lengths are mended,
 *           digests once mended and once not; none runs.
 * Blind to: bytes behind the end of the image, which must not run but may be stored;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_forged_image_put_into_storage).
 * Defects:  hash_alone_verifies, hash_in_image_is_believed.
 */
#include "conformance/check_image.h"

/* What comes behind the payload serves as the code that is appended: it is there, and it is not payload. */
static bool extend(struct bench *b, struct image good, const struct region *region, size_t by)
{
	struct bytes whole = image_bytes(b, good);
	struct forge_order order = { .act = FORGE_REPLACE, .region = region->name, .mend_lengths = true };

	if (decided(b) || region->offset + region->length + by > whole.len)
		return false;
	order.with = bytes_from(whole.at + region->offset, (size_t)region->length + by);
	must_not_run(b, image_forged(b, good, order, false), "an image with a longer payload is refused");
	order.mend_digests = true;
	must_not_run(b, image_forged(b, good, order, false), "an image with a longer payload and a right digest is refused");
	return true;
}

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));
	const struct regions *regions = image_regions(b, good);
	bool extended = false;

	given_runs(b, good, "the image runs as it was made");
	given_runs(b, holder, "another good image holds the device meanwhile");
	for (size_t i = 0; i < regions->count && !decided(b); i++) {
		if (regions->at[i].kind != REGION_PAYLOAD)
			continue;
		extended = extend(b, good, &regions->at[i], 1) || extended;
		extended = extend(b, good, &regions->at[i], 4) || extended;
		extended = extend(b, good, &regions->at[i], 100) || extended;
	}
	given_that(b, extended, "something stands behind the payload that it can be extended by");
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_extended_payload) = {
	.requirement = "hardware_root_of_trust/covers_every_byte",
	.run = run,
};
