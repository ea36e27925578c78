/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever refuses an image for another product only while it is installed starts it when it was
 * written past the installation.
 *
 * Control:  a good image was seen running from that very place, and with its bytes put back a good image runs.
 * Proof:    validly signed images for another class and of another component are written over it by
 *           the rig, so that no adapter of the maker's can be the one that refuses; neither ever runs.
 * Blind to: storage that the rig does not reach.
 * Defects:  class_not_checked, component_not_checked.
 */
#include "conformance/check_boot.h"
#include "conformance/check_place.h"

static void put_over(struct bench *b, const struct place *place, struct image foreign, struct image holder, const char *says)
{
	power(b, POWER_OFF);
	storage_write(b, place->region, place->offset, image_bytes(b, foreign));
	must_boot_to_nothing_but(b, holder, says);
}

static void run(struct bench *b)
{
	struct image holder = kit_image(b, .security_version = newest(b));
	struct image own = kit_image(b, .security_version = newest(b));
	struct image class = kit_image(b, .security_version = newest(b), .class = "6ba7b810-9dad-51d1-80b4-00c04fd430c8");
	struct image loader = kit_image(b, .security_version = newest(b), .component = "loader");
	struct place place;
	struct seen seen;

	given_runs(b, holder, "a good image runs, and stays as the one before");
	given_runs(b, own, "another one runs from where it will be overwritten");
	place = place_of(b, own);
	given_that(b, place.found, "the image is found in the storage that the rig lists");
	if (decided(b))
		return;
	put_over(b, &place, class, holder, "an image for another class does not run from storage");
	put_over(b, &place, loader, holder, "an image of another component does not run from storage");
	if (decided(b))
		return;
	power(b, POWER_OFF);
	storage_write(b, place.region, place.offset, image_bytes(b, own));
	seen = boot(b);
	must_be_so(b, seen.kind == SEEN_IMAGE, "with the good bytes put back the device runs a good image");
}

static const char *const NEEDS[] = { "rig.storage", NULL };

CHECK(refuses_image_for_another_device_put_into_storage) = {
	.requirement = "renewable_security/refuses_images_for_other_devices",
	.needs = NEEDS,
	.run = run,
};
