/* SPDX-License-Identifier: Apache-2.0 */
/* What has the length and the digits of a nonce is one; everything else is a text. */

#include "reference-impl/tools/nonce_text.h"

#include <string.h>

#include "reference-impl/crypto/crypto.h"
#include "reference-impl/tools/field_text.h"

enum result nonce_read(const char *text, struct nonce *ret_nonce)
{
	static const size_t lengths[] = { 32, 48, 64 };
	size_t len = strlen(text);
	struct nonce nonce = { .is_hashed = true, .len = CRYPTO_SHA256_LEN };
	struct crypto_sha256 digest;
	enum result result;

	if (len == 0)
		return RESULT_MALFORMED;
	if (len > NONCE_TEXT_MAX_LEN)
		return RESULT_TOO_LARGE;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		if (len == 2 * lengths[i] && field_hex(text, lengths[i], nonce.at)) {
			nonce.len = lengths[i];
			nonce.is_hashed = false;
		}
	if (nonce.is_hashed) {
		result = crypto_sha256(bytes_of_text(text), &digest);
		if (result != RESULT_OK)
			return result;
		memcpy(nonce.at, digest.at, sizeof(digest.at));
	}
	*ret_nonce = nonce;
	return RESULT_OK;
}
