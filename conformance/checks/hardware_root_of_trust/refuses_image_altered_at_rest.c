/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verified once, at installation, is not verified: the storage may change afterwards.
 *
 * Control:  the image ran from the very place that is altered, and with its bytes put back some
 *           image of the suite runs again.
 * Proof:    one bit is changed in storage, in each kind of region, at first, middle and last byte;
 *           the altered image's canary never shows.
 * Blind to: changes while the device runs (runs_what_was_verified).
 * Defects:  payload_verified_only_at_install, second_slot_skips_verification, verified_only_at_install,
 *           verifies_one_slot_starts_the_other.
 */
#include "conformance/check_boot.h"
#include "conformance/check_image.h"
#include "conformance/check_place.h"

struct resting {
	struct image image, holder;
	struct place place;
};

/* A loader may have given up the place meanwhile: the next byte counts only where the whole image would run again. */
static void put_back(struct bench *b, struct resting *resting, uint64_t offset)
{
	struct seen seen;

	power(b, POWER_OFF);
	storage_write(b, resting->place.region, resting->place.offset + offset, bytes_from(image_bytes(b, resting->image).at + offset, 1));
	seen = boot(b);
	if (decided(b) || (seen.kind == SEEN_IMAGE && seen.image.handle == resting->image.handle))
		return;
	given_runs(b, resting->image, "the image runs again when it is whole");
	resting->place = place_of(b, resting->image);
	given_that(b, resting->place.found, "the image is found in storage again");
}

static void alter(struct bench *b, struct resting *resting, uint64_t offset)
{
	struct bytes whole = image_bytes(b, resting->image);
	uint8_t byte;

	if (decided(b) || offset >= whole.len)
		return;
	byte = whole.at[offset] ^ 0x10;
	power(b, POWER_OFF);
	storage_write(b, resting->place.region, resting->place.offset + offset, BYTES_OF(byte));
	must_boot_to_nothing_but(b, resting->holder, "an image altered at rest does not run");
	if (!decided(b))
		put_back(b, resting, offset);
}

static void alter_region(struct bench *b, struct resting *resting, const struct region *region)
{
	alter(b, resting, region->offset);
	if (region->kind != REGION_PAYLOAD)
		return;
	alter(b, resting, region->offset + region->length / 2);
	alter(b, resting, region->offset + region->length - 1);
}

static void run(struct bench *b)
{
	struct resting resting = { .holder = kit_image(b, .security_version = newest(b)),
				   .image = kit_image(b, .security_version = newest(b)) };
	const struct regions *regions = image_regions(b, resting.image);
	struct seen seen;

	given_runs(b, resting.holder, "a good image runs, and stays as the one before");
	given_runs(b, resting.image, "the image runs from where it will be altered");
	resting.place = place_of(b, resting.image);
	given_that(b, resting.place.found, "the image is found in the storage that the rig lists");
	for (size_t i = 0; i < regions->count && !decided(b); i++)
		if (regions->at[i].kind != REGION_UNSIGNED)
			alter_region(b, &resting, &regions->at[i]);
	seen = boot(b);
	must_be_so(b, seen.kind == SEEN_IMAGE, "with its bytes put back the device runs a good image");
}

static const char *const NEEDS[] = { "rig.storage", NULL };

CHECK(refuses_image_altered_at_rest) = {
	.requirement = "hardware_root_of_trust/verified_at_each_boot",
	.needs = NEEDS,
	.run = run,
};
