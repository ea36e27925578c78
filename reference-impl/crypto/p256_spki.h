/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CRYPTO_P256_SPKI_H
#define CRYPTO_P256_SPKI_H

/*
 * The SubjectPublicKeyInfo of a P-256 key in its one form here: a fixed head of 26
 * bytes (named curve), then the uncompressed point. Because the form is fixed, equal
 * keys have equal bytes, and a hash over them identifies the key.
 * Source: RFC 5480.
 */

#include "reference-impl/crypto/crypto.h"

/* Is it of that form? Whether the point lies on the curve is not looked at. */
bool p256_spki_is_plain(struct bytes spki);

/* The point of a plain spki: 65 bytes, 04 || X || Y. */
struct bytes p256_spki_point(struct bytes spki);

/* Writes the spki of a point; RESULT_MALFORMED unless it is 65 bytes that begin with 04. */
enum result p256_spki_from_point(struct bytes point, uint8_t ret_spki[CRYPTO_P256_SPKI_LEN]) MUST_CHECK;

#endif
