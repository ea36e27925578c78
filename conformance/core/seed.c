/* SPDX-License-Identifier: Apache-2.0 */
/* Streams out of one seed: the info of each names its use, with separators that no name holds. */

#include "conformance/core/seed.h"

#include <stdio.h>
#include <string.h>

#include "conformance/core/known_keys.h"
#include "reference-impl/base/reader.h"
#include "reference-impl/base/secret.h"
#include "reference-impl/base/text.h"

enum result seed_from_system(struct seed *ret_seed)
{
	return crypto_random(BUFFER_OF(*ret_seed));
}

enum result seed_from_hex(const char *hex, struct seed *ret_seed)
{
	struct seed seed = { 0 };
	struct bytes read;
	size_t len = strlen(hex);

	if (len == 0 || len > sizeof(seed.bytes) * 2)
		return RESULT_MALFORMED;
	if (text_read_hex(bytes_from(hex, len), BUFFER_OF(seed.bytes), &read) != RESULT_OK)
		return RESULT_MALFORMED;
	*ret_seed = seed;
	return RESULT_OK;
}

static void write_hex(struct bytes bytes, char ret_hex[SEED_HEX_LEN])
{
	struct writer w = writer_over((struct buffer){ (uint8_t *)ret_hex, SEED_HEX_LEN - 1 });

	text_write_hex(&w, bytes);
	ret_hex[SEED_HEX_LEN - 1] = '\0';
}

void seed_hex(const struct seed *seed, char ret_hex[SEED_HEX_LEN])
{
	write_hex(BYTES_OF(seed->bytes), ret_hex);
}

enum result seed_hash_hex(const struct seed *seed, char ret_hex[SEED_HEX_LEN])
{
	struct crypto_sha256 digest;
	enum result result = crypto_sha256(BYTES_OF(seed->bytes), &digest);

	if (result == RESULT_OK)
		write_hex(BYTES_OF(digest), ret_hex);
	return result;
}

enum result seed_draw(const struct seed *seed, const struct seed_use *use, struct buffer stream)
{
	static const char salt[] = "assay seed 1";
	uint8_t room[512];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes info;
	enum result result;

	writer_text(&w, use->check);
	writer_u8(&w, 0);
	writer_text(&w, use->use);
	writer_u8(&w, 0);
	writer_u32_be(&w, use->unit);
	writer_u32_be(&w, use->attempt);
	writer_u64_be(&w, use->number);
	result = writer_finish(&w, &info);
	if (result != RESULT_OK)
		return result;
	return crypto_hkdf(CRYPTO_SHA256, BYTES_OF(seed->bytes), bytes_of_text(salt), info, stream);
}

/* Modulo of 64 bits: the bias is below 2^-32 for anything that is drawn here. */
enum result seed_draw_below(const struct seed *seed, const struct seed_use *use, uint64_t below, uint64_t *ret_number)
{
	uint8_t drawn[8];
	enum result result = seed_draw(seed, use, BUFFER_OF(drawn));
	struct reader reader = reader_over(BYTES_OF(drawn));

	if (result == RESULT_OK)
		*ret_number = reader_u64_be(&reader) % below;
	return result;
}

enum result seed_order(const struct seed *seed, const char *what, size_t *order, size_t count)
{
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	for (size_t left = count; left > 1; left--) {
		struct seed_use use = { .check = "run", .use = what, .number = left };
		uint64_t drawn;
		size_t last = order[left - 1];
		enum result result = seed_draw_below(seed, &use, left, &drawn);

		if (result != RESULT_OK)
			return result;
		order[left - 1] = order[drawn];
		order[drawn] = last;
	}
	return RESULT_OK;
}

/* Of two draws one is a scalar in range except with a chance of about 2^-64. */
enum result seed_suite_key(const struct seed *seed, const char *name, struct crypto_p256_key *ret_key)
{
	uint8_t scalar[CRYPTO_P256_SCALAR_LEN];
	enum result result = RESULT_CRYPTO;

	if (strncmp(name, KNOWN_KEY_PREFIX, strlen(KNOWN_KEY_PREFIX)) == 0)
		return known_key(name, ret_key);
	for (uint64_t number = 0; number < 2; number++) {
		struct seed_use use = { .check = "suite key", .use = name, .number = number };

		result = seed_draw(seed, &use, BUFFER_OF(scalar));
		if (result == RESULT_OK)
			result = crypto_p256_from_scalar(BYTES_OF(scalar), ret_key);
		if (result == RESULT_OK)
			break;
	}
	secret_wipe(BUFFER_OF(scalar));
	return result;
}
