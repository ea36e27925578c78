/* SPDX-License-Identifier: Apache-2.0 */
/* A second opinion about accepted claims, from RFC 9783 and nothing of codec/ but its answer. */
#include "harnesses/oracles/psa_token.h"

enum { UNSIGNED = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, ARRAY = 4, MAP = 5, TAG = 6 };
enum { KEY_CLIENT_ID = 2394, KEY_LIFECYCLE = 2395, LAST_STATE = 6 };

/* Where a head ends, its kind and its argument; the input was accepted, so it is all there, of definite lengths. */
static size_t head_at(struct bytes input, size_t at, unsigned int *ret_major, uint64_t *ret_argument)
{
	unsigned int info = input.at[at] & 0x1f;
	size_t width = info < 24 ? 0 : (size_t)1 << (info - 24);

	*ret_major = input.at[at] >> 5;
	*ret_argument = width == 0 ? info : 0;
	for (size_t i = 0; i < width; i++)
		*ret_argument = *ret_argument << 8 | input.at[at + 1 + i];
	return at + 1 + width;
}

/* Where the item that begins there ends. */
static size_t end_of(struct bytes input, size_t at)
{
	unsigned int major;
	uint64_t argument;

	for (uint64_t left = 1; left > 0; left--) {
		at = head_at(input, at, &major, &argument);
		if (major == BYTES || major == TEXT)
			at += (size_t)argument;
		else if (major >= ARRAY && major <= TAG)
			left += major == TAG ? 1 : major == MAP ? 2 * argument : argument;
	}
	return at;
}

/* The number that stands under a key; false if none does. */
static bool number_of(struct bytes input, uint64_t key, unsigned int *ret_major, uint64_t *ret_argument)
{
	unsigned int major;
	uint64_t pairs, argument;
	size_t at = head_at(input, 0, &major, &pairs);

	for (; pairs > 0; pairs--) {
		(void)head_at(input, at, &major, &argument);
		at = end_of(input, at);
		if (major == UNSIGNED && argument == key) {
			(void)head_at(input, at, ret_major, ret_argument);
			return *ret_major == UNSIGNED || *ret_major == NEGATIVE;
		}
		at = end_of(input, at);
	}
	return false;
}

static bool is_hash(struct bytes input, struct bytes hash)
{
	return bytes_lie_within(hash, input) && (hash.len == 32 || hash.len == 48 || hash.len == 64);
}

ORACLE FZ_PSATOKEN_001_claims_keep_their_lengths(struct bytes input, const struct psa_token_claims *claims)
{
	const char *id = "FZ-PSATOKEN-001", *promise = "claims-keep-their-lengths";

	oracle_holds(is_hash(input, claims->nonce), id, promise, "the nonce has no allowed length");
	oracle_holds(bytes_lie_within(claims->instance_id, input) && claims->instance_id.len == 33 && claims->instance_id.at[0] == 1, id,
		     promise, "the instance id has another form");
	oracle_holds(bytes_lie_within(claims->implementation_id, input) && claims->implementation_id.len == 32, id, promise,
		     "the implementation id has no allowed length");
	oracle_holds(!claims->boot_seed.at || (claims->boot_seed.len >= 8 && claims->boot_seed.len <= 32), id, promise,
		     "the boot seed has no allowed length");
	oracle_holds(claims->component_count > 0, id, promise, "nothing was measured");
	for (size_t i = 0; i < claims->component_count; i++)
		oracle_holds(is_hash(input, claims->components[i].measurement) && is_hash(input, claims->components[i].signer_id), id,
			     promise, "a component has a hash of no allowed length");
}

ORACLE FZ_PSATOKEN_002_numbers_are_those_sent(struct bytes input, const struct psa_token_claims *claims)
{
	const char *id = "FZ-PSATOKEN-002", *promise = "numbers-are-those-sent";
	unsigned int major = 0;
	uint64_t argument = 0;

	oracle_holds(number_of(input, KEY_CLIENT_ID, &major, &argument) && argument <= INT32_MAX, id, promise,
		     "the client id sent has more than 32 bits");
	oracle_holds(claims->client_id == (major == UNSIGNED ? (int64_t)argument : -1 - (int64_t)argument) && claims->client_id != 0, id,
		     promise, "the client id is not the one sent");
	oracle_holds(number_of(input, KEY_LIFECYCLE, &major, &argument) && major == UNSIGNED && argument == claims->lifecycle, id, promise,
		     "the lifecycle is not the one sent");
	oracle_holds(argument >> 12 <= LAST_STATE && (argument >> 8 & 0xf) == 0, id, promise, "the lifecycle is none of the states");
}
