/* SPDX-License-Identifier: Apache-2.0 */
/* Each candidate is multiplied out once and held against all keys. */

#include <string.h>

#include "conformance/check_weak_key.h"
#include "conformance/core/known_keys.h"

/* Of a point the first coordinate alone is compared: that of n - k is that of k. */
enum { X_OFFSET = CRYPTO_P256_SPKI_LEN - 2 * CRYPTO_P256_SCALAR_LEN, X_LEN = CRYPTO_P256_SCALAR_LEN };

struct search {
	const struct bytes *keys;
	size_t key_count;
	struct weak_key *weak;
	bool found;
};

static void compare(struct search *s, const struct crypto_p256_key *candidate, const char *story)
{
	for (size_t i = 0; i < s->key_count && !s->found; i++)
		if (s->keys[i].len == CRYPTO_P256_SPKI_LEN && memcmp(s->keys[i].at + X_OFFSET, candidate->spki + X_OFFSET, X_LEN) == 0) {
			*s->weak = (struct weak_key){ i, story };
			s->found = true;
		}
}

/* A scalar that is out of range makes no key. */
static void try_scalar(struct search *s, const uint8_t scalar[CRYPTO_P256_SCALAR_LEN], const char *story)
{
	struct crypto_p256_key candidate;

	if (s->found || crypto_p256_from_scalar(bytes_from(scalar, CRYPTO_P256_SCALAR_LEN), &candidate) != RESULT_OK)
		return;
	compare(s, &candidate, story);
	crypto_p256_release(&candidate);
}

static void try_small_ones(struct search *s)
{
	for (unsigned int k = 1; k <= WEAK_KEY_SMALL; k++) {
		uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { 0 };

		scalar[CRYPTO_P256_SCALAR_LEN - 2] = (uint8_t)(k >> 8);
		scalar[CRYPTO_P256_SCALAR_LEN - 1] = (uint8_t)k;
		try_scalar(s, scalar, "a small number, or as much below the order");
	}
}

static void try_patterns(struct search *s)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN];

	for (unsigned int bit = 0; bit < 8 * CRYPTO_P256_SCALAR_LEN; bit++) {
		memset(scalar, 0, sizeof(scalar));
		scalar[bit / 8] = (uint8_t)(1u << bit % 8);
		try_scalar(s, scalar, "a power of two, or as much below the order");
	}
	for (unsigned int byte = 1; byte <= UINT8_MAX; byte++) {
		memset(scalar, (int)byte, sizeof(scalar));
		try_scalar(s, scalar, "one byte, repeated");
	}
	for (unsigned int i = 0; i < CRYPTO_P256_SCALAR_LEN; i++)
		scalar[i] = (uint8_t)i;
	try_scalar(s, scalar, "bytes that count up");
}

static void try_published(struct search *s)
{
	for (size_t i = 0; i < known_key_count() && !s->found; i++) {
		struct crypto_p256_key candidate;

		if (known_key(known_key_name(i), &candidate) != RESULT_OK)
			continue;
		compare(s, &candidate, known_key_story(i));
		crypto_p256_release(&candidate);
	}
}

/* As a number, at the start of one, over and over, and by its hash. */
static void try_told(struct search *s, struct bytes told)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { 0 };
	size_t len = told.len < sizeof(scalar) ? told.len : sizeof(scalar);
	struct crypto_sha256 digest;

	if (told.len == 0)
		return;
	memcpy(scalar + sizeof(scalar) - len, told.at, len);
	try_scalar(s, scalar, "what the unit tells of itself");
	memset(scalar, 0, sizeof(scalar));
	memcpy(scalar, told.at, len);
	try_scalar(s, scalar, "what the unit tells of itself, with zeros behind it");
	for (size_t i = 0; i < sizeof(scalar); i++)
		scalar[i] = told.at[i % told.len];
	try_scalar(s, scalar, "what the unit tells of itself, repeated");
	if (crypto_sha256(told, &digest) == RESULT_OK)
		try_scalar(s, digest.at, "the hash of what the unit tells of itself");
}

bool weak_key_find(const struct bytes *keys, size_t key_count, const struct bytes *told, size_t told_count,
		   struct weak_key *ret_weak)
{
	struct search s = { .keys = keys, .key_count = key_count, .weak = ret_weak };

	for (size_t i = 0; i < told_count; i++)
		try_told(&s, told[i]);
	try_published(&s);
	try_patterns(&s);
	try_small_ones(&s);
	return s.found;
}
