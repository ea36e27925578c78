/* SPDX-License-Identifier: Apache-2.0 */
/* From two numbers of fixed length to the DER that the library wants. */

#include "reference-impl/service/verifier/evidence_signature.h"

#include "reference-impl/base/writer.h"

/* A positive DER INTEGER of bytes big endian; zero has one byte. */
static void write_integer(struct writer *w, struct bytes number)
{
	while (number.len > 1 && number.at[0] == 0)
		number = bytes_from(number.at + 1, number.len - 1);
	writer_u8(w, 0x02);
	writer_u8(w, (uint8_t)(number.len + (number.at[0] >> 7)));
	if (number.at[0] >> 7)
		writer_u8(w, 0);
	writer_bytes(w, number);
}

static enum result to_der(struct bytes raw, struct buffer room, struct bytes *ret_der)
{
	uint8_t inner_room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct writer inner = writer_over(BUFFER_OF(inner_room)), outer = writer_over(room);
	struct bytes integers;
	enum result result;

	write_integer(&inner, bytes_from(raw.at, EVIDENCE_SIGNATURE_LEN / 2));
	write_integer(&inner, bytes_from(raw.at + EVIDENCE_SIGNATURE_LEN / 2, EVIDENCE_SIGNATURE_LEN / 2));
	result = writer_finish(&inner, &integers);
	if (result != RESULT_OK)
		return result;
	writer_u8(&outer, 0x30);
	writer_u8(&outer, (uint8_t)integers.len);
	writer_bytes(&outer, integers);
	return writer_finish(&outer, ret_der);
}

enum result evidence_signature_verify(struct bytes spki, struct bytes digest, struct bytes raw)
{
	uint8_t room[CRYPTO_P256_SIGNATURE_MAX_LEN];
	struct bytes der;
	enum result result = RESULT_BAD_SIGNATURE;

	if (raw.len == EVIDENCE_SIGNATURE_LEN)
		result = to_der(raw, BUFFER_OF(room), &der);
	return result == RESULT_OK ? crypto_p256_verify(spki, digest, der) : result;
}
