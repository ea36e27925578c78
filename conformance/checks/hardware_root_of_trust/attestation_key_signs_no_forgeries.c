/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The attestation key is for what the chip made itself: whoever can have it sign bytes that look
 * like a quote writes their own evidence.
 *
 * Control:  the key signs ordinary bytes that the chip hashed itself, and a real quote; a key without its
 *           restriction signs the very digest that it must not.
 * Proof:    bytes that begin with the quote's magic are refused: a forged quote, the magic alone, and a real
 *           quote with its challenge changed; so is a digest that the chip did not compute.
 * Blind to: other structures with other magics; an adapter that refuses for the chip what is asked of this key alone.
 * Defects:  cheat signs_anything, cheat refuses_digests.
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

/* Whoever refuses every digest has shown nothing about this key. */
static void must_not_sign_digest(struct bench *b)
{
	struct bytes message = challenge(b, "digest", CRYPTO_SHA256_LEN);
	struct key_answer twin;
	struct tpm_public free_key;
	struct crypto_sha256 digest;

	given_that(b, crypto_sha256(message, &digest) == RESULT_OK, "the suite can compute a digest");
	if (decided(b) || !key_public_area(b, "free", &free_key))
		return;
	twin = key_sign(b, "free-digest", BYTES_OF(digest));
	given_that(b, (free_key.attributes & TPM_RESTRICTED) == 0 && twin.reply.given &&
			      tpm_signature_verify(bytes_from(free_key.spki, free_key.spki_len), message, twin.signature) == RESULT_OK,
		   "a key without the restriction signs the same digest");
	must_not_sign(b, "ak-digest", BYTES_OF(digest), "a digest that the chip did not compute is not signed");
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
	must_not_sign_digest(b);
}

static const char *const NEEDS[] = { "device.key", NULL };

CHECK(attestation_key_signs_no_forgeries) = {
	.requirement = "hardware_root_of_trust/attestation_key_signs_no_forgeries",
	.needs = NEEDS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
