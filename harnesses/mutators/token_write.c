/* SPDX-License-Identifier: Apache-2.0 */
/* Claims, what is signed, and the envelope, by arithmetic of its own; the codec has no part in it. */
#include "harnesses/mutators/token_write.h"

#include <string.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

enum { PAYLOAD_MAX_LEN = 160, STRUCTURE_MAX_LEN = 256, SCALAR_LEN = CRYPTO_P256_SCALAR_LEN };

static void write_number(struct writer *w, uint64_t number, bool wide)
{
	if (number > UINT32_MAX) {
		writer_u8(w, 0x1b);
		writer_u64_be(w, number);
	} else if (number > UINT16_MAX) {
		writer_u8(w, 0x1a);
		writer_u32_be(w, (uint32_t)number);
	} else if (number > UINT8_MAX) {
		writer_u8(w, 0x19);
		writer_u16_be(w, (uint16_t)number);
	} else {
		if (number > 23 || wide)
			writer_u8(w, 0x18);
		writer_u8(w, (uint8_t)number);
	}
}

static void write_claim(struct writer *w, uint8_t key, uint64_t number, bool wide)
{
	writer_u8(w, key);
	write_number(w, number, wide);
}

static void write_nonce(struct writer *w, struct bytes nonce)
{
	if (nonce.len > 23)
		writer_u8(w, 0x58);
	writer_u8(w, (uint8_t)(nonce.len > 23 ? nonce.len : 0x40 | nonce.len));
	writer_bytes(w, nonce);
}

static void write_claims(struct writer *w, const struct token_plan *plan)
{
	bool swapped = (plan->form & TOKEN_SWAPPED) != 0, more = (plan->form & TOKEN_MORE_CLAIMS) != 0;

	writer_u8(w, (uint8_t)(0xa6 + more));
	write_claim(w, 1, plan->kind, (plan->form & TOKEN_WIDE_NUMBER) != 0);
	writer_u8(w, 2);
	writer_u8(w, 0x40 | sizeof(plan->device_id));
	writer_bytes(w, BYTES_OF(plan->device_id));
	writer_u8(w, 3);
	write_nonce(w, bytes_from(plan->nonce, sizeof(plan->nonce) - plan->nonce_cut));
	write_claim(w, 4, plan->expires_s, false);
	if (!swapped)
		write_claim(w, 5, plan->lifecycle, false);
	write_claim(w, 6, plan->rights, false);
	if (swapped)
		write_claim(w, 5, plan->lifecycle, false);
	if (more)
		write_claim(w, 7, 1, false);
}

static void edit(const struct token_edit edits[2], struct buffer bytes)
{
	for (unsigned int i = 0; i < 2; i++)
		bytes.at[edits[i].at % bytes.len] ^= edits[i].bits;
}

static bool digest_of(const struct token_plan *plan, struct bytes payload, struct crypto_sha256 *ret_digest)
{
	uint8_t room[STRUCTURE_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	const char *context = (plan->form & TOKEN_OTHER_CONTEXT) != 0 ? "service token 2" :
			      (plan->form & TOKEN_NO_CONTEXT) != 0    ? "" :
									"service token 1";
	struct bytes structure;

	writer_u8(&w, 0x84);
	writer_u8(&w, 0x6a);
	writer_text(&w, "Signature1");
	writer_u32_be(&w, 0x43a10126);
	writer_u8(&w, (uint8_t)(0x40 | strlen(context)));
	writer_text(&w, context);
	writer_u8(&w, 0x58);
	writer_u8(&w, (uint8_t)payload.len);
	writer_bytes(&w, payload);
	return writer_finish(&w, &structure) == RESULT_OK && crypto_sha256(structure, ret_digest) == RESULT_OK;
}

/* One INTEGER of a DER signature to its 32 bytes. */
static void take_scalar(struct reader *r, uint8_t scalar[SCALAR_LEN])
{
	struct bytes digits;

	(void)reader_u8(r);
	digits = reader_take(r, reader_u8(r));
	if (digits.len > SCALAR_LEN)
		digits = bytes_from(digits.at + 1, digits.len - 1);
	memcpy(scalar + SCALAR_LEN - digits.len, digits.at, digits.len);
}

static bool sign(const struct test_key *key, const struct crypto_sha256 *digest, uint8_t raw[2 * SCALAR_LEN])
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct bytes der;
	struct reader r;

	if (test_sign(key, digest, BUFFER_OF(room), &der) != RESULT_OK)
		return false;
	r = reader_over(der);
	(void)reader_take(&r, 2);
	take_scalar(&r, raw);
	take_scalar(&r, raw + SCALAR_LEN);
	return reader_finish(&r) == RESULT_OK;
}

static void write_envelope(struct writer *w, const struct token_plan *plan, struct bytes payload, struct bytes signature)
{
	if ((plan->form & TOKEN_UNTAGGED) == 0)
		writer_u8(w, 0xd2);
	writer_u8(w, 0x84);
	writer_u32_be(w, 0x43a10126);
	writer_u8(w, 0xa0);
	if ((plan->form & TOKEN_WIDE_HEAD) != 0) {
		writer_u8(w, 0x59);
		writer_u8(w, 0);
	} else {
		writer_u8(w, 0x58);
	}
	writer_u8(w, (uint8_t)payload.len);
	writer_bytes(w, payload);
	writer_u8(w, 0x58);
	writer_u8(w, (uint8_t)signature.len);
	writer_bytes(w, signature);
	if ((plan->form & TOKEN_TAIL) != 0)
		writer_u8(w, 0);
}

struct bytes token_write(const struct token_plan *plan, const struct test_key *key, struct buffer room)
{
	uint8_t payload_room[PAYLOAD_MAX_LEN], raw[2 * SCALAR_LEN] = { 0 };
	struct writer claims = writer_over(BUFFER_OF(payload_room)), w = writer_over(room);
	struct crypto_sha256 digest;
	struct bytes payload, token;

	write_claims(&claims, plan);
	if (writer_finish(&claims, &payload) != RESULT_OK)
		return bytes_from(NULL, 0);
	edit(plan->inside, (struct buffer){ payload_room, payload.len });
	if (!digest_of(plan, payload, &digest) || !sign(key, &digest, raw))
		return bytes_from(NULL, 0);
	write_envelope(&w, plan, payload, BYTES_OF(raw));
	if (writer_finish(&w, &token) != RESULT_OK)
		return bytes_from(NULL, 0);
	edit(plan->outside, (struct buffer){ room.at, token.len });
	return token;
}
