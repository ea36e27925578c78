/* SPDX-License-Identifier: Apache-2.0 */
/* A private key is known by its public one. */

#include "conformance/check_secrets.h"

#include <string.h>

#include "conformance/hidden_values.h"
#include "reference-impl/crypto/crypto.h"

enum { CHALLENGE_LEN = 32, FEW_VALUES = 3 };

/* A key of fewer is found by guessing, which another check does; erased memory is passed over so. */
static bool is_varied(const uint8_t value[HIDDEN_VALUE_LEN])
{
	bool seen[UINT8_MAX + 1] = { false };
	unsigned int count = 0;

	for (size_t i = 0; i < HIDDEN_VALUE_LEN; i++) {
		count += !seen[value[i]];
		seen[value[i]] = true;
	}
	return count >= FEW_VALUES;
}

static bool is_scalar_of(struct bytes scalar, const struct unit_secrets *s)
{
	struct crypto_p256_key key;
	bool is_it = false;

	if (!is_varied(scalar.at) || crypto_p256_from_scalar(scalar, &key) != RESULT_OK)
		return false;
	for (size_t i = 0; i < s->key_count; i++)
		is_it = is_it || bytes_equal(BYTES_OF(key.spki), s->keys[i]);
	crypto_p256_release(&key);
	return is_it;
}

bool secrets_show_in(struct bytes where, struct unit_secrets *s)
{
	struct hidden_values values = hidden_values_in(where);

	s->looked_at += where.len > 0;
	while (hidden_values_next(&values)) {
		s->values++;
		if (bytes_equal(BYTES_OF(values.value), s->canary) || is_scalar_of(BYTES_OF(values.value), s))
			return true;
	}
	return false;
}

static void find_keys(struct bench *b, struct unit_secrets *s)
{
	struct attestation answer = attest(b, challenge(b, "keys", CHALLENGE_LEN), NULL);
	struct layer_chain layers;

	given_that(b, answer.reply.given && layer_chain_read(answer.chain.at, answer.chain.count, &layers, NULL) == RESULT_OK,
		   "the unit shows its public keys");
	for (size_t i = 0; !decided(b) && i < layers.count && s->key_count < SECRET_KEYS_MAX - 1; i++)
		s->keys[s->key_count++] = layers.at[i].spki;
	s->keys[s->key_count++] = key_create(b, "client", bytes_from(NULL, 0)).public_key;
}

struct unit_secrets given_secrets(struct bench *b)
{
	struct unit_secrets s = { .canary = challenge(b, "sealed text", HIDDEN_VALUE_LEN) };
	struct sealed sealed = seal(b, "canary", s.canary);

	given_that(b, sealed.reply.given && bytes_equal(unseal(b, "canary", sealed.bytes).bytes, s.canary), "what was sealed opens for its owner");
	given_that(b, !decided(b) && memmem(sealed.bytes.at, sealed.bytes.len, s.canary.at, s.canary.len) == NULL, "what is sealed cannot be read");
	if (!decided(b))
		find_keys(b, &s);
	return s;
}
