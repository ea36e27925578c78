/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A measurement must be visible and must not be undone by another: the register becomes the hash
 * of what it was and what came.
 *
 * Control:  the quote before verifies and agrees with the listed register.
 * Proof:    after each of three extends the register has exactly the computed value, and the next quote's
 *           digest is that of the new value and no longer that of the old.
 * Blind to: measurements that the boot code forgets to make.
 * Defects:  cheat extend_is_ignored, cheat canned_quote.
 */
#include <string.h>

#include "conformance/check_credential.h"

enum { CHALLENGE_LEN = 32, EXTENDS = 3 };

static const char *const REGISTER[] = { "sha256:11", NULL };

static void must_quote(struct bench *b, const struct tpm_public *ak, const struct crypto_sha256 *value, const char *use)
{
	struct bytes nonce = challenge(b, use, CHALLENGE_LEN);
	struct attestation answer = attest(b, nonce, REGISTER);
	struct tpm_quote quote;
	struct crypto_sha256 digest;

	must_be_so(b, answer.reply.given && tpm_quote_read(answer.evidence, &quote) == RESULT_OK, "the chip gives a well-formed quote");
	if (decided(b))
		return;
	must_be_so(b, bytes_equal(quote.nonce, nonce) &&
			      tpm_signature_verify(bytes_from(ak->spki, ak->spki_len), answer.evidence, answer.signature) == RESULT_OK,
		   "the quote answers this challenge and is signed by the attestation key");
	must_be_so(b, crypto_sha256(BYTES_OF(value->at), &digest) == RESULT_OK && bytes_equal(BYTES_OF(digest.at), quote.pcr_digest),
		   "a measurement that was extended shows in the next quote");
}

static void run(struct bench *b)
{
	static const char *const USES[EXTENDS] = { "first measurement", "second measurement", "third measurement" };
	static const char *const QUOTES[EXTENDS + 1] = { "first quote", "second quote", "third quote", "fourth quote" };
	struct registers before;
	struct tpm_public ak;
	struct crypto_sha256 value;

	if (!key_public_area(b, "ak", &ak))
		return;
	before = register_list(b);
	given_that(b, register_value(&before, REGISTER[0]).len == sizeof(value.at), "the chip lists the register");
	if (decided(b))
		return;
	memcpy(value.at, register_value(&before, REGISTER[0]).at, sizeof(value.at));
	must_quote(b, &ak, &value, QUOTES[0]);
	for (size_t i = 0; i < EXTENDS && !decided(b); i++) {
		struct bytes measurement = challenge(b, USES[i], sizeof(value.at));
		uint8_t both[2 * CRYPTO_SHA256_LEN];

		memcpy(both, value.at, sizeof(value.at));
		memcpy(both + sizeof(value.at), measurement.at, sizeof(value.at));
		must_be_so(b, register_extend(b, REGISTER[0], measurement).given, "the chip takes a measurement");
		given_that(b, crypto_sha256(BYTES_OF(both), &value) == RESULT_OK, "the suite can compute the next value");
		must_quote(b, &ak, &value, QUOTES[i + 1]);
	}
}

static const char *const NEEDS[] = { "device.register", NULL };

CHECK(extend_shows_in_quotes) = {
	.requirement = "hardware_root_of_trust/extend_shows_in_quotes",
	.needs = NEEDS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
