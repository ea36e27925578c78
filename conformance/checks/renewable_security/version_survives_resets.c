/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The newest confirmed version is remembered: across power cycles, refused images and recovery.
 *
 * Control:  the older image was seen running before.
 * Proof:    after the newer is confirmed: power cycles, a refused image, download mode, and each time
 *           the older one is refused.
 * Blind to: loss over years, and by a flash chip that is swapped;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_older_image_put_into_storage).
 * Defects:  boot_ignores_security_counter, counter_reads_the_older_row.
 */
#include "conformance/check_boot.h"

static void run(struct bench *b)
{
	struct image older = kit_image(b, .security_version = newest(b));
	struct image newer = kit_image(b, .security_version = newest(b) + 1);
	struct image unsigned_one = kit_image(b, .security_version = newest(b) + 2, .key = KEY_NONE);

	given_runs(b, older, "the older image runs while nothing newer was seen");
	given_runs(b, newer, "a good, newer image runs and is confirmed");
	must_still_run(b, newer, "it runs after a power cycle");
	must_not_run(b, older, "the older image is refused after power cycles");
	must_not_run(b, unsigned_one, "an unsigned image is refused");
	must_not_run(b, older, "the older image is refused after a refused image");
	power(b, POWER_DOWNLOAD);
	(void)look(b);
	must_still_run(b, newer, "the newer image runs after download mode was entered");
	must_not_run(b, older, "the older image is refused after download mode was entered");
	must_still_run(b, newer, "the newer image still runs");
}

CHECK(version_survives_resets) = {
	.requirement = "renewable_security/version_counter_survives",
	.run = run,
};
