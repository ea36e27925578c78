/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device that can be walked back to an older, validly signed image gets its old holes back.
 *
 * Control:  the same older image, same bytes, was seen running before the newer one came.
 * Proof:    the newer runs; the older is offered; the older's canary never shows; the newer's shows again.
 * Blind to: rollback by swapping the flash chip (refuses_older_image_put_into_storage);
 *           an adapter that refuses the image before the device sees it
 *           (refuses_older_image_put_into_storage).
 * Defects:  boot_ignores_security_counter, counter_reads_the_older_row.
 */
#include "conformance/check.h"

static void run(struct bench *b)
{
	struct image older = kit_image(b, .security_version = newest(b));
	struct image newer = kit_image(b, .security_version = newest(b) + 1);

	given_runs(b, older, "the older image runs while nothing newer was seen");
	given_runs(b, newer, "a good, newer image runs and is confirmed");
	must_not_run(b, older, "the older image is refused");
	must_run(b, newer, "the device still runs the newer image afterwards");
}

CHECK(refuses_older_image) = {
	.requirement = "renewable_security/never_older",
	.run = run,
};
