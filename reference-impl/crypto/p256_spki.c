/* SPDX-License-Identifier: Apache-2.0 */
/* Compares and copies the fixed head: no DER is parsed for a key. */

#include "reference-impl/crypto/p256_spki.h"

#include <string.h>

enum { HEAD_LEN = CRYPTO_P256_SPKI_LEN - CRYPTO_P256_POINT_LEN, POINT_UNCOMPRESSED = 4 };

/* SEQUENCE { SEQUENCE { ecPublicKey, prime256v1 }, BIT STRING of whole bytes } */
static const uint8_t head[HEAD_LEN] = {
	0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
	0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
};

bool p256_spki_is_plain(struct bytes spki)
{
	if (spki.len != CRYPTO_P256_SPKI_LEN || memcmp(spki.at, head, HEAD_LEN) != 0)
		return false;
	return spki.at[HEAD_LEN] == POINT_UNCOMPRESSED;
}

struct bytes p256_spki_point(struct bytes spki)
{
	return bytes_from(spki.at + HEAD_LEN, CRYPTO_P256_POINT_LEN);
}

enum result p256_spki_from_point(struct bytes point, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN])
{
	if (point.len != CRYPTO_P256_POINT_LEN || point.at[0] != POINT_UNCOMPRESSED)
		return RESULT_MALFORMED;
	memcpy(ret_spki, head, HEAD_LEN);
	memcpy(ret_spki + HEAD_LEN, point.at, CRYPTO_P256_POINT_LEN);
	return RESULT_OK;
}
