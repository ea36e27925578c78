/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The attestation key is for what the chip made itself: whoever can have it sign bytes that look
 * like a quote writes their own evidence.
 *
 * Control:  the key signs ordinary bytes that the chip hashed itself, and a real quote.
 * Proof:    bytes that begin with the quote's magic are refused: a forged quote, the magic alone, and a real
 *           quote with its challenge changed; so is a digest that the chip did not compute.
 * Blind to: other structures with other magics.
 * Defects:  cheat signs_anything.
 */
#include <string.h>

#include "conformance/check_credential.h"

enum { CHALLENGE_LEN = 32, QUOTE_MAX = 512 };

static const char *const REGISTERS[] = { "sha256:0", NULL };

static void must_not_sign(struct bench *b, const char *template, struct bytes message, const char *says)
{
	struct key_answer answer = key_sign(b, template, message);

	must_be_so(b, answer.reply.refused && answer.signature.len == 0, says);
}

static void run(struct bench *b)
{
	struct bytes ordinary = bytes_of_text("an ordinary message that is no quote");
	struct attestation real = attest(b, challenge(b, "quote", CHALLENGE_LEN), REGISTERS);
	struct key_answer good = key_sign(b, "ak", ordinary);
	uint8_t forged[QUOTE_MAX];
	struct tpm_public ak;
	size_t len = real.evidence.len < sizeof(forged) ? real.evidence.len : sizeof(forged);

	if (!key_public_area(b, "ak", &ak))
		return;
	given_that(b, real.reply.given && len > 64, "the chip gives a real quote");
	given_that(b, good.reply.given && tpm_signature_verify(bytes_from(ak.spki, ak.spki_len), ordinary, good.signature) == RESULT_OK,
		   "the key signs ordinary bytes that the chip hashed itself");
	if (decided(b))
		return;
	memcpy(forged, real.evidence.at, len);
	must_not_sign(b, "ak", bytes_from(forged, len), "a copy of a real quote is not signed from outside");
	forged[len - 1] ^= 0x01;
	must_not_sign(b, "ak", bytes_from(forged, len), "a forged quote is not signed");
	must_not_sign(b, "ak", bytes_from(TPM_GENERATED, 4), "bytes that begin with the quote's magic are not signed");
	must_not_sign(b, "ak-digest", challenge(b, "digest", CRYPTO_SHA256_LEN), "a digest that the chip did not compute is not signed");
}

static const char *const NEEDS[] = { "device.key", NULL };

CHECK(attestation_key_signs_no_forgeries) = {
	.requirement = "hardware_root_of_trust/attestation_key_signs_no_forgeries",
	.needs = NEEDS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
