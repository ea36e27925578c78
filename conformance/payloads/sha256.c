/* SPDX-License-Identifier: Apache-2.0 */

#include "conformance/payloads/sha256.h"

/* FIPS 180-4 section 4.2.2. */
static const uint32_t round_constant[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* Section 5.3.3. */
static const uint32_t initial_state[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
					   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };

static uint32_t rotate(uint32_t x, unsigned int n)
{
	return x >> n | x << (32 - n);
}

/* Section 6.2.2 step 1, with the schedule kept in a ring of sixteen words. */
static uint32_t schedule(uint32_t w[16], size_t t)
{
	uint32_t early = w[(t + 1) % 16], late = w[(t + 14) % 16];
	uint32_t sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ early >> 3;
	uint32_t sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ late >> 10;

	w[t % 16] += sigma0 + w[(t + 9) % 16] + sigma1;
	return w[t % 16];
}

/* Section 6.2.2 step 3; v is a to h. */
static void one_round(uint32_t v[8], uint32_t k_plus_w)
{
	uint32_t sum1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
	uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
	uint32_t sum0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
	uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
	uint32_t t1 = v[7] + sum1 + choice + k_plus_w;

	for (size_t i = 7; i > 0; i--)
		v[i] = v[i - 1];
	v[4] += t1;
	v[0] = t1 + sum0 + majority;
}

static void compress(uint32_t state[8], const uint8_t block[PAYLOAD_SHA256_BLOCK_LEN])
{
	uint32_t w[16], v[8];

	for (size_t i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
		       block[4 * i + 3];
	for (size_t i = 0; i < 8; i++)
		v[i] = state[i];
	for (size_t t = 0; t < 64; t++)
		one_round(v, round_constant[t] + (t < 16 ? w[t] : schedule(w, t)));
	for (size_t i = 0; i < 8; i++)
		state[i] += v[i];
}

void payload_sha256_init(struct payload_sha256 *sha)
{
	for (size_t i = 0; i < 8; i++)
		sha->state[i] = initial_state[i];
	sha->len = 0;
}

static void add(struct payload_sha256 *sha, uint8_t byte)
{
	sha->block[sha->len++ % PAYLOAD_SHA256_BLOCK_LEN] = byte;
	if (sha->len % PAYLOAD_SHA256_BLOCK_LEN == 0)
		compress(sha->state, sha->block);
}

void payload_sha256_update(struct payload_sha256 *sha, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		add(sha, bytes[i]);
}

void payload_sha256_final(struct payload_sha256 *sha, uint8_t digest[PAYLOAD_SHA256_LEN])
{
	uint64_t bits = sha->len * 8;

	add(sha, 0x80);
	while (sha->len % PAYLOAD_SHA256_BLOCK_LEN != 56)
		add(sha, 0);
	for (unsigned int shift = 64; shift > 0; shift -= 8)
		add(sha, (uint8_t)(bits >> (shift - 8)));
	for (size_t i = 0; i < PAYLOAD_SHA256_LEN; i++)
		digest[i] = (uint8_t)(sha->state[i / 4] >> (24 - i % 4 * 8));
}

static void begin(struct payload_sha256 *sha, const uint8_t *key, size_t key_len, uint8_t pad)
{
	payload_sha256_init(sha);
	for (size_t i = 0; i < PAYLOAD_SHA256_BLOCK_LEN; i++)
		add(sha, (uint8_t)((i < key_len ? key[i] : 0) ^ pad));
}

void payload_hmac_sha256(const uint8_t *key, size_t key_len, const uint8_t *bytes, size_t len,
			 uint8_t tag[PAYLOAD_SHA256_LEN])
{
	struct payload_sha256 sha;

	begin(&sha, key, key_len, 0x36);
	payload_sha256_update(&sha, bytes, len);
	payload_sha256_final(&sha, tag);
	begin(&sha, key, key_len, 0x5c);
	payload_sha256_update(&sha, tag, PAYLOAD_SHA256_LEN);
	payload_sha256_final(&sha, tag);
}
