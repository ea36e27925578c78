/* SPDX-License-Identifier: Apache-2.0 */
/* Writes heads by arithmetic of its own; the codec has no part in it. */
#include "harnesses/mutators/cose_mend.h"

#include <string.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

enum { STRUCTURE_MAX_LEN = 8192, SCALAR_LEN = CRYPTO_P256_SCALAR_LEN, STRING_MAX_LEN = 4096 };

struct chosen {
	unsigned int how;
	struct bytes protected, unprotected, payload;
};

static void write_string(struct writer *w, struct bytes string, bool wide)
{
	if (wide || string.len > 255) {
		writer_u8(w, 0x59);
		writer_u16_be(w, (uint16_t)string.len);
	} else if (string.len > 23) {
		writer_u8(w, 0x58);
		writer_u8(w, (uint8_t)string.len);
	} else {
		writer_u8(w, (uint8_t)(0x40 | string.len));
	}
	writer_bytes(w, string);
}

static struct bytes take(struct reader *r)
{
	size_t len = reader_u8(r), there = reader_rest(r).len;

	return reader_take(r, len < there ? len : there);
}

static bool choose(struct bytes input, struct chosen *ret_chosen)
{
	struct reader r = reader_over(input);

	ret_chosen->how = reader_u8(&r);
	ret_chosen->protected = take(&r);
	ret_chosen->unprotected = take(&r);
	ret_chosen->payload = reader_rest(&r);
	return reader_result(&r) == RESULT_OK && ret_chosen->payload.len <= STRING_MAX_LEN;
}

static bool digest_of(const struct chosen *chosen, struct crypto_sha256 *ret_digest)
{
	static uint8_t room[STRUCTURE_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes structure;

	writer_u8(&w, 0x84);
	writer_u8(&w, 0x6a);
	writer_text(&w, "Signature1");
	write_string(&w, chosen->protected, false);
	write_string(&w, bytes_from(NULL, 0), false);
	write_string(&w, chosen->payload, false);
	return writer_finish(&w, &structure) == RESULT_OK && crypto_sha256(structure, ret_digest) == RESULT_OK;
}

/* One INTEGER of a DER signature to its 32 bytes. */
static void take_scalar(struct reader *r, uint8_t scalar[SCALAR_LEN])
{
	struct bytes digits;

	(void)reader_u8(r);
	digits = reader_take(r, reader_u8(r));
	if (digits.len > SCALAR_LEN)
		digits = bytes_from(digits.at + 1, digits.len - 1);
	if (digits.len <= SCALAR_LEN && digits.len > 0)
		memcpy(scalar + SCALAR_LEN - digits.len, digits.at, digits.len);
}

static bool sign(const struct chosen *chosen, const struct test_key *key, uint8_t raw[2 * SCALAR_LEN])
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct crypto_sha256 digest;
	struct bytes der;
	struct reader r;

	if (!digest_of(chosen, &digest) || test_sign(key, &digest, BUFFER_OF(room), &der) != RESULT_OK)
		return false;
	r = reader_over(der);
	(void)reader_take(&r, 2);
	take_scalar(&r, raw);
	take_scalar(&r, raw + SCALAR_LEN);
	return reader_finish(&r) == RESULT_OK;
}

static void write_message(struct writer *w, const struct chosen *chosen, struct bytes signature)
{
	if ((chosen->how & COSE_MEND_UNTAGGED) == 0)
		writer_u8(w, 0xd2);
	writer_u8(w, 0x84);
	write_string(w, chosen->protected, (chosen->how & COSE_MEND_WIDE_HEADER) != 0);
	writer_bytes(w, chosen->unprotected);
	if ((chosen->how & COSE_MEND_DETACHED) != 0)
		writer_u8(w, 0xf6);
	else
		write_string(w, chosen->payload, (chosen->how & COSE_MEND_WIDE_PAYLOAD) != 0);
	write_string(w, signature, false);
}

struct bytes cose_mend(struct bytes input, const struct test_key keys[TEST_KEY_COUNT], struct buffer room)
{
	struct writer w = writer_over(room);
	uint8_t raw[2 * SCALAR_LEN] = { 0 };
	struct chosen chosen;
	struct bytes message;

	if (!choose(input, &chosen) || !sign(&chosen, &keys[chosen.how / COSE_MEND_SIGNER % TEST_KEY_COUNT], raw))
		return bytes_from(NULL, 0);
	write_message(&w, &chosen, BYTES_OF(raw));
	return writer_finish(&w, &message) == RESULT_OK ? message : bytes_from(NULL, 0);
}
