/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_ECDSA_RAW_H
#define CODEC_ECDSA_RAW_H

/*
 * The two forms of a P-256 signature: r and s in 32 bytes each, as COSE has them, and DER, as
 * crypto.h takes and gives them. Each signature has one form of either kind.
 *
 * Whether r and s are in range is the verifier's to say.
 * Sources: RFC 9053 section 2.1 (IEEE P1363), RFC 3279 section 2.2.3.
 */

#include "reference-impl/crypto/crypto.h"

enum { ECDSA_RAW_LEN = 2 * CRYPTO_P256_SCALAR_LEN };

/* RESULT_MALFORMED unless raw is 64 bytes; RESULT_TOO_LARGE if room is short (72 bytes always do). */
enum result ecdsa_raw_to_der(struct bytes raw, struct buffer room, struct bytes *ret_der) MUST_CHECK;

/* RESULT_MALFORMED unless der is strict. */
enum result ecdsa_raw_from_der(struct bytes der, uint8_t ret_raw[ECDSA_RAW_LEN]) MUST_CHECK;

#endif
