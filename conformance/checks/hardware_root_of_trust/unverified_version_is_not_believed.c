/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A version that nobody signed must not count: else whoever can write the storage once makes every
 * good image too old for ever.
 *
 * Control:  a good image was seen running from the very place, and another one stays as the one before.
 * Proof:    an unsigned image of a far higher version is put there; it does not run, and good images of
 *           the old version are still taken and run.
 * Blind to: storage that the rig does not reach.
 * Defects:  version_raised_before_verify.
 */
#include "conformance/check_boot.h"
#include "conformance/check_place.h"

enum { FAR_HIGHER = 1000 };

static void put_over(struct bench *b, const struct place *place, struct image image)
{
	power(b, POWER_OFF);
	storage_write(b, place->region, place->offset, image_bytes(b, image));
}

static void run(struct bench *b)
{
	uint32_t version = newest(b);
	struct image before = kit_image(b, .security_version = version);
	struct image good = kit_image(b, .security_version = version);
	struct image unsigned_one = kit_image(b, .security_version = version + FAR_HIGHER, .key = KEY_NONE);
	struct image after = kit_image(b, .security_version = version);
	struct place place;

	given_runs(b, before, "a good image runs, and stays as the one before");
	given_runs(b, good, "another one runs from where it will be overwritten");
	place = place_of(b, good);
	given_that(b, place.found, "the image is found in the storage that the rig lists");
	if (decided(b))
		return;
	put_over(b, &place, unsigned_one);
	must_boot_to_nothing_but(b, before, "an unsigned image of a far higher version does not run from storage");
	must_run(b, after, "an image of the old version is still taken after an unsigned one lay in storage");
	must_still_run(b, after, "it still runs after a power cycle");
}

static const char *const NEEDS[] = { "rig.storage", NULL };

CHECK(unverified_version_is_not_believed) = {
	.requirement = "hardware_root_of_trust/refused_images_leave_no_trace",
	.needs = NEEDS,
	.run = run,
};
