/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A token is for one unit, one challenge, one state, one while and one maker.
 *
 * Control:  a token over the same challenge with nothing wrong opens the unit, before and again after each refusal; the other
 *           unit is opened by its own.
 * Proof:    one for another unit, for every unit, over an older or a foreign challenge, out of time, for another
 *           state, signed by somebody else or by nobody, with rights of the other kind, or a second time: all are refused.
 * Blind to: tokens whose bytes were altered (altered_tokens_open_nothing); states that the kit has no name for.
 * Defects:  token_of_any_unit_opens, token_unit_of_ones_is_every_unit, token_challenge_is_not_compared,
 *           token_challenge_is_compared_in_part, token_challenge_serves_twice, token_expires_in_other_units, token_state_is_not_compared,
 *           token_key_is_not_compared, token_rights_are_not_of_its_kind.
 */
#include <string.h>

#include "conformance/check_token.h"

enum { NEARLY_MAX = 64 };

static struct state_answer try_order(struct bench *b, const struct token_order *order)
{
	struct token token = kit_token(b, order);
	struct state_answer none = { .reply = { .reason = "" } };

	given_that(b, token.reply.given, "the maker's tools make the token");
	return decided(b) ? none : unlock(b, token.bytes, NULL);
}

static void given_opens(struct bench *b, enum token_kind kind)
{
	struct unlock_challenge asked = unlock_challenge(b);
	struct token_order order = token_order_for(&asked, kind);

	given_that(b, asked.reply.given && try_order(b, &order).reply.given, "a good token opens the unit");
}

/* A refusal counts only beside a token that is taken, which also keeps the unit from locking up. */
static void must_refuse(struct bench *b, const struct token_order *order, const char *says)
{
	struct state_answer answer = try_order(b, order);

	must_be_so(b, answer.reply.refused && answer.state[0] == '\0', says);
	given_opens(b, TOKEN_SERVICE);
}

/* The same but for one byte, the first or the last. */
static struct bytes nearly(struct bytes bytes, bool last, uint8_t room[NEARLY_MAX])
{
	if (bytes.len == 0 || bytes.len > NEARLY_MAX)
		return bytes_from(room, 0);
	memcpy(room, bytes.at, bytes.len);
	room[last ? bytes.len - 1 : 0] ^= 0x80;
	return bytes_from(room, bytes.len);
}

static struct token_order fresh_order(struct bench *b, enum token_kind kind)
{
	struct unlock_challenge asked = unlock_challenge(b);

	given_that(b, asked.reply.given, "the unit gives a challenge");
	return token_order_for(&asked, kind);
}

static void try_units(struct bench *b, enum token_kind kind)
{
	static const uint8_t fills[] = { 0x00, 0xff };
	struct unlock_challenge elsewhere = unlock_challenge(other(b));
	struct token_order order = fresh_order(b, kind), whole = token_order_for(&elsewhere, kind);
	uint8_t id[NEARLY_MAX];

	order.device = elsewhere.device;
	must_refuse(b, &order, "a token for another unit opens nothing");
	for (size_t i = 0; i < sizeof(fills) && !decided(b); i++) {
		order = fresh_order(b, kind);
		if (order.device.len > sizeof(id))
			return;
		memset(id, fills[i], sizeof(id));
		order.device.at = id;
		must_refuse(b, &order, "a token for no unit in particular opens nothing");
	}
	for (unsigned int last = 0; last < 2 && !decided(b); last++) {
		order = fresh_order(b, kind);
		order.device = nearly(order.device, last, id);
		must_refuse(b, &order, "a token for a unit whose id is nearly the same opens nothing");
	}
	(void)fresh_order(b, kind);
	must_refuse(b, &whole, "the other unit's whole token opens nothing here");
}

static void try_challenges(struct bench *b, enum token_kind kind)
{
	struct token_order older = fresh_order(b, kind), order = fresh_order(b, kind);
	uint8_t room[NEARLY_MAX];
	struct token good;

	must_refuse(b, &older, "a token over an older challenge opens nothing");
	order = fresh_order(b, kind);
	order.challenge = challenge(b, "no challenge of the unit", order.challenge.len);
	must_refuse(b, &order, "a token over a challenge of somebody else's opens nothing");
	for (unsigned int last = 0; last < 2 && !decided(b); last++) {
		order = fresh_order(b, kind);
		order.challenge = nearly(order.challenge, last, room);
		must_refuse(b, &order, "a token over a challenge that is nearly the same opens nothing");
	}
	order = fresh_order(b, TOKEN_SERVICE);
	good = kit_token(b, &order);
	given_that(b, good.reply.given && unlock(b, good.bytes, NULL).reply.given, "a good token opens the unit");
	must_be_so(b, unlock(b, good.bytes, NULL).reply.refused, "the same token does not open twice");
	(void)fresh_order(b, kind);
	must_be_so(b, unlock(b, good.bytes, NULL).reply.refused, "a token does not open again after a new challenge");
}

/* Its time begins with the challenge, and the token waits in the lab. */
static void try_time(struct bench *b, enum token_kind kind)
{
	struct token_order order = fresh_order(b, kind);
	struct token late;

	order.expires_s = 1;
	late = kit_token(b, &order);
	given_that(b, late.reply.given, "the maker's tools make the token");
	let_time_pass(b, 1200);
	must_be_so(b, decided(b) || unlock(b, late.bytes, NULL).reply.refused, "a token that has expired opens nothing");
	given_opens(b, TOKEN_SERVICE);
}

static void try_states(struct bench *b, enum token_kind kind)
{
	const char *const states[] = { device_setting(b, "first_lifecycle"), device_setting(b, "earlier_lifecycle") };

	for (size_t i = 0; i < 2 && states[i] && !decided(b); i++) {
		struct token_order order = fresh_order(b, kind);

		order.lifecycle = states[i];
		must_refuse(b, &order, "a token for another state opens nothing");
	}
}

static void try_keys(struct bench *b, enum token_kind kind)
{
	static const enum image_key keys[] = { KEY_ATTACKER, KEY_NONE };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && !decided(b); i++) {
		struct token_order order = fresh_order(b, kind);

		order.key = keys[i];
		must_refuse(b, &order, "a token that the maker's service did not sign opens nothing");
	}
}

static void try_rights(struct bench *b, enum token_kind kind)
{
	const char *const rights[] = { device_setting(b, kind == TOKEN_DEBUG ? "service_right" : "debug_right"), NULL };
	struct token_order order = fresh_order(b, kind);

	order.rights = rights;
	if (rights[0])
		must_refuse(b, &order, "a token with rights of the other kind opens nothing");
}

static void run(struct bench *b)
{
	static const enum token_kind kinds[] = { TOKEN_SERVICE, TOKEN_DEBUG };

	given_opens(b, TOKEN_SERVICE);
	given_opens(other(b), TOKEN_SERVICE);
	for (size_t i = 0; i < 2 && !decided(b); i++) {
		try_units(b, kinds[i]);
		try_challenges(b, kinds[i]);
		try_time(b, kinds[i]);
		try_states(b, kinds[i]);
		try_keys(b, kinds[i]);
		try_rights(b, kinds[i]);
	}
	given_opens(b, TOKEN_DEBUG);
}

static const char *const NEEDS[] = { "device.challenge", "device.unlock", "kit.token", NULL };

CHECK(foreign_tokens_open_nothing) = {
	.requirement = "defense_in_depth/unlock_tokens_are_bound",
	.needs = NEEDS,
	.spends = SPENDS_LOCKOUT,
	.units = 2,
	.run = run,
};
