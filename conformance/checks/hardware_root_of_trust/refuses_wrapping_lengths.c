/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lengths at the edges of their type, where a sum wraps and a range check says yes.
 *
 * Control:  the image with its own lengths was seen running.
 * Proof:    each header and metadata field of two or four bytes takes 0, 1, the largest value,
 *           the largest minus what fits before it, and the sign bit; none runs, and the device
 *           refuses each one instead of falling over it.
 * Blind to: wraps that need a signature over the length (the fuzz surface mcuboot_image);
 *           an adapter that refuses the image before the device sees it
 *           (refuses_image_altered_at_rest).
 * Defects:  size_sum_in_32_bits, tlv_copied_by_its_own_length.
 */
#include <string.h>

#include "conformance/check_boot.h"
#include "conformance/check_image.h"

static const uint8_t EDGES[][4] = {
	{ 0x00, 0x00, 0x00, 0x00 }, { 0x01, 0x00, 0x00, 0x00 }, { 0xff, 0xff, 0xff, 0xff },
	{ 0xe0, 0xff, 0xff, 0xff }, { 0xff, 0xff, 0xff, 0x7f }, { 0x00, 0x00, 0x00, 0x80 },
};

static bool is_length_like(const struct region *region)
{
	return (region->kind == REGION_HEADER || region->kind == REGION_METADATA) && (region->length == 2 || region->length == 4);
}

/* Who falls silent while an image is offered has not refused it. */
static void must_refuse(struct bench *b, struct image image, struct image holder)
{
	struct reply reply = offer(b, image, PATH_NORMAL);

	must_be_so(b, !reply.refused || strcmp(reply.reason, "interrupted") != 0,
		   "a length at the edge of its type is refused without falling over it");
	must_boot_to_nothing_but(b, holder, "an image with a length at the edge of its type is refused");
}

static void stretch(struct bench *b, struct image good, struct image holder, const struct region *region)
{
	struct bytes own = bytes_from(image_bytes(b, good).at + region->offset, (size_t)region->length);
	struct forge_order order = { .act = FORGE_REPLACE, .region = region->name };

	for (size_t i = 0; i < sizeof(EDGES) / sizeof(EDGES[0]) && !decided(b); i++) {
		order.with = bytes_from(EDGES[i], (size_t)region->length);
		if (bytes_equal(order.with, own))
			continue;
		note(b, "%s", region->name);
		must_refuse(b, image_forged(b, good, order, false), holder);
	}
}

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));
	const struct regions *regions = image_regions(b, good);
	unsigned int stretched = 0;

	given_runs(b, good, "the image runs with its own lengths");
	given_runs(b, holder, "another good image holds the device meanwhile");
	for (size_t i = 0; i < regions->count && !decided(b); i++) {
		if (!is_length_like(&regions->at[i]))
			continue;
		stretch(b, good, holder, &regions->at[i]);
		stretched++;
	}
	given_that(b, stretched > 0, "the image has fields that can hold a length");
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_wrapping_lengths) = {
	.requirement = "hardware_root_of_trust/refuses_wrapping_lengths",
	.run = run,
};
