/* SPDX-License-Identifier: Apache-2.0 */
/* Minimal positive integers, and back. */

#include "reference-impl/codec/ecdsa_raw.h"

#include <string.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

enum { DER_INTEGER = 0x02, DER_SEQUENCE = 0x30, SCALAR_LEN = CRYPTO_P256_SCALAR_LEN, SIGN_BIT = 0x80 };

/* The bytes of a number without leading zeros, but for one that keeps it positive. */
static struct bytes significant(struct bytes scalar, bool *ret_needs_zero)
{
	while (scalar.len > 1 && scalar.at[0] == 0)
		scalar = bytes_from(scalar.at + 1, scalar.len - 1);
	*ret_needs_zero = (scalar.at[0] & SIGN_BIT) != 0;
	return scalar;
}

static void write_integer(struct writer *w, struct bytes scalar)
{
	bool needs_zero;
	struct bytes digits = significant(scalar, &needs_zero);

	writer_u8(w, DER_INTEGER);
	writer_u8(w, (uint8_t)(digits.len + needs_zero));
	writer_fill(w, 0, needs_zero);
	writer_bytes(w, digits);
}

enum result ecdsa_raw_to_der(struct bytes raw, struct buffer room, struct bytes *ret_der)
{
	uint8_t integers[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct writer inner = writer_over(BUFFER_OF(integers)), w = writer_over(room);
	struct bytes written;
	enum result result;

	if (raw.len != ECDSA_RAW_LEN)
		return RESULT_MALFORMED;
	write_integer(&inner, bytes_from(raw.at, SCALAR_LEN));
	write_integer(&inner, bytes_from(raw.at + SCALAR_LEN, SCALAR_LEN));
	result = writer_finish(&inner, &written);
	if (result != RESULT_OK)
		return result;
	writer_u8(&w, DER_SEQUENCE);
	writer_u8(&w, (uint8_t)written.len);
	writer_bytes(&w, written);
	return writer_finish(&w, ret_der);
}

/* The number right-aligned in 32 bytes of zeros. */
static bool read_integer(struct reader *r, uint8_t scalar[SCALAR_LEN])
{
	uint8_t tag = reader_u8(r);
	uint8_t len = reader_u8(r);
	struct bytes digits = reader_take(r, len);

	if (digits.len > 0 && digits.at[0] == 0)
		digits = bytes_from(digits.at + 1, digits.len - 1);
	if (tag != DER_INTEGER || digits.len == 0 || digits.len > SCALAR_LEN)
		return false;
	memcpy(scalar + SCALAR_LEN - digits.len, digits.at, digits.len);
	return true;
}

enum result ecdsa_raw_from_der(struct bytes der, uint8_t ret_raw[ECDSA_RAW_LEN])
{
	uint8_t raw[ECDSA_RAW_LEN] = { 0 };
	struct reader r = reader_over(der);

	if (!crypto_ecdsa_der_is_strict(der))
		return RESULT_MALFORMED;
	(void)reader_take(&r, 2);
	if (!read_integer(&r, raw) || !read_integer(&r, raw + SCALAR_LEN) || reader_finish(&r) != RESULT_OK)
		return RESULT_MALFORMED;
	memcpy(ret_raw, raw, ECDSA_RAW_LEN);
	return RESULT_OK;
}
