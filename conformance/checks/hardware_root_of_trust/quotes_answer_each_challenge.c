/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence over an old challenge is a recording. Each of many challenges, some alike but for one
 * byte, must come back whole in evidence signed by the key by which the unit attests.
 *
 * Control:  that key is found first, and the evidence over a challenge verifies under it.
 * Proof:    64 challenges: one and the same with each of its bytes changed in turn, then fresh ones, the same
 *           one twice, and pairs that differ in one byte only; each answer carries exactly the challenge
 *           that it answers, and none the one before.
 * Blind to: a device that behaves only while it is asked often.
 * Defects:  a_like_challenge_gets_the_answer_before, cheat canned_quote, cheat good_for_eight_nonces, cheat
 *           good_in_one_order.
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

static void run(struct bench *b)
{
	struct attester attester;

	if (!attester_find(b, &attester))
		return;
	for (unsigned int i = 0; i < CHALLENGES && !decided(b); i++) {
		uint8_t nonce[CHALLENGE_LEN] = { 0 };

		draw(b, i, nonce);
		(void)must_attest(b, &attester, BYTES_OF(nonce));
	}
}

CHECK(quotes_answer_each_challenge) = {
	.requirement = "hardware_root_of_trust/quotes_are_fresh",
	.firmware = FIRMWARE_ANY,
	.run = run,
};
