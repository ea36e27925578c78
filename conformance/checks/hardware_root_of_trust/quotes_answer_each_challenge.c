/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence over an old challenge is a recording. Each of many challenges, some alike but for one
 * byte, must come back whole in evidence signed by the key by which the unit attests.
 *
 * Control:  that key is found first, and the evidence over a challenge verifies under it.
 * Proof:    64 challenges: one and the same with each of its bytes changed in turn, then fresh ones, the same
 *           one twice, and pairs that differ in one byte only; of a PSA token also each byte of one of 48 and
 *           of one of 64 bytes. Each answer carries exactly the challenge that it answers, and none the one before.
 * Blind to: a device that behaves only while it is asked often.
 * Defects:  a_like_challenge_gets_the_answer_before, last_byte_of_a_nonce_is_dropped, nonces_that_begin_alike_are_one,
 *           cheat canned_quote, cheat good_for_eight_nonces, cheat good_in_one_order.
 */
#include <stdio.h>
#include <string.h>

#include "conformance/check_appraisal.h"

enum { CHALLENGES = 64, CHALLENGE_LEN = 32 };

static void copy_challenge(struct bench *b, const char *use, uint8_t nonce[CHALLENGE_LEN])
{
	struct bytes fresh = challenge(b, use, CHALLENGE_LEN);

	if (fresh.len == CHALLENGE_LEN)
		memcpy(nonce, fresh.at, CHALLENGE_LEN);
}

/*
 * Each byte of one challenge in turn; then of each four: fresh, its last byte changed, the same again, its first byte
 * changed, so that neighbours differ in one byte.
 */
static void draw(struct bench *b, unsigned int number, uint8_t nonce[CHALLENGE_LEN])
{
	char use[32];

	if (number < CHALLENGE_LEN) {
		copy_challenge(b, "each byte", nonce);
		nonce[number] ^= 0x10;
		return;
	}
	(void)snprintf(use, sizeof(use), "quote %u", number / 4);
	copy_challenge(b, use, nonce);
	if (number % 4 == 1)
		nonce[CHALLENGE_LEN - 1] ^= 0x80;
	else if (number % 4 == 3)
		nonce[0] ^= 0x01;
}

/* A token carries two lengths more, and each byte counts in those too. */
static void each_byte_of(struct bench *b, const struct attester *attester, size_t len)
{
	uint8_t nonce[CRYPTO_SHA512_LEN] = { 0 };
	struct bytes fresh = challenge(b, len == CRYPTO_SHA512_LEN ? "each of 64" : "each of 48", len);

	if (fresh.len == len)
		memcpy(nonce, fresh.at, len);
	for (size_t i = 0; i < len && !decided(b); i++) {
		nonce[i] ^= 0x10;
		(void)must_attest(b, attester, bytes_from(nonce, len));
		nonce[i] ^= 0x10;
	}
}

static void run(struct bench *b)
{
	struct appraisal last = { .why = "" };
	struct attester attester;

	if (!attester_find(b, &attester))
		return;
	for (unsigned int i = 0; i < CHALLENGES && !decided(b); i++) {
		uint8_t nonce[CHALLENGE_LEN] = { 0 };

		draw(b, i, nonce);
		last = must_attest(b, &attester, BYTES_OF(nonce));
	}
	if (decided(b) || last.token.whole.len == 0)
		return;
	each_byte_of(b, &attester, CRYPTO_SHA384_LEN);
	each_byte_of(b, &attester, CRYPTO_SHA512_LEN);
}

CHECK(quotes_answer_each_challenge) = {
	.requirement = "hardware_root_of_trust/quotes_are_fresh",
	.firmware = FIRMWARE_ANY,
	.run = run,
};
