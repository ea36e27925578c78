/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A challenge that is cut to fit is another challenge: whoever can choose what is cut off can have an
 * old answer serve a new question.
 *
 * Control:  a challenge of 32 bytes is answered before and after, and its evidence verifies.
 * Proof:    challenges of each length up to 96, and of longer ones, alike in all the bytes they share, are either refused
 *           or carried whole, by evidence that names all that the usual one names; a PSA token carries 32, 48 and
 *           64 bytes and no other length.
 * Blind to: a challenge without any byte.
 * Defects:  challenge_is_rounded_down, bytes_behind_a_nonce_name_the_client, long_nonce_gets_short_evidence,
 *           cheat cuts_challenges_short, cheat canned_quote.
 */
#include <stdio.h>
#include <string.h>

#include "conformance/check_components.h"

enum { LONGEST = 192, EACH_UP_TO = 96, STEP = 32, PART = 64, COMMON = 32 };

static bool is_one_of_a_token(size_t len)
{
	return len == CRYPTO_SHA256_LEN || len == CRYPTO_SHA384_LEN || len == CRYPTO_SHA512_LEN;
}

/* Was it answered? */
static bool ask(struct bench *b, const struct attester *attester, const struct eat_claims *usual, struct bytes nonce)
{
	struct attestation answer = attest(b, nonce, attest_everything(b));
	struct appraisal appraisal = appraise_answer(b, attester, &answer);
	bool is_whole = answer.reply.refused || (appraisal.holds && bytes_equal(appraisal.nonce, nonce));
	bool is_all = !answer.reply.given || components_differ(usual, &appraisal.token.claims) == 0;
	bool is_carried = appraisal.token.whole.len == 0 || is_one_of_a_token(nonce.len);

	if (decided(b))
		return false;
	if (!is_whole || !is_carried || !is_all)
		note(b, "it was %zu bytes long", nonce.len);
	must_be_so(b, is_whole, "a challenge is carried whole, or refused");
	must_be_so(b, is_carried, "a PSA token answers no challenge of a length that it cannot carry");
	must_be_so(b, is_all, "evidence names the same components whatever the length of its challenge");
	return answer.reply.given;
}

static struct eat_claims must_answer_usual(struct bench *b, const struct attester *attester, const uint8_t bytes[LONGEST])
{
	return must_attest(b, attester, bytes_from(bytes, COMMON)).token.claims;
}

static void run(struct bench *b)
{
	uint8_t bytes[LONGEST] = { 0 };
	struct attester attester;
	struct eat_claims usual;
	unsigned int asked = 0, answered = 0;

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
	usual = must_answer_usual(b, &attester, bytes);
	for (size_t len = 1; len <= LONGEST && !decided(b); len += len < EACH_UP_TO ? 1 : STEP, asked++)
		answered += ask(b, &attester, &usual, bytes_from(bytes, len));
	note(b, "of %u lengths %u were answered", asked, answered);
	(void)must_answer_usual(b, &attester, bytes);
}

CHECK(challenges_come_whole_or_not_at_all) = {
	.requirement = "hardware_root_of_trust/quotes_are_fresh",
	.firmware = FIRMWARE_ANY,
	.run = run,
};
