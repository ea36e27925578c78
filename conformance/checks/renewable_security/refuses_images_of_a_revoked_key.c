/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A revoked key is dead: for new images and for the one that already runs, and for good.
 *
 * Control:  an image signed by that key was seen running before; other keys' images run after.
 * Proof:    the key is revoked by the maker's own artefact; images signed by it never run any more.
 * Blind to: revocation that needs the service;
 *           an adapter that refuses the image before the device sees it.
 * Defects:  revocation_checked_for_first_key_only, revocation_not_checked.
 */
#include "conformance/check_boot.h"

static void run(struct bench *b)
{
	struct image by_retired = kit_image(b, .security_version = newest(b), .key = KEY_RETIRED);
	struct image also_retired = kit_image(b, .security_version = newest(b), .key = KEY_RETIRED);
	struct image revocation = kit_revocation(b, KEY_RETIRED);
	struct image by_trusted = kit_image(b, .security_version = newest(b));
	struct image by_second = kit_image(b, .security_version = newest(b), .key = KEY_SECOND);

	given_runs(b, by_retired, "an image of the key runs while it is not revoked");
	(void)offer(b, revocation, PATH_NORMAL);
	(void)boot_to_confirmed(b);
	(void)boot(b);
	given_runs(b, by_trusted, "an image of another key runs after the revocation");
	must_not_run(b, by_retired, "an image of the revoked key that ran before is refused");
	must_not_run(b, also_retired, "a new image of the revoked key is refused");
	must_not_run_by(b, also_retired, PATH_RECOVERY, "recovery refuses an image of the revoked key");
	must_run(b, by_second, "an image of a key that was not revoked runs");
}

static const char *const NEEDS[] = { "kit.revoke", NULL };

CHECK(refuses_images_of_a_revoked_key) = {
	.requirement = "renewable_security/refuses_revoked_keys",
	.needs = NEEDS,
	.spends = SPENDS_KEY,
	.run = run,
};
