/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When no image is left that may run, the device ends in recovery, says so, and can be repaired:
 * it neither loops for ever nor starts what it should not.
 *
 * Control:  both images were seen running; the repair is a good image like any other.
 * Proof:    the signature of every image in storage is spoiled; the device shows itself in recovery; a good image
 *           offered there runs.
 * Blind to: spoiled loaders.
 * Defects:  last_candidate_boots_unverified, recovery_resets_for_ever.
 */
#include "conformance/check_boot.h"
#include "conformance/check_place.h"

/* At its very end, behind all that is executed: who starts it none the less is seen to run it. */
static void spoil(struct bench *b, struct image image)
{
	static const uint8_t ZEROS[16] = { 0 };
	struct place place = place_of(b, image);

	given_that(b, place.found, "the image is found in the storage that the rig lists");
	if (decided(b))
		return;
	power(b, POWER_OFF);
	storage_write(b, place.region, place.offset + image_bytes(b, image).len - sizeof(ZEROS), BYTES_OF(ZEROS));
}

static void run(struct bench *b)
{
	struct image first = kit_image(b, .security_version = newest(b));
	struct image second = kit_image(b, .security_version = newest(b));
	struct image repair = kit_image(b, .security_version = newest(b));
	struct seen seen;
	struct reply reply;

	given_runs(b, first, "a good image runs");
	given_runs(b, second, "another good image runs");
	spoil(b, second);
	spoil(b, first);
	seen = boot(b);
	must_be_so(b, seen.kind == SEEN_RECOVERY || seen.kind == SEEN_DOWNLOAD, "with no good image left the device shows itself in recovery");
	reply = offer(b, repair, PATH_RECOVERY);
	must_be_so(b, reply.given, "recovery takes a good image when nothing else is left");
	seen = boot_to_confirmed(b);
	must_be_so(b, seen.kind == SEEN_IMAGE && seen.image.handle == repair.handle, "the repaired device runs the good image");
}

static const char *const NEEDS[] = { "rig.storage", NULL };

CHECK(ends_in_recovery_when_nothing_boots) = {
	.requirement = "renewable_security/boot_loops_end",
	.needs = NEEDS,
	.run = run,
};
