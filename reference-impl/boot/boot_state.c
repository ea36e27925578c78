/* SPDX-License-Identifier: Apache-2.0 */
/* Two blocks in turn: the record that counts is never the one that is being written. */

#include "reference-impl/boot/boot_record.h"

static uint32_t offset_of(uint32_t block)
{
	return block * FLASH_BLOCK_LEN;
}

enum flash_region boot_slot_region(enum boot_slot slot)
{
	return slot == BOOT_SLOT_A ? FLASH_SLOT_A : FLASH_SLOT_B;
}

enum boot_slot boot_slot_other(enum boot_slot slot)
{
	return slot == BOOT_SLOT_A ? BOOT_SLOT_B : BOOT_SLOT_A;
}

static void read_block(const struct platform *platform, uint32_t block, struct boot_state *ret_state)
{
	const struct flash *flash = &platform->flash;
	uint8_t record[BOOT_RECORD_WITH_MARKS_LEN];

	*ret_state = (struct boot_state){ 0 };
	if (flash->read(flash->context, FLASH_BOOT_STATE, offset_of(block), BUFFER_OF(record)) != RESULT_OK)
		return;
	if (boot_record_decode(BYTES_OF(record), ret_state) == RESULT_OK)
		ret_state->block = block;
}

/* Sequences count around, so the successor of any record is newer than it, whatever was found in flash. */
static bool is_newer(uint32_t a, uint32_t b)
{
	return a != b && a - b < 0x80000000u;
}

void boot_state_read(const struct platform *platform, struct boot_state *ret_state)
{
	struct boot_state second;

	read_block(platform, 0, ret_state);
	read_block(platform, 1, &second);
	if (second.present && (!ret_state->present || is_newer(second.sequence, ret_state->sequence)))
		*ret_state = second;
}

/* What a record without marks says of the image that was on trial in the record with them. */
static enum boot_slot_status outcome(const struct boot_state *state, bool makes_room)
{
	if (state->confirmed)
		return BOOT_SLOT_CONFIRMED;
	if (state->tried)
		return BOOT_SLOT_FAILED;
	return makes_room ? BOOT_SLOT_UNKNOWN : BOOT_SLOT_TRIAL;
}

struct boot_state boot_state_with(const struct boot_state *current, enum boot_slot slot, struct boot_slot_record record)
{
	struct boot_state next = *current;
	struct boot_slot_record *other = &next.slot[boot_slot_other(slot)];

	if (other->status == BOOT_SLOT_TRIAL)
		other->status = outcome(current, record.status == BOOT_SLOT_TRIAL);
	next.slot[slot] = record;
	return next;
}

static enum result program_record(const struct platform *platform, const struct boot_state *state)
{
	const struct flash *flash = &platform->flash;
	uint8_t record[BOOT_RECORD_LEN];
	enum result result = boot_record_encode(state, BUFFER_OF(record));

	if (result == RESULT_OK)
		result = flash->erase(flash->context, FLASH_BOOT_STATE, offset_of(state->block));
	if (result == RESULT_OK)
		result = flash->program(flash->context, FLASH_BOOT_STATE, offset_of(state->block), BYTES_OF(record));
	return result;
}

enum result boot_state_write(const struct platform *platform, const struct boot_state *current,
			     const struct boot_state *next, struct boot_state *ret_state)
{
	struct boot_state state = *next;
	struct boot_state found;
	enum result result;

	state.block = current->present ? 1 - current->block : 0;
	state.sequence = current->sequence + 1;
	result = program_record(platform, &state);
	if (result != RESULT_OK)
		return result;
	boot_state_read(platform, &found);
	if (!found.present || found.block != state.block || found.sequence != state.sequence)
		return RESULT_IO;
	*ret_state = found;
	return RESULT_OK;
}

/* Read back, since a mark that silently stays away would try a crashing image for ever. */
enum result boot_state_mark_tried(const struct platform *platform, const struct boot_state *state)
{
	static const uint8_t mark[FLASH_WORD_LEN];
	const struct flash *flash = &platform->flash;
	uint32_t offset = offset_of(state->block) + BOOT_RECORD_TRIED;
	struct boot_state found;
	enum result result = flash->program(flash->context, FLASH_BOOT_STATE, offset, BYTES_OF(mark));

	if (result != RESULT_OK)
		return result;
	read_block(platform, state->block, &found);
	return found.present && found.tried ? RESULT_OK : RESULT_IO;
}

uint32_t boot_state_confirm_offset(const struct boot_state *state)
{
	return offset_of(state->block) + BOOT_RECORD_CONFIRMED;
}

enum boot_standing boot_state_standing(const struct boot_state *state, enum boot_slot slot,
				       const struct crypto_sha256 *digest)
{
	const struct boot_slot_record *record = &state->slot[slot];

	if (!state->present || !bytes_equal(BYTES_OF(record->digest), BYTES_OF(*digest)))
		return BOOT_STANDING_STRANGER;
	switch (record->status == BOOT_SLOT_TRIAL ? outcome(state, false) : record->status) {
	case BOOT_SLOT_CONFIRMED:
		return BOOT_STANDING_CONFIRMED;
	case BOOT_SLOT_TRIAL:
		return BOOT_STANDING_TRIAL;
	case BOOT_SLOT_FAILED:
		return BOOT_STANDING_FAILED;
	case BOOT_SLOT_UNKNOWN:
		break;
	}
	return BOOT_STANDING_STRANGER;
}

static enum boot_slot slot_of_status(const struct boot_state *state, enum boot_slot_status status)
{
	for (enum boot_slot slot = BOOT_SLOT_A; slot < BOOT_SLOT_COUNT; slot++)
		if (state->present && state->slot[slot].status == status)
			return slot;
	return BOOT_SLOT_NONE;
}

enum boot_slot boot_state_untried(const struct boot_state *state)
{
	return state->tried || state->confirmed ? BOOT_SLOT_NONE : slot_of_status(state, BOOT_SLOT_TRIAL);
}

enum boot_slot boot_state_active(const struct boot_state *state)
{
	enum boot_slot trial = slot_of_status(state, BOOT_SLOT_TRIAL);

	return trial != BOOT_SLOT_NONE && state->confirmed ? trial : slot_of_status(state, BOOT_SLOT_CONFIRMED);
}
