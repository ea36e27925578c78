/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every byte of a quote is signed, and it covers the registers that were asked for: not fewer.
 *
 * Control:  the quote as it came verifies.
 * Proof:    with any one byte changed it no longer does; for several selections the quote names exactly the
 *           registers asked for, and its digest is that of their listed values.
 * Blind to: registers that the chip does not list.
 * Defects:  cheat canned_quote, cheat narrowed_selection.
 */
#include <string.h>

#include "conformance/check_credential.h"

enum { CHALLENGE_LEN = 32, QUOTE_MAX = 512 };

static const struct selection {
	const char *const names[4];
	uint32_t bits;
} SELECTIONS[] = {
	{ { "sha256:0", "sha256:1", "sha256:7" }, 1u << 0 | 1u << 1 | 1u << 7 },
	{ { "sha256:4" }, 1u << 4 },
	{ { "sha256:2", "sha256:10", "sha256:15" }, 1u << 2 | 1u << 10 | 1u << 15 },
};

static void no_byte_may_change(struct bench *b, const struct tpm_public *ak, const struct attestation *answer)
{
	uint8_t altered[QUOTE_MAX];
	struct bytes quote = answer->evidence, spki = bytes_from(ak->spki, ak->spki_len);

	if (quote.len > sizeof(altered))
		quote.len = sizeof(altered);
	memcpy(altered, quote.at, quote.len);
	for (size_t i = 0; i < quote.len && !decided(b); i++) {
		altered[i] ^= 0x01;
		must_be_so(b, tpm_signature_verify(spki, bytes_from(altered, quote.len), answer->signature) == RESULT_BAD_SIGNATURE,
			   "a quote with one byte changed does not verify");
		altered[i] ^= 0x01;
	}
}

static bool digest_is_of(struct bench *b, const struct selection *selection, const struct tpm_quote *quote)
{
	struct registers registers = register_list(b);
	uint8_t values[4 * CRYPTO_SHA256_LEN];
	struct crypto_sha256 digest;
	size_t used = 0;

	for (size_t i = 0; i < 4 && selection->names[i] != NULL; i++) {
		struct bytes value = register_value(&registers, selection->names[i]);

		if (value.len != CRYPTO_SHA256_LEN)
			return false;
		memcpy(values + used, value.at, value.len);
		used += value.len;
	}
	return crypto_sha256(bytes_from(values, used), &digest) == RESULT_OK && bytes_equal(BYTES_OF(digest.at), quote->pcr_digest);
}

static void run(struct bench *b)
{
	struct tpm_public ak;

	if (!key_public_area(b, "ak", &ak))
		return;
	for (size_t i = 0; i < sizeof(SELECTIONS) / sizeof(SELECTIONS[0]) && !decided(b); i++) {
		struct attestation answer = attest(b, challenge(b, SELECTIONS[i].names[0], CHALLENGE_LEN), SELECTIONS[i].names);
		struct tpm_quote quote;

		must_be_so(b, answer.reply.given && tpm_quote_read(answer.evidence, &quote) == RESULT_OK, "the chip gives a well-formed quote");
		if (decided(b))
			return;
		given_that(b, tpm_signature_verify(bytes_from(ak.spki, ak.spki_len), answer.evidence, answer.signature) == RESULT_OK,
			   "the quote as it came verifies");
		must_be_so(b, quote.bank_count == 1 && quote.banks[0].hash == TPM_ALG_SHA256 && quote.banks[0].selected == SELECTIONS[i].bits,
			   "a quote covers exactly the registers that were asked for");
		must_be_so(b, digest_is_of(b, &SELECTIONS[i], &quote), "a quote's digest is that of the registers' values");
		no_byte_may_change(b, &ak, &answer);
	}
}

static const char *const NEEDS[] = { "device.register", NULL };

CHECK(quotes_cover_all_they_say) = {
	.requirement = "hardware_root_of_trust/quotes_cover_all_they_say",
	.needs = NEEDS,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
