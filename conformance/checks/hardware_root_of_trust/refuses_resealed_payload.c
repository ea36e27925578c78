/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash that anybody can compute is no signature: a changed payload with a freshly computed
 * digest and the old signature must not run.
 *
 * Control:  the unchanged image was seen running.
 * Proof:    payload bytes are changed, the digest is mended, the signature stays; it never runs.
 * Blind to: formats without a digest of their own;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_forged_image_put_into_storage).
 * Defects:  hash_alone_reinstalls_a_version, hash_alone_verifies.
 */
#include "conformance/check_image.h"

static void reseal(struct bench *b, struct image good, uint64_t offset)
{
	struct image altered = image_altered(b, good, offset, 0x01);
	const struct forge_order mend = { .act = FORGE_NOTHING, .mend_digests = true };

	must_not_run(b, image_forged(b, altered, mend, false), "a changed payload with a right digest and a stale signature is refused");
}

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));
	const struct regions *regions = image_regions(b, good);

	given_runs(b, good, "the unchanged image runs");
	given_runs(b, holder, "another good image holds the device meanwhile");
	for (size_t i = 0; i < regions->count && !decided(b); i++) {
		const struct region *region = &regions->at[i];

		if (region->kind != REGION_PAYLOAD || region->length == 0)
			continue;
		reseal(b, good, region->offset);
		reseal(b, good, region->offset + region->length / 2);
		reseal(b, good, region->offset + region->length - 1);
	}
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_resealed_payload) = {
	.requirement = "hardware_root_of_trust/boots_only_signed_images",
	.run = run,
};
