/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A token is the maker's word for one unit at one moment. One that is good for another unit or state, or a
 * second time, is a master key for whoever keeps it.
 *
 * Control:  before and after each wrong token one opens that was ordered likewise, with nothing wrong.
 * Proof:    refused are: no signature, a stranger's key, an older challenge, one that differs in its first or last
 *           byte, another unit's id, an earlier state, one byte changed anywhere, and the good one a second time; and the
 *           good one while one bit is wrong, from its second reading on, of the digest that is burnt of the service's key,
 *           where target.json names the place ("service_key_digest").
 * Blind to: how long a token is good, since no clock is moved; what an open session lets one do.
 * Defects:  token_opens_every_device, token_of_an_earlier_state_opens, half_a_challenge_is_compared,
 *           last_byte_of_a_fused_hash_is_not_compared.
 */
#include <string.h>

#include "conformance/check_storage.h"
#include "conformance/check_token.h"

enum { PLACES = 12, FIELD_MAX = 128, TOKEN_MAX = 4096 };

static struct token_order fresh_order(struct bench *b)
{
	struct unlock_challenge asked = unlock_challenge(b);

	given_that(b, asked.reply.given, "the unit gives a challenge");
	return token_order_for(&asked, TOKEN_DEBUG);
}

static struct bytes signed_for(struct bench *b, const struct token_order *order)
{
	struct token token = kit_token(b, order);

	given_that(b, token.reply.given, "the maker's service signs a token");
	return token.bytes;
}

static void given_opens(struct bench *b)
{
	struct token_order order = fresh_order(b);
	struct bytes token = signed_for(b, &order);

	given_that(b, unlock(b, token, NULL).reply.given, "the maker's token opens the unit");
}

static void must_stay_closed(struct bench *b, struct bytes token, const char *says)
{
	must_be_so(b, unlock(b, token, NULL).reply.refused, says);
	given_opens(b);
}

static void refuses_order(struct bench *b, const struct token_order *order, const char *says)
{
	must_stay_closed(b, signed_for(b, order), says);
}

static void try_keys(struct bench *b)
{
	struct token_order order = fresh_order(b);

	order.key = KEY_NONE;
	refuses_order(b, &order, "a token without a signature opens nothing");
	order = fresh_order(b);
	order.key = KEY_ATTACKER;
	refuses_order(b, &order, "a token of a stranger opens nothing");
}

static void try_challenges(struct bench *b)
{
	struct token_order older = fresh_order(b), order = fresh_order(b);
	uint8_t changed[FIELD_MAX] = { 0 };

	refuses_order(b, &older, "a token over an older challenge opens nothing");
	for (unsigned int last = 0; last < 2 && !decided(b); last++) {
		order = fresh_order(b);
		given_that(b, order.challenge.len > 0 && order.challenge.len <= sizeof(changed), "the challenge is of a length that is known");
		if (decided(b))
			return;
		memcpy(changed, order.challenge.at, order.challenge.len);
		changed[last ? order.challenge.len - 1 : 0] ^= 0x01;
		order.challenge.at = changed;
		refuses_order(b, &order, "a token over another challenge opens nothing");
	}
}

static void try_other_unit(struct bench *b)
{
	struct unlock_challenge elsewhere = unlock_challenge(other(b));
	struct token_order order = fresh_order(b);

	given_that(b, elsewhere.reply.given && !bytes_equal(elsewhere.device, order.device), "two units have different ids");
	order.device = elsewhere.device;
	refuses_order(b, &order, "a token for another unit opens nothing");
}

static void try_other_state(struct bench *b)
{
	const char *earlier = device_setting(b, "earlier_lifecycle");
	struct token_order order;

	if (earlier == NULL) {
		note(b, "target.json names no earlier_lifecycle: tokens for another state were not tried");
		return;
	}
	order = fresh_order(b);
	order.lifecycle = earlier;
	refuses_order(b, &order, "a token for an earlier state opens nothing");
}

static void try_changed_bytes(struct bench *b)
{
	uint8_t changed[TOKEN_MAX];

	for (size_t i = 0; i < PLACES && !decided(b); i++) {
		struct token_order order = fresh_order(b);
		struct bytes token = signed_for(b, &order);

		given_that(b, token.len > 0 && token.len <= sizeof(changed), "the token is of a length that is known");
		if (decided(b))
			return;
		memcpy(changed, token.at, token.len);
		changed[(token.len - 1) * i / (PLACES - 1)] ^= 0x10;
		must_stay_closed(b, bytes_from(changed, token.len), "a token with a byte changed opens nothing");
	}
}

/* The service's key is known by its burnt digest: by all of it. */
static void try_burnt_digest(struct bench *b)
{
	struct storage_spot burnt;

	if (!storage_spot(b, "service_key_digest", &burnt)) {
		note(b, "target.json does not say where the digest of the service's key is burnt");
		return;
	}
	for (unsigned int i = 0; i < 3 && !decided(b); i++) {
		uint64_t index = (burnt.length - 1) * i / 2;
		struct token_order order = fresh_order(b);
		bool refused;

		fault_bit(b, &burnt, index);
		(void)unlock(b, signed_for(b, &order), NULL); /* what is read once more for it is wrong from then on */
		power(b, POWER_CYCLE);
		given_that(b, look(b).kind != SEEN_NOTHING, "the unit runs after a power cycle");
		order = fresh_order(b);
		refused = unlock(b, signed_for(b, &order), NULL).reply.refused;
		given_that(b, fault_clear(b) > 0, "the unit reads what is burnt where target.json says");
		must_be_so(b, refused, "each byte of the burnt digest of the service's key counts");
		given_opens(b);
	}
}

static void run(struct bench *b)
{
	struct token_order order;
	struct bytes token;

	given_opens(b);
	try_keys(b);
	try_challenges(b);
	try_other_unit(b);
	try_other_state(b);
	try_changed_bytes(b);
	order = fresh_order(b);
	token = signed_for(b, &order);
	given_that(b, unlock(b, token, NULL).reply.given, "the maker's token opens the unit");
	must_stay_closed(b, token, "a token opens the unit once");
	try_burnt_digest(b);
	power(b, POWER_CYCLE);
}

static const char *const NEEDS[] = { "device.challenge", "device.unlock", "kit.token", NULL };

CHECK(opens_only_by_its_own_token) = {
	.requirement = "defense_in_depth/unlock_tokens_are_bound",
	.needs = NEEDS,
	.units = 2,
	.firmware = FIRMWARE_ANY,
	.run = run,
};
