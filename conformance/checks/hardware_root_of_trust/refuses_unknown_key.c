/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A right signature proves nothing unless its key is one that the device was made to trust.
 *
 * Control:  the same image under the maker's signature was seen running.
 * Proof:    signed by a key of the suite, with its digest and key name right, it never runs, on either path; nor does
 *           one of the maker's while one bit is wrong, from its second reading on, in the first or the last byte of the
 *           digest that is burnt of its key, where target.json names the place ("boot_key_digest").
 * Blind to: keys that were trusted once (refuses_images_of_a_revoked_key);
 *           an adapter that refuses the image before the device sees it
 *           (refuses_unsigned_image_put_into_storage).
 * Defects:  unknown_key_is_let_through, fused_keys_are_known_by_eight_bytes.
 */
#include "conformance/check_boot.h"
#include "conformance/check_image.h"
#include "conformance/check_storage.h"

/* A key is known by its burnt digest: by all of it, or other keys pass for it that somebody can look for. */
static void try_burnt_digest(struct bench *b, struct image holder)
{
	struct storage_spot burnt;

	if (!storage_spot(b, "boot_key_digest", &burnt)) {
		note(b, "target.json does not say where the digest of the boot key is burnt");
		return;
	}
	for (unsigned int i = 0; i < 2 && !decided(b); i++) {
		uint64_t index = i == 0 ? 0 : burnt.length - 1;
		struct seen seen;

		fault_bit(b, &burnt, index);
		power(b, POWER_CYCLE); /* what is read once in a boot is wrong from the next one on */
		seen = boot(b);
		given_that(b, fault_clear(b) > 0, "the unit reads what is burnt where target.json says");
		must_be_so(b, seen.kind != SEEN_IMAGE || seen.image.handle != holder.handle, "each byte of the burnt digest of a key counts");
	}
}

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
	try_burnt_digest(b, holder);
	must_still_run(b, holder, "the device still runs what it ran");
}

CHECK(refuses_unknown_key) = {
	.requirement = "hardware_root_of_trust/trusts_only_its_keys",
	.run = run,
};
