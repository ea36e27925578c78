/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_NONCE_TEXT_H
#define TOOLS_NONCE_TEXT_H

/* The nonce that a device is asked with, as people type it: 64, 96 or 128 hexadecimal digits, or any text, of which the SHA-256 counts. */

#include "reference-impl/base/bytes.h"

enum { NONCE_MAX_LEN = 64, NONCE_TEXT_MAX_LEN = 1024 };

struct nonce {
	uint8_t at[NONCE_MAX_LEN];
	size_t len;        /* 32, 48 or 64 */
	bool is_hashed;    /* of a text, and no hexadecimal */
};

/* RESULT_MALFORMED for an empty text, RESULT_TOO_LARGE, RESULT_CRYPTO. */
enum result nonce_read(const char *text, struct nonce *ret_nonce) MUST_CHECK;

#endif
