/* SPDX-License-Identifier: Apache-2.0 */
/* One record to bytes and back; what does not decode as a whole does not exist. */

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/boot/boot_record.h"

enum { RECORD_MAGIC = 0x31534241, CHECKED_LEN = 76, CHECK_LEN = BOOT_RECORD_LEN - CHECKED_LEN };

enum result boot_record_encode(const struct boot_state *state, struct buffer room)
{
	struct writer w = writer_over(room);
	struct crypto_sha256 check;
	struct bytes written;
	enum result result;

	writer_u32_le(&w, RECORD_MAGIC);
	writer_u32_le(&w, state->sequence);
	writer_u8(&w, (uint8_t)state->slot[BOOT_SLOT_A].status);
	writer_u8(&w, (uint8_t)state->slot[BOOT_SLOT_B].status);
	writer_u8(&w, state->path);
	writer_u8(&w, 0);
	writer_bytes(&w, BYTES_OF(state->slot[BOOT_SLOT_A].digest));
	writer_bytes(&w, BYTES_OF(state->slot[BOOT_SLOT_B].digest));
	result = writer_finish(&w, &written);
	if (result == RESULT_OK)
		result = crypto_sha256(written, &check);
	if (result != RESULT_OK)
		return result;
	writer_bytes(&w, bytes_from(check.at, CHECK_LEN));
	return writer_finish(&w, &written);
}

static bool mark_counts(uint32_t mark)
{
	unsigned int gone = 0;

	for (uint32_t bits = ~mark; bits != 0; bits &= bits - 1)
		gone++;
	return gone > 16;
}

static bool check_holds(struct bytes record)
{
	struct crypto_sha256 check;

	if (crypto_sha256(bytes_from(record.at, CHECKED_LEN), &check) != RESULT_OK)
		return false;
	return bytes_equal(bytes_from(check.at, CHECK_LEN), bytes_from(record.at + CHECKED_LEN, CHECK_LEN));
}

static void read_slot(struct bytes digest, uint8_t status, struct boot_slot_record *ret_slot)
{
	struct buffer room = BUFFER_OF(ret_slot->digest);

	ret_slot->status = BOOT_SLOT_UNKNOWN;
	if (status <= BOOT_SLOT_FAILED && bytes_copy(room, digest) == RESULT_OK)
		ret_slot->status = status;
}

enum result boot_record_decode(struct bytes record, struct boot_state *ret_state)
{
	struct reader r = reader_over(record);
	struct boot_state state = { .present = true };
	uint8_t status[BOOT_SLOT_COUNT];
	uint32_t magic = reader_u32_le(&r);

	if (record.len != BOOT_RECORD_WITH_MARKS_LEN || magic != RECORD_MAGIC || !check_holds(record))
		return RESULT_MALFORMED;
	state.sequence = reader_u32_le(&r);
	for (int i = 0; i < BOOT_SLOT_COUNT; i++)
		status[i] = reader_u8(&r);
	state.path = reader_u8(&r);
	(void)reader_u8(&r);
	for (int i = 0; i < BOOT_SLOT_COUNT; i++)
		read_slot(reader_take(&r, CRYPTO_SHA256_LEN), status[i], &state.slot[i]);
	(void)reader_take(&r, CHECK_LEN);
	state.tried = mark_counts(reader_u32_le(&r));
	state.confirmed = mark_counts(reader_u32_le(&r));
	if (reader_finish(&r) != RESULT_OK)
		return RESULT_MALFORMED;
	if (status[BOOT_SLOT_A] == BOOT_SLOT_TRIAL && status[BOOT_SLOT_B] == BOOT_SLOT_TRIAL)
		return RESULT_MALFORMED;
	*ret_state = state;
	return RESULT_OK;
}
