/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/cheats/relay/software_key.h"

#include <string.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/crypto/p256_spki.h"

enum { COORDINATE_LEN = 32, POINT_FIELDS_LEN = 2 * (2 + COORDINATE_LEN) };

/* Nobody's secret: the key of a cheat is in its source. */
static enum result software_key(struct crypto_p256_key *ret_key)
{
	static const uint8_t scalar[CRYPTO_P256_SCALAR_LEN] = { [0] = 0x5e, [31] = 0x11 };

	return crypto_p256_from_scalar(BYTES_OF(scalar), ret_key);
}

enum result software_key_replace(struct buffer public_area)
{
	struct crypto_p256_key key;
	uint8_t *fields;
	enum result result = public_area.len < POINT_FIELDS_LEN ? RESULT_MALFORMED : software_key(&key);
	struct bytes point;

	if (result != RESULT_OK)
		return result;
	point = p256_spki_point(BYTES_OF(key.spki));
	fields = public_area.at + public_area.len - POINT_FIELDS_LEN;
	memcpy(fields + 2, point.at + 1, COORDINATE_LEN);
	memcpy(fields + 2 + COORDINATE_LEN + 2, point.at + 1 + COORDINATE_LEN, COORDINATE_LEN);
	crypto_p256_release(&key);
	return RESULT_OK;
}

/* The number at *at of a strict DER signature, as 32 bytes. */
static void write_number(struct writer *w, const uint8_t *der, size_t *at)
{
	size_t len = der[*at + 1];
	const uint8_t *number = der + *at + 2;

	*at += 2 + len;
	for (; len > COORDINATE_LEN; len--)
		number++;
	writer_u16_be(w, COORDINATE_LEN);
	writer_fill(w, 0, COORDINATE_LEN - len);
	writer_bytes(w, bytes_from(number, len));
}

enum result software_key_sign(struct bytes message, uint8_t ret_signature[SOFTWARE_SIGNATURE_LEN])
{
	enum { ALG_ECDSA = 0x0018, ALG_SHA256 = 0x000b };
	struct writer w = writer_over((struct buffer){ ret_signature, SOFTWARE_SIGNATURE_LEN });
	struct crypto_p256_key key;
	struct crypto_sha256 digest;
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct bytes der;
	size_t at = 2;
	enum result result = crypto_sha256(message, &digest);

	if (result == RESULT_OK)
		result = software_key(&key);
	if (result != RESULT_OK)
		return result;
	result = crypto_p256_sign(&key, BYTES_OF(digest.at), BUFFER_OF(room), &der);
	crypto_p256_release(&key);
	if (result != RESULT_OK)
		return result;
	writer_u16_be(&w, ALG_ECDSA);
	writer_u16_be(&w, ALG_SHA256);
	write_number(&w, der.at, &at);
	write_number(&w, der.at, &at);
	return w.failed;
}
