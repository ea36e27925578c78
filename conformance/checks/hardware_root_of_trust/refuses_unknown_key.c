/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A right signature proves nothing unless its key is one that the device was made to trust.
 *
 * Control:  the same image under the maker's signature was seen running.
 * Proof:    signed by a key of the suite, with its digest and key name right, it never runs, on either path.
 * Blind to: keys that were trusted once (refuses_images_of_a_revoked_key);
 *           an adapter that refuses the image before the device sees it
 *           (refuses_unsigned_image_put_into_storage).
 * Defects:  unknown_key_is_let_through.
 */
#include "conformance/check_image.h"

static void run(struct bench *b)
{
	struct image good = kit_image(b, .security_version = newest(b));
	struct image holder = kit_image(b, .security_version = newest(b));
	struct image foreign = image_forged(b, good, (struct forge_order){ .act = FORGE_NOTHING }, true);

	given_runs(b, good, "the image runs under the maker's signature");
	given_runs(b, holder, "another good image holds the device meanwhile");
	must_not_run(b, foreign, "the image under a stranger's signature is refused");
	must_not_run_by(b, foreign, PATH_RECOVERY, "recovery refuses it too");
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_unknown_key) = {
	.requirement = "hardware_root_of_trust/trusts_only_its_keys",
	.run = run,
};
