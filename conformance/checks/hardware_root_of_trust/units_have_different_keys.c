/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A key that two units share is everybody's key.
 *
 * Control:  each unit's endorsement key is certified for it.
 * Proof:    endorsement and attestation keys of two units differ, and a credential for one unit stays closed
 *           on the other.
 * Blind to: keys shared with units that are not on the bench.
 * Defects:  cheat relay_to_other_unit.
 */
#include "conformance/check_credential.h"

enum { SECRET_LEN = 32 };

static void run(struct bench *b)
{
	struct bench *second = other(b);
	struct bytes secret = challenge(b, "credential secret", SECRET_LEN), first_ek = { 0 }, second_ek = { 0 };
	struct tpm_public first_ak, second_ak;
	struct credential credential;
	struct key_answer opened;

	if (!endorsement_is_certified(b, &first_ek) || !endorsement_is_certified(second, &second_ek) ||
	    !key_public_area(b, "ak", &first_ak) || !key_public_area(second, "ak", &second_ak))
		return;
	must_be_so(b, !bytes_equal(first_ek, second_ek), "two units have different endorsement keys");
	must_be_so(b, !bytes_equal(BYTES_OF(first_ak.name), BYTES_OF(second_ak.name)), "two units have different attestation keys");
	credential = credential_for(b, first_ek, BYTES_OF(first_ak.name), secret);
	opened = key_activate(b, "ak", credential.blob, credential.secret);
	given_that(b, opened.reply.given && bytes_equal(opened.secret, secret), "the unit that the credential was made for opens it");
	opened = key_activate(second, "ak", credential.blob, credential.secret);
	must_be_so(b, opened.reply.refused, "a credential for one unit stays closed on another");
}

static const char *const NEEDS[] = { "device.key", NULL };

CHECK(units_have_different_keys) = {
	.requirement = "hardware_root_of_trust/units_differ",
	.needs = NEEDS,
	.units = 2,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
