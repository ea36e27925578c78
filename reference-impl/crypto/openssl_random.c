/* SPDX-License-Identifier: Apache-2.0 */
/* The library's generator, which the system's entropy seeds and which survives fork(). */

#include <limits.h>

#include <openssl/err.h>
#include <openssl/rand.h>

#include "reference-impl/crypto/crypto.h"

enum result crypto_random(struct buffer buffer)
{
	int filled;

	if (buffer.len > INT_MAX)
		return RESULT_TOO_LARGE;
	ERR_set_mark();
	filled = RAND_priv_bytes(buffer.at, (int)buffer.len) == 1;
	ERR_pop_to_mark();
	return filled ? RESULT_OK : RESULT_CRYPTO;
}
