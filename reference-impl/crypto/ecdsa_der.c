/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one DER form of SEQUENCE { r INTEGER, s INTEGER } for a 256-bit curve.
 *
 * Libraries differ in what else they take (long lengths, padding, trailing bytes); what
 * every one of them takes alike is what passes here.
 */

#include "reference-impl/base/reader.h"
#include "reference-impl/crypto/crypto.h"

enum { DER_INTEGER = 0x02, DER_SEQUENCE = 0x30 };

/* A positive integer of up to 256 bits, without a zero byte that its sign does not need. */
static bool take_positive_integer(struct reader *r)
{
	uint8_t tag = reader_u8(r);
	uint8_t len = reader_u8(r);
	struct bytes value = reader_take(r, len);

	if (tag != DER_INTEGER || value.len == 0 || value.len > CRYPTO_P256_SCALAR_LEN + 1)
		return false;
	if (value.at[0] == 0)
		return value.len > 1 && value.at[1] >= 0x80;
	return value.at[0] < 0x80 && value.len <= CRYPTO_P256_SCALAR_LEN;
}

bool crypto_ecdsa_der_is_strict(struct bytes signature)
{
	struct reader r = reader_over(signature);
	uint8_t tag = reader_u8(&r);
	uint8_t len = reader_u8(&r);

	if (tag != DER_SEQUENCE || len >= 0x80 || len != reader_rest(&r).len)
		return false;
	if (!take_positive_integer(&r) || !take_positive_integer(&r))
		return false;
	return reader_finish(&r) == RESULT_OK;
}
