/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A key calls itself the attestation key of a genuine chip; only the chip that holds both it and the
 * certified endorsement key can open a secret made for the two.
 *
 * Control:  the endorsement certificate chains to a root that was named before the run.
 * Proof:    a fresh secret comes back from the right credential; one for another name, an altered one,
 *           and one altered in its encrypted seed do not come back.
 * Blind to: a chip whose maker certifies keys that it also holds outside.
 * Defects:  cheat software_key_quotes, cheat quotes_of_another_unit.
 */
#include <string.h>

#include "conformance/check_credential.h"

enum { SECRET_LEN = 32 };

static void must_not_open(struct bench *b, struct bytes blob, struct bytes wrapped, struct bytes secret, const char *says)
{
	struct key_answer answer = key_activate(b, "ak", blob, wrapped);

	must_be_so(b, answer.reply.refused && !bytes_equal(answer.secret, secret), says);
}

static struct bytes flipped(uint8_t room[1024], struct bytes from, size_t at)
{
	size_t len = from.len < 1024 ? from.len : 1024;

	if (len > 0) {
		memcpy(room, from.at, len);
		room[at % len] ^= 0x01;
	}
	return bytes_from(room, len);
}

static void run(struct bench *b)
{
	struct bytes secret = challenge(b, "credential secret", SECRET_LEN), ek_spki = { 0 };
	struct tpm_public ak;
	struct credential right, wrong;
	struct key_answer opened;
	uint8_t room[1024];

	if (!endorsement_is_certified(b, &ek_spki) || !key_public_area(b, "ak", &ak))
		return;
	right = credential_for(b, ek_spki, BYTES_OF(ak.name), secret);
	opened = key_activate(b, "ak", right.blob, right.secret);
	must_be_so(b, opened.reply.given && bytes_equal(opened.secret, secret),
		   "the chip that holds both keys opens a credential made for them");
	must_not_open(b, flipped(room, right.blob, right.blob.len - 1), right.secret, secret, "an altered credential stays closed");
	must_not_open(b, right.blob, flipped(room, right.secret, right.secret.len - 1), secret, "a credential under an altered seed stays closed");
	ak.name[TPM_NAME_LEN - 1] ^= 0x01;
	wrong = credential_for(b, ek_spki, BYTES_OF(ak.name), secret);
	must_not_open(b, wrong.blob, wrong.secret, secret, "a credential for another key's name stays closed");
}

static const char *const NEEDS[] = { "device.key", NULL };

CHECK(identity_is_bound_by_activation) = {
	.requirement = "hardware_root_of_trust/identity_bound_by_activation",
	.needs = NEEDS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
