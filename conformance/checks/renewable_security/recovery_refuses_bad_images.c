/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the normal path refuses, recovery refuses: unsigned, foreign, altered.
 *
 * Control:  a good image offered through recovery runs.
 * Proof:    unsigned, foreign-signed and altered images are offered through recovery; none runs.
 * Blind to: recovery paths that the adapter does not reach;
 *           an adapter that refuses the image before the device sees it
 *           (refuses_unsigned_image_put_into_storage).
 * Defects:  recovery_skips_verification, recovery_trusts_any_key.
 */
#include "conformance/check_boot.h"
#include "conformance/check_image.h"

static void given_recovery_takes(struct bench *b, struct image good)
{
	struct reply reply = offer(b, good, PATH_RECOVERY);
	struct seen seen = boot_to_confirmed(b);

	given_that(b, reply.given && seen.kind == SEEN_IMAGE && seen.image.handle == good.handle,
		   "recovery takes a good image, and it runs");
}

static void run(struct bench *b)
{
	struct image first = kit_image(b, .security_version = newest(b));
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));
	struct image unsigned_one = kit_image(b, .security_version = newest(b), .key = KEY_NONE);
	struct image foreign = kit_image(b, .security_version = newest(b), .key = KEY_ATTACKER);

	given_runs(b, first, "a good image runs");
	given_recovery_takes(b, good);
	given_runs(b, holder, "another good image holds the device meanwhile");
	must_not_run_by(b, unsigned_one, PATH_RECOVERY, "recovery refuses an unsigned image");
	must_not_run_by(b, foreign, PATH_RECOVERY, "recovery refuses a foreign image");
	must_not_run_by(b, image_altered(b, good, image_bytes(b, good).len / 2, 0x80), PATH_RECOVERY, "recovery refuses an altered image");
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(recovery_refuses_bad_images) = {
	.requirement = "renewable_security/recovery_path_is_as_strict",
	.run = run,
};
