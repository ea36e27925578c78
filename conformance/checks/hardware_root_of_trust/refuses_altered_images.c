/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every byte that means something is covered: header, metadata, payload, signature.
 *
 * Control:  the unchanged image was seen running.
 * Proof:    one bit is changed in each region, at first, middle and last byte, in the first, middle
 *           and last page, and at places drawn from the seed; none of these images runs.
 * Blind to: changes of several bytes that cancel out (refuses_resealed_payload);
 *           an adapter that refuses the image before the device sees it
 *           (refuses_image_altered_at_rest).
 * Defects:  hash_compared_partly, hash_in_image_is_believed.
 */
#include "conformance/check_image.h"

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));

	must_refuse_alterations(b, good, holder, "an image altered in any region is refused");
}

CHECK(refuses_altered_images) = {
	.requirement = "hardware_root_of_trust/covers_every_byte",
	.run = run,
};
