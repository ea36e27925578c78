/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an attestation key is worth stands in its attributes, and they are part of its name: the
 * suite reads them, the chip is not asked what it thinks of itself.
 *
 * Control:  a credential made for exactly this public area opens, so the attributes are the real ones.
 * Proof:    restricted, sign, fixedTPM, fixedParent and sensitiveDataOrigin are set, decrypt is not.
 * Blind to: policies that allow more under conditions.
 * Defects:  cheat software_key_quotes, cheat unconfined_attestation_key.
 */
#include "conformance/check_credential.h"

enum { SECRET_LEN = 32, WANTED = TPM_RESTRICTED | TPM_SIGN | TPM_FIXED_TPM | TPM_FIXED_PARENT | TPM_SENSITIVE_DATA_ORIGIN };

static void run(struct bench *b)
{
	struct bytes secret = challenge(b, "credential secret", SECRET_LEN), ek_spki = { 0 };
	struct tpm_public ak;
	struct credential credential;
	struct key_answer opened;

	if (!endorsement_is_certified(b, &ek_spki) || !key_public_area(b, "ak", &ak))
		return;
	credential = credential_for(b, ek_spki, BYTES_OF(ak.name), secret);
	opened = key_activate(b, "ak", credential.blob, credential.secret);
	must_be_so(b, opened.reply.given && bytes_equal(opened.secret, secret), "the public area that is read is the one that the chip holds");
	must_be_so(b, ak.spki_len > 0, "the attestation key is a P-256 key");
	must_be_so(b, (ak.attributes & WANTED) == WANTED,
		   "the attestation key is restricted to signing, fixed to this chip and made inside it");
	must_be_so(b, (ak.attributes & TPM_DECRYPT) == 0, "the attestation key does not decrypt");
}

static const char *const NEEDS[] = { "device.key", NULL };

CHECK(attestation_key_is_confined) = {
	.requirement = "hardware_root_of_trust/attestation_key_is_confined",
	.needs = NEEDS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
