/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PAYLOADS_SHA256_H
#define PAYLOADS_SHA256_H

/*
 * SHA-256 and HMAC-SHA-256 for a payload that has no library below it: small before fast.
 *
 * Call order: init, update as often as needed, final.
 * Sources: FIPS 180-4 sections 4 to 6, RFC 2104.
 */

#include <stddef.h>
#include <stdint.h>

enum { PAYLOAD_SHA256_LEN = 32, PAYLOAD_SHA256_BLOCK_LEN = 64 };

struct payload_sha256 {
	uint32_t state[8];
	uint8_t block[PAYLOAD_SHA256_BLOCK_LEN];
	uint64_t len; /* of the message so far, in bytes */
};

void payload_sha256_init(struct payload_sha256 *sha);
void payload_sha256_update(struct payload_sha256 *sha, const uint8_t *bytes, size_t len);
void payload_sha256_final(struct payload_sha256 *sha, uint8_t digest[PAYLOAD_SHA256_LEN]);

/* key_len is at most one block: longer keys would have to be hashed first, and no payload has one. */
void payload_hmac_sha256(const uint8_t *key, size_t key_len, const uint8_t *bytes, size_t len,
			 uint8_t tag[PAYLOAD_SHA256_LEN]);

#endif
