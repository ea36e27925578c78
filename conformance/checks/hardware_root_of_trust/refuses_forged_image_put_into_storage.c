/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forgeries that an update mechanism refuses must not run either when they are written past it.
 *
 * Control:  the image ran from the very place where its forgeries are written, and with its bytes put
 *           back a good image runs again.
 * Proof:    the rig writes it there with its signature emptied, with another image's signature, and with a
 *           changed payload under a right digest; none runs, and no adapter of the maker's stood between.
 * Blind to: storage that the rig does not reach.
 * Defects:  hash_alone_verifies, empty_signature_verifies, key_name_alone_verifies.
 */
#include "conformance/check_boot.h"
#include "conformance/check_image.h"
#include "conformance/check_place.h"

struct forging {
	struct image image, holder;
	struct place place;
};

static const struct region *first_of(struct bench *b, struct image image, enum region_kind kind)
{
	const struct regions *regions = image_regions(b, image);

	for (size_t i = 0; i < regions->count; i++)
		if (regions->at[i].kind == kind)
			return &regions->at[i];
	return NULL;
}

static struct bytes bytes_in(struct bench *b, struct image image, const struct region *region)
{
	return region == NULL ? bytes_from(NULL, 0) : bytes_from(image_bytes(b, image).at + region->offset, (size_t)region->length);
}

static void put(struct bench *b, const struct forging *f, struct image forged)
{
	if (decided(b))
		return;
	power(b, POWER_OFF);
	storage_write(b, f->place.region, f->place.offset, image_bytes(b, forged));
	must_boot_to_nothing_but(b, f->holder, "a forged image that was written into storage does not run");
}

static void forge_all(struct bench *b, const struct forging *f)
{
	const struct region *signature = first_of(b, f->image, REGION_SIGNATURE), *payload = first_of(b, f->image, REGION_PAYLOAD);
	struct forge_order replace = { .act = FORGE_REPLACE, .mend_lengths = true };
	const struct forge_order mend = { .act = FORGE_NOTHING, .mend_digests = true };

	given_that(b, signature != NULL && payload != NULL, "the image has a payload and a signature");
	if (decided(b))
		return;
	replace.region = signature->name;
	put(b, f, image_forged(b, f->image, replace, false));
	replace.with = bytes_in(b, f->holder, first_of(b, f->holder, REGION_SIGNATURE));
	put(b, f, image_forged(b, f->image, replace, false));
	put(b, f, image_forged(b, image_altered(b, f->image, payload->offset + payload->length - 1, 0x01), mend, false));
}

static void run(struct bench *b)
{
	struct forging f = { .holder = kit_image(b, .security_version = newest(b)), .image = kit_image(b, .security_version = newest(b)) };
	struct seen seen;

	given_runs(b, f.holder, "a good image runs, and stays as the one before");
	given_runs(b, f.image, "the image runs from where its forgeries will lie");
	f.place = place_of(b, f.image);
	given_that(b, f.place.found, "the image is found in the storage that the rig lists");
	forge_all(b, &f);
	if (decided(b))
		return;
	power(b, POWER_OFF);
	storage_write(b, f.place.region, f.place.offset, image_bytes(b, f.image));
	seen = boot(b);
	must_be_so(b, seen.kind == SEEN_IMAGE, "with its bytes put back the device runs a good image");
}

static const char *const NEEDS[] = { "rig.storage", NULL };

CHECK(refuses_forged_image_put_into_storage) = {
	.requirement = "hardware_root_of_trust/boots_only_signed_images",
	.needs = NEEDS,
	.run = run,
};
