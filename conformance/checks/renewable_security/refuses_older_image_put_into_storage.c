/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever can write the storage can put back what was there before: an older image, well signed,
 * from a copy. It must not run either.
 *
 * Control:  the older image was seen running from storage before the newer came.
 * Proof:    its bytes, and then those of an image without a version, are written by the rig over a place
 *           that holds an image of the newer version; their canaries never show.
 * Blind to: copies of the whole storage together with its counters.
 * Defects:  boot_ignores_security_counter, second_slot_skips_rollback_check.
 */
#include "conformance/check_boot.h"
#include "conformance/check_place.h"

/* over: the image that lies there; left: what may run when it is gone. */
static void put_over(struct bench *b, const struct place *place, struct image older, struct image over, struct image left)
{
	struct bytes copy = image_bytes(b, older), own = image_bytes(b, over);

	power(b, POWER_OFF);
	storage_write(b, place->region, place->offset, copy);
	must_boot_to_nothing_but(b, left, "an older image that was put back into storage does not run");
	power(b, POWER_OFF);
	storage_write(b, place->region, place->offset, own);
}

static void run(struct bench *b)
{
	struct image older = kit_image(b, .security_version = newest(b));
	struct image newer = kit_image(b, .security_version = newest(b) + 1);
	struct image newest_one = kit_image(b, .security_version = newest(b) + 1);
	struct image without = kit_image(b, .without_security_version = true);
	struct place first, second;

	given_runs(b, older, "the older image runs while nothing newer was seen");
	given_runs(b, newer, "a newer image runs and is confirmed");
	first = place_of(b, newer);
	given_that(b, first.found, "the newer image is found in the storage that the rig lists");
	if (!decided(b))
		put_over(b, &first, older, newer, newer);
	given_runs(b, newest_one, "another image of the newer version runs, elsewhere or in the same place");
	second = place_of(b, newest_one);
	given_that(b, second.found, "it is found in storage too");
	if (!decided(b))
		put_over(b, &second, older, newest_one, newer);
	if (!decided(b))
		put_over(b, &second, without, newest_one, newer);
}

static const char *const NEEDS[] = { "rig.storage", NULL };

CHECK(refuses_older_image_put_into_storage) = {
	.requirement = "renewable_security/never_older",
	.needs = NEEDS,
	.run = run,
};
