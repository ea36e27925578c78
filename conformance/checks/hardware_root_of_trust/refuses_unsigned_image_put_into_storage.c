/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever can write the storage needs no update mechanism: an unsigned or foreign image put where
 * a good one lay must not run.
 *
 * Control:  a good image was seen running from that very place.
 * Proof:    unsigned and foreign images are written over it; neither canary ever shows.
 * Blind to: storage that the rig does not reach.
 * Defects:  missing_signature_is_forgotten, second_slot_skips_verification, verifies_one_slot_starts_the_other.
 */
#include "conformance/check_boot.h"
#include "conformance/check_place.h"

static void put_over(struct bench *b, const struct place *place, struct image bad, struct image holder)
{
	power(b, POWER_OFF);
	storage_write(b, place->region, place->offset, image_bytes(b, bad));
	must_boot_to_nothing_but(b, holder, "an image that nobody trusted signed does not run from storage");
}

static void attack_both(struct bench *b, struct image good, struct image holder)
{
	struct image unsigned_one = kit_image(b, .security_version = newest(b), .key = KEY_NONE);
	struct image foreign = kit_image(b, .security_version = newest(b), .key = KEY_ATTACKER);
	struct place place = place_of(b, good);

	given_that(b, place.found, "the image is found in the storage that the rig lists");
	if (decided(b))
		return;
	put_over(b, &place, unsigned_one, holder);
	put_over(b, &place, foreign, holder);
	power(b, POWER_OFF);
	storage_write(b, place.region, place.offset, image_bytes(b, good));
}

static void run(struct bench *b)
{
	struct image first = kit_image(b, .security_version = newest(b));
	struct image second = kit_image(b, .security_version = newest(b));
	struct image third = kit_image(b, .security_version = newest(b));
	struct seen seen;

	given_runs(b, first, "a good image runs, and stays as the one before");
	given_runs(b, second, "another one runs from where it will be overwritten");
	attack_both(b, second, first);
	given_runs(b, third, "a third one runs, from the other place");
	attack_both(b, third, second);
	seen = boot(b);
	must_be_so(b, seen.kind == SEEN_IMAGE && (seen.image.handle == third.handle || seen.image.handle == second.handle),
		   "with the good bytes put back the device runs a good image");
}

static const char *const NEEDS[] = { "rig.storage", NULL };

CHECK(refuses_unsigned_image_put_into_storage) = {
	.requirement = "hardware_root_of_trust/verified_at_each_boot",
	.needs = NEEDS,
	.run = run,
};
