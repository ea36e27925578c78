/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READERS_RAW_SIGNATURE_H
#define READERS_RAW_SIGNATURE_H

/*
 * ECDSA signatures as two numbers, which is how TPMs and COSE write them, checked by crypto.h,
 * which wants DER.
 */

#include "reference-impl/crypto/crypto.h"

enum { RAW_SIGNATURE_DER_ROOM = 80 }; /* enough for every signature by P-256 */

/* r and s: big endian, 1 to 32 bytes each, else RESULT_MALFORMED; *ret_der views room, RESULT_TOO_LARGE if that is too small. */
enum result raw_signature_to_der(struct bytes r, struct bytes s, struct buffer room, struct bytes *ret_der) MUST_CHECK;

/* r and s as above; the rest is crypto_p256_verify()'s. */
enum result raw_signature_verify(struct bytes spki, struct bytes digest, struct bytes r, struct bytes s) MUST_CHECK;

/* The two numbers of a DER signature by our own crypto.h, 32 bytes each, r first. RESULT_MALFORMED for another form. */
enum result raw_signature_from_der(struct bytes der, uint8_t ret_raw[2 * CRYPTO_P256_SCALAR_LEN]) MUST_CHECK;

#endif
