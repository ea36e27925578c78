/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A challenge that is cut to fit is another challenge: whoever can choose what is cut off can have an
 * old answer serve a new question.
 *
 * Control:  a challenge of 32 bytes is answered before and after, and its evidence verifies.
 * Proof:    challenges of lengths around each limit, alike in all the bytes they share, are either refused
 *           or carried whole; a PSA token carries 32, 48 and 64 bytes and no other length.
 * Blind to: a challenge without any byte.
 * Defects:  challenge_is_rounded_down, cheat cuts_challenges_short, cheat canned_quote.
 */
#include <stdio.h>
#include <string.h>

#include "conformance/check_appraisal.h"

enum { LONGEST = 192, PART = 64, COMMON = 32 };

static const size_t LENGTHS[] = { 1, 8, 16, 20, 31, 33, 47, 48, 49, 63, 64, 65, 66, 67, 96, 128, LONGEST };

static bool is_one_of_a_token(size_t len)
{
	return len == CRYPTO_SHA256_LEN || len == CRYPTO_SHA384_LEN || len == CRYPTO_SHA512_LEN;
}

/* Was it answered? */
static bool ask(struct bench *b, const struct attester *attester, struct bytes nonce)
{
	struct attestation answer = attest(b, nonce, attest_everything(b));
	struct appraisal appraisal = appraise_answer(b, attester, &answer);
	bool is_whole = answer.reply.refused || (appraisal.holds && bytes_equal(appraisal.nonce, nonce));
	bool is_carried = appraisal.token.whole.len == 0 || is_one_of_a_token(nonce.len);

	if (decided(b))
		return false;
	if (!is_whole || !is_carried)
		note(b, "it was %zu bytes long", nonce.len);
	must_be_so(b, is_whole, "a challenge is carried whole, or refused");
	must_be_so(b, is_carried, "a PSA token answers no challenge of a length that it cannot carry");
	return answer.reply.given;
}

static void must_answer_usual(struct bench *b, const struct attester *attester, const uint8_t bytes[LONGEST])
{
	(void)must_attest(b, attester, bytes_from(bytes, COMMON));
}

static void run(struct bench *b)
{
	enum { LENGTH_COUNT = sizeof(LENGTHS) / sizeof(LENGTHS[0]) };
	uint8_t bytes[LONGEST] = { 0 };
	struct attester attester;
	unsigned int answered = 0;

	if (!attester_find(b, &attester))
		return;
	for (size_t i = 0; i < LONGEST / PART; i++) {
		char use[32];
		struct bytes part;

		(void)snprintf(use, sizeof(use), "part %zu", i);
		part = challenge(b, use, PART);
		if (part.len == PART)
			memcpy(bytes + i * PART, part.at, PART);
	}
	must_answer_usual(b, &attester, bytes);
	for (size_t i = 0; i < LENGTH_COUNT && !decided(b); i++)
		answered += ask(b, &attester, bytes_from(bytes, LENGTHS[i]));
	must_answer_usual(b, &attester, bytes);
	note(b, "of %d lengths %u were answered", LENGTH_COUNT, answered);
}

CHECK(challenges_come_whole_or_not_at_all) = {
	.requirement = "hardware_root_of_trust/quotes_are_fresh",
	.firmware = FIRMWARE_ANY,
	.run = run,
};
