/* SPDX-License-Identifier: Apache-2.0 */
/* DER of SEQUENCE { INTEGER r, INTEGER s }, written and read. */

#include "conformance/readers/raw_signature.h"

#include <string.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

enum { DER_INTEGER = 0x02, DER_SEQUENCE = 0x30 };

/* A positive DER integer: no leading zeros but the one that keeps the sign. */
static void write_integer(struct writer *w, struct bytes number)
{
	while (number.len > 1 && number.at[0] == 0) {
		number.at++;
		number.len--;
	}
	writer_u8(w, DER_INTEGER);
	writer_u8(w, (uint8_t)(number.len + (number.at[0] >> 7)));
	if (number.at[0] >> 7 != 0)
		writer_u8(w, 0);
	writer_bytes(w, number);
}

enum result raw_signature_to_der(struct bytes r, struct bytes s, struct buffer room, struct bytes *ret_der)
{
	uint8_t integers[RAW_SIGNATURE_DER_ROOM];
	struct writer inner = writer_over(BUFFER_OF(integers)), outer = writer_over(room);
	struct bytes body;

	if (r.len == 0 || s.len == 0 || r.len > CRYPTO_P256_SCALAR_LEN || s.len > CRYPTO_P256_SCALAR_LEN)
		return RESULT_MALFORMED;
	write_integer(&inner, r);
	write_integer(&inner, s);
	if (writer_finish(&inner, &body) != RESULT_OK)
		return RESULT_INTERNAL;
	writer_u8(&outer, DER_SEQUENCE);
	writer_u8(&outer, (uint8_t)body.len);
	writer_bytes(&outer, body);
	return writer_finish(&outer, ret_der);
}

enum result raw_signature_verify(struct bytes spki, struct bytes digest, struct bytes r, struct bytes s)
{
	uint8_t room[RAW_SIGNATURE_DER_ROOM];
	struct bytes der;
	enum result result = raw_signature_to_der(r, s, BUFFER_OF(room), &der);

	return result == RESULT_OK ? crypto_p256_verify(spki, digest, der) : result;
}

static bool read_integer(struct reader *r, uint8_t ret_scalar[CRYPTO_P256_SCALAR_LEN])
{
	bool is_integer = reader_u8(r) == DER_INTEGER;
	struct bytes number = reader_take(r, reader_u8(r));

	if (number.len == CRYPTO_P256_SCALAR_LEN + 1 && number.at[0] == 0)
		number = bytes_from(number.at + 1, CRYPTO_P256_SCALAR_LEN);
	if (!is_integer || number.len == 0 || number.len > CRYPTO_P256_SCALAR_LEN)
		return false;
	memset(ret_scalar, 0, CRYPTO_P256_SCALAR_LEN);
	memcpy(ret_scalar + CRYPTO_P256_SCALAR_LEN - number.len, number.at, number.len);
	return true;
}

enum result raw_signature_from_der(struct bytes der, uint8_t ret_raw[2 * CRYPTO_P256_SCALAR_LEN])
{
	struct reader r = reader_over(der);
	uint8_t raw[2 * CRYPTO_P256_SCALAR_LEN];
	bool is_pair = reader_u8(&r) == DER_SEQUENCE && reader_u8(&r) == reader_rest(&r).len;

	if (!crypto_ecdsa_der_is_strict(der) || !is_pair || !read_integer(&r, raw) || !read_integer(&r, raw + CRYPTO_P256_SCALAR_LEN))
		return RESULT_MALFORMED;
	memcpy(ret_raw, raw, sizeof(raw));
	return RESULT_OK;
}
