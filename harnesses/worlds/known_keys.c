/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys that were derived before, and signatures that are the same each time.
 *
 * A root of trust derives its secrets anew at every power-on and certifies each key, out of the same few
 * fuses and images. Hashing and curve arithmetic would be all that its surfaces do, and the library's nonces
 * would make two runs differ. What crypto_hkdf() and dice_key_from_seed() give follows from their arguments
 * alone, so it is kept, under all of their bytes; signatures are good ones, with the nonce of
 * mutators/test_signature.h. The linker puts these in front of the functions (ci/make/fuzz.mk), so that the
 * code under test is what the device has.
 */
#include <string.h>

#include "harnesses/mutators/test_signature.h"
#include "reference-impl/root_of_trust/dice.h"

enum { PLACES = 256, QUESTION_MAX = 256, ANSWER_MAX = 64 };

struct question {
	size_t len;
	uint8_t at[QUESTION_MAX];
};

enum result __real_crypto_hkdf(enum crypto_hash_kind kind, struct bytes ikm, struct bytes salt, struct bytes info,
			       struct buffer okm) MUST_CHECK;
enum result __wrap_crypto_hkdf(enum crypto_hash_kind kind, struct bytes ikm, struct bytes salt, struct bytes info,
			       struct buffer okm) MUST_CHECK;
enum result __real_dice_key_from_seed(struct bytes seed, struct crypto_p256_key *ret_key) MUST_CHECK;
enum result __wrap_dice_key_from_seed(struct bytes seed, struct crypto_p256_key *ret_key) MUST_CHECK;
enum result __real_crypto_p256_sign(const struct crypto_p256_key *key, struct bytes digest, struct buffer room,
				    struct bytes *ret_signature) MUST_CHECK;
enum result __wrap_crypto_p256_sign(const struct crypto_p256_key *key, struct bytes digest, struct buffer room,
				    struct bytes *ret_signature) MUST_CHECK;

static size_t place_of(struct bytes bytes)
{
	uint64_t sum = 0xcbf29ce484222325u;

	for (size_t i = 0; i < bytes.len; i++)
		sum = (sum ^ bytes.at[i]) * 0x100000001b3u;
	return (size_t)(sum ^ sum >> 32) % PLACES;
}

/* Lengths and bytes behind one another; false if that is too long to be kept. */
static bool ask(struct question *question, uint8_t first, const struct bytes *parts, size_t count)
{
	question->at[0] = first;
	question->len = 1;
	for (size_t i = 0; i < count; i++) {
		if (parts[i].len > UINT8_MAX || question->len + 1 + parts[i].len > QUESTION_MAX)
			return false;
		question->at[question->len++] = (uint8_t)parts[i].len;
		if (parts[i].len > 0)
			memcpy(question->at + question->len, parts[i].at, parts[i].len);
		question->len += parts[i].len;
	}
	return true;
}

enum result __wrap_crypto_hkdf(enum crypto_hash_kind kind, struct bytes ikm, struct bytes salt, struct bytes info, struct buffer okm)
{
	static struct {
		struct question question;
		uint8_t answer[ANSWER_MAX];
	} places[PLACES], *known;
	const struct bytes parts[] = { ikm, salt, info, bytes_from(NULL, 0) };
	struct question question;
	enum result result;

	if (okm.len > ANSWER_MAX || !ask(&question, (uint8_t)(kind << 7 | okm.len), parts, 3))
		return __real_crypto_hkdf(kind, ikm, salt, info, okm);
	known = &places[place_of(bytes_from(question.at, question.len))];
	if (known->question.len != question.len || memcmp(known->question.at, question.at, question.len) != 0) {
		known->question.len = 0;
		result = __real_crypto_hkdf(kind, ikm, salt, info, (struct buffer){ known->answer, okm.len });
		if (result != RESULT_OK)
			return result;
		known->question = question;
	}
	memcpy(okm.at, known->answer, okm.len);
	return RESULT_OK;
}

enum result __wrap_dice_key_from_seed(struct bytes seed, struct crypto_p256_key *ret_key)
{
	static struct {
		bool taken;
		uint8_t seed[DICE_SEED_LEN];
		struct crypto_p256_key key;
	} places[PLACES], *known;
	enum result result;

	if (seed.len != DICE_SEED_LEN)
		return __real_dice_key_from_seed(seed, ret_key);
	known = &places[place_of(seed)];
	if (!known->taken || memcmp(known->seed, seed.at, seed.len) != 0) {
		known->taken = false;
		result = __real_dice_key_from_seed(seed, &known->key);
		if (result != RESULT_OK)
			return result;
		memcpy(known->seed, seed.at, seed.len);
		known->taken = true;
	}
	*ret_key = known->key;
	return RESULT_OK;
}

enum result __wrap_crypto_p256_sign(const struct crypto_p256_key *key, struct bytes digest, struct buffer room,
				    struct bytes *ret_signature)
{
	static struct {
		bool taken;
		struct test_key is;
	} places[PLACES], *known;
	struct crypto_sha256 copy;

	if (digest.len != sizeof(copy))
		return __real_crypto_p256_sign(key, digest, room, ret_signature);
	known = &places[place_of(BYTES_OF(key->scalar))];
	if (!known->taken || memcmp(known->is.key.scalar, key->scalar, sizeof(key->scalar)) != 0)
		test_key_product(key->scalar, known->is.product);
	known->taken = true;
	known->is.key = *key;
	memcpy(copy.at, digest.at, sizeof(copy));
	return test_sign(&known->is, &copy, room, ret_signature);
}
