/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A good token opens as it came, and in no other form: what else says the same was written without the maker's key.
 *
 * Control:  each alteration is of a token that the maker made over that challenge, and one made in the same way opens
 *           the unit right after.
 * Proof:    with any of twenty other algorithms, named inside or outside, none, a symmetric one under the public key, a
 *           signature that is cut, bytes behind, lengths written otherwise, or one byte changed anywhere, it is refused, and
 *           evidence shows nothing.
 * Blind to: tokens that are no COSE_Sign1, except for changed bytes.
 * Defects:  token_may_be_an_hmac, token_may_say_none, token_may_have_a_tail, token_has_many_encodings,
 *           unknown_algorithms_need_no_signature, reserved_algorithm_outside_needs_no_signature, short_hmac_under_the_point_is_enough.
 */
#include <string.h>

#include "conformance/check_appraisal.h"
#include "conformance/check_token.h"
#include "conformance/token_alter.h"

enum { CHALLENGE_LEN = 32, FLIPS = 24 };

static void given_opens(struct bench *b)
{
	struct bytes token = given_token(b, TOKEN_SERVICE, KEY_TRUSTED);

	given_that(b, decided(b) || unlock(b, token, NULL).reply.given, "a good token opens the unit");
}

static bool is_refused(struct bench *b, struct bytes token)
{
	struct state_answer answer = unlock(b, token, NULL);

	return answer.reply.refused && answer.state[0] == '\0';
}

static void try_alterations(struct bench *b)
{
	const char *words = device_setting(b, "token_context");
	struct bytes context = bytes_of_text(words ? words : "");
	uint8_t room[TOKEN_ALTERED_MAX];

	for (size_t i = 0; i < token_alterations() && !decided(b); i++) {
		struct bytes token = given_token(b, TOKEN_DEBUG, KEY_TRUSTED);
		struct altered_token altered = { .how = "" };
		enum result result = token_alter(token, context, i, BUFFER_OF(room), &altered);
		bool refused;

		if (result == RESULT_NOT_FOUND) {
			note(b, "the token is no COSE_Sign1: bytes of it were changed, and nothing else");
			return;
		}
		given_that(b, result == RESULT_OK, "the suite makes another form of the token");
		if (decided(b))
			return;
		refused = is_refused(b, altered.bytes);
		if (!refused)
			note(b, "%s", altered.how);
		must_be_so(b, refused, "a token in another form opens nothing");
		given_opens(b);
	}
	note(b, "%zu other forms were tried", token_alterations());
}

static void try_flips(struct bench *b)
{
	struct bytes draw = challenge(b, "places", 2 * FLIPS);
	uint8_t room[TOKEN_ALTERED_MAX];

	for (size_t i = 0; i < FLIPS && !decided(b); i++) {
		struct bytes token = given_token(b, TOKEN_DEBUG, KEY_TRUSTED);
		size_t at = i == 0 || token.len == 0 ? 0 : i == 1 ? token.len - 1 : ((size_t)draw.at[2 * i] << 8 | draw.at[2 * i + 1]) % token.len;
		bool refused;

		if (decided(b) || token.len > sizeof(room))
			return;
		memcpy(room, token.at, token.len);
		room[at] ^= (uint8_t)(1u << (i & 7));
		refused = is_refused(b, bytes_from(room, token.len));
		if (!refused)
			note(b, "the byte at %zu of %zu", at, token.len);
		must_be_so(b, refused, "a token with one byte changed opens nothing");
		given_opens(b);
	}
}

static void run(struct bench *b)
{
	struct attester attester;

	given_opens(b);
	try_alterations(b);
	try_flips(b);
	if (!decided(b) && attester_find(b, &attester))
		must_be_so(b, must_attest(b, &attester, challenge(b, "after all", CHALLENGE_LEN)).token.claims.lifecycle >> 8 == EAT_LIFECYCLE_SECURED,
			   "a refused token does not show in evidence");
}

static const char *const NEEDS[] = { "device.challenge", "device.unlock", "kit.token", NULL };

CHECK(altered_tokens_open_nothing) = {
	.requirement = "defense_in_depth/unlock_tokens_are_bound",
	.needs = NEEDS,
	.spends = SPENDS_LOCKOUT,
	.run = run,
};
