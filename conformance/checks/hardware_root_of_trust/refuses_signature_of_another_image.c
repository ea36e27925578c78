/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A signature is good for the image that it was made for, and for no other.
 *
 * Control:  all images, each with its own signature, were seen running.
 * Proof:    the first image never runs under the signature of another, be that one of the past or the
 *           one that runs.
 * Blind to: signatures grafted from releases that the suite never saw;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_forged_image_put_into_storage).
 * Defects:  key_name_alone_verifies, signature_over_remembered_digest.
 */
#include "conformance/check_image.h"

static const struct region *signature_of(struct bench *b, struct image image)
{
	const struct regions *regions = image_regions(b, image);

	for (size_t i = 0; i < regions->count; i++)
		if (regions->at[i].kind == REGION_SIGNATURE)
			return &regions->at[i];
	return NULL;
}

static struct bytes signature_in(struct bench *b, struct image image)
{
	const struct region *region = signature_of(b, image);

	return region == NULL ? bytes_from(NULL, 0) : bytes_from(image_bytes(b, image).at + region->offset, (size_t)region->length);
}

static void run(struct bench *b)
{
	struct image one = kit_image(b, .security_version = newest(b));
	struct image other_one = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));
	const struct region *to = signature_of(b, one);
	struct forge_order graft = { .act = FORGE_REPLACE, .mend_lengths = true };

	given_runs(b, one, "the first image runs under its own signature");
	given_runs(b, other_one, "the second image runs under its own signature");
	given_runs(b, holder, "another good image holds the device meanwhile");
	given_that(b, to != NULL && signature_in(b, other_one).len > 0, "the images have a signature region");
	if (decided(b))
		return;
	graft.region = to->name;
	graft.with = signature_in(b, other_one);
	must_not_run(b, image_forged(b, one, graft, false), "an image under another image's signature is refused");
	graft.with = signature_in(b, holder);
	must_not_run(b, image_forged(b, one, graft, false), "an image under the signature of the one that runs is refused");
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_signature_of_another_image) = {
	.requirement = "hardware_root_of_trust/boots_only_signed_images",
	.run = run,
};
