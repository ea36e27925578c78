/* SPDX-License-Identifier: Apache-2.0 */
/* What a bench can do to the chip from outside. */

#include <string.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/board.h"
#include "reference-impl/device/board/debug_port.h"
#include "reference-impl/platform/fuse_map.h"

/* A question that names a space: its name, and the bytes behind the name. */
struct named {
	unsigned int space;
	struct bytes rest;
};

static struct bytes data_of(const struct board *board)
{
	return bytes_from(board->rig.question.data, board->rig.question.header.length);
}

static enum result find_space(struct bytes data, uint64_t name_len, struct named *ret_named)
{
	struct bytes name;
	enum result result = bytes_slice(data, 0, name_len, &name);

	if (result != RESULT_OK)
		return result;
	ret_named->rest = bytes_from(data.at + name.len, data.len - name.len);
	return nor_space_named(name, &ret_named->space);
}

static enum result power(struct board *board, const struct rig_header *q)
{
	bool on = board->chip.nor.powered;

	if (q->a > RIG_POWER_DOWNLOAD)
		return RESULT_MALFORMED;
	/* Without power too: the chip may be about to come back by itself. */
	if (!on || q->a != RIG_POWER_ON)
		board_power_off(board);
	if (q->a == RIG_POWER_CYCLE || q->a == RIG_POWER_DOWNLOAD || (q->a == RIG_POWER_ON && !on))
		board_power_on(board, q->a == RIG_POWER_DOWNLOAD);
	return RESULT_OK;
}

static enum result status(struct board *board, const struct rig_header *q)
{
	struct rig_message *answer = &board->rig.answer;
	struct writer missing = writer_over(BUFFER_OF(answer->data));

	(void)q;
	writer_text(&missing, stage_process_has_own_uid() ? "" : "own uid of stages\n");
	writer_text(&missing, root_process_can_lock() ? "" : "locked memory of the root of trust\n");
	answer->header.a = board->chip.nor.powered;
	answer->header.b = board->chip.boots;
	answer->header.c = board->chip.nor.operations;
	answer->header.length = (uint32_t)missing.used;
	return missing.failed;
}

static enum result console_write(struct board *board, const struct rig_header *q)
{
	struct board_typed *typed = &board->typed;
	struct bytes text = data_of(board);

	(void)q;
	if (!board->chip.nor.powered)
		return RESULT_OK;
	if (text.len > sizeof(typed->at) - typed->len)
		return RESULT_BUSY;
	memcpy(typed->at + typed->len, text.at, text.len);
	typed->len += text.len;
	return RESULT_OK;
}

static enum result cut_arm(struct board *board, const struct rig_header *q)
{
	if (q->b > RIG_TEAR_WORD)
		return RESULT_MALFORMED;
	nor_arm_cut(&board->chip.nor, q->a, (enum rig_tear)q->b);
	return RESULT_OK;
}

static enum result cut_status(struct board *board, const struct rig_header *q)
{
	(void)q;
	board->rig.answer.header.a = board->chip.nor.cut.counted;
	board->rig.answer.header.b = board->chip.nor.cut.fired;
	return RESULT_OK;
}

static enum rig_storage_kind kind_of(unsigned int space)
{
	if (space == NOR_FUSES)
		return RIG_STORAGE_FUSES;
	return space == NOR_COUNTERS ? RIG_STORAGE_COUNTERS : RIG_STORAGE_FLASH;
}

static enum result storage_list(struct board *board, const struct rig_header *q)
{
	struct rig_message *answer = &board->rig.answer;
	unsigned int space = (unsigned int)q->a;
	struct bytes name;

	if (q->a >= NOR_SPACE_COUNT)
		return RESULT_NOT_FOUND;
	name = bytes_of_text(nor_space_name(space));
	answer->header.a = board->chip.nor.space[space].len;
	answer->header.b = kind_of(space);
	answer->header.length = (uint32_t)name.len;
	return bytes_copy(BUFFER_OF(answer->data), name);
}

/* No bench sees through the silicon: the device secret reads as zeros. */
static void hide_secret(struct buffer read, uint64_t offset)
{
	for (size_t i = 0; i < read.len; i++)
		if (offset + i >= FUSE_DEVICE_SECRET && offset + i < FUSE_DEVICE_SECRET + FUSE_DEVICE_SECRET_LEN)
			read.at[i] = 0;
}

static enum result storage_read(struct board *board, const struct rig_header *q)
{
	struct rig_message *answer = &board->rig.answer;
	struct named named;
	struct bytes view;
	enum result result = find_space(data_of(board), q->length, &named);

	if (result == RESULT_OK)
		result = nor_inspect(&board->chip.nor, named.space, q->a, q->b, &view);
	if (result == RESULT_OK)
		result = bytes_copy(BUFFER_OF(answer->data), view);
	if (result != RESULT_OK)
		return result;
	answer->header.length = (uint32_t)view.len;
	if (named.space == NOR_FUSES)
		hide_secret((struct buffer){ answer->data, view.len }, q->a);
	return RESULT_OK;
}

static enum result storage_write(struct board *board, const struct rig_header *q)
{
	struct named named;
	enum result result = find_space(data_of(board), q->b, &named);

	return result == RESULT_OK ? nor_rewrite(&board->chip.nor, named.space, q->a, named.rest) : result;
}

static enum result fault_second_read(struct board *board, const struct rig_header *q)
{
	struct rig_fault_room *room = &board->rig.faults;
	struct named named;
	struct buffer altered, seen;
	enum result result = find_space(data_of(board), q->b, &named);

	if (result != RESULT_OK)
		return result;
	if (named.rest.len > sizeof(room->altered) - room->used)
		return RESULT_TOO_LARGE;
	altered = (struct buffer){ room->altered + room->used, named.rest.len };
	seen = (struct buffer){ room->seen + room->used, named.rest.len };
	memcpy(altered.at, named.rest.at, named.rest.len);
	result = nor_fault_second_read(&board->chip.nor, named.space, q->a, bytes_of_buffer(altered), seen);
	if (result == RESULT_OK)
		room->used += named.rest.len;
	return result;
}

static enum result fault_read_error(struct board *board, const struct rig_header *q)
{
	struct named named;
	enum result result = find_space(data_of(board), q->length, &named);

	return result == RESULT_OK ? nor_fault_read_error(&board->chip.nor, named.space, q->a, q->b) : result;
}

static enum result fault_bit_rot(struct board *board, const struct rig_header *q)
{
	struct named named;
	enum result result = find_space(data_of(board), q->length, &named);

	return result == RESULT_OK ? nor_fault_bit_rot(&board->chip.nor, named.space, q->a, q->b, q->c) : result;
}

static enum result fault_clear(struct board *board, const struct rig_header *q)
{
	(void)q;
	nor_fault_clear(&board->chip.nor);
	board->rig.faults.used = 0;
	return RESULT_OK;
}

static enum result fault_status(struct board *board, const struct rig_header *q)
{
	(void)q;
	board->rig.answer.header.a = board->chip.nor.faults.fired;
	return RESULT_OK;
}

/* Asking the root of trust can end in a cut, or in its end. */
static enum result debug(struct board *board, const struct rig_header *q)
{
	struct rig_message *answer = &board->rig.answer;
	struct bytes seen = { 0 };
	enum result result = RESULT_MALFORMED;

	if (q->a == RIG_DEBUG_ATTACH)
		result = debug_port_attach(board, BUFFER_OF(answer->data), &seen);
	else if (q->a == RIG_DEBUG_READ)
		result = debug_port_read(board, q->b, q->c, BUFFER_OF(answer->data), &seen);
	else if (q->a == RIG_DEBUG_HALT)
		result = debug_port_halt(board);
	answer->header.length = (uint32_t)seen.len;
	board_settle(board);
	return result;
}

static const struct operation {
	bool takes_data;
	enum result (*handle)(struct board *board, const struct rig_header *question);
} operations[RIG_OP_END] = {
	[RIG_POWER] = { false, power },
	[RIG_STATUS] = { false, status },
	[RIG_CONSOLE_WRITE] = { true, console_write },
	[RIG_CUT_ARM] = { false, cut_arm },
	[RIG_CUT_STATUS] = { false, cut_status },
	[RIG_STORAGE_LIST] = { false, storage_list },
	[RIG_STORAGE_READ] = { true, storage_read },
	[RIG_STORAGE_WRITE] = { true, storage_write },
	[RIG_FAULT_SECOND_READ] = { true, fault_second_read },
	[RIG_FAULT_READ_ERROR] = { true, fault_read_error },
	[RIG_FAULT_BIT_ROT] = { true, fault_bit_rot },
	[RIG_FAULT_CLEAR] = { false, fault_clear },
	[RIG_FAULT_STATUS] = { false, fault_status },
	[RIG_DEBUG] = { false, debug },
};

static enum result handle(struct board *board, size_t len)
{
	const struct rig_header *question = &board->rig.question.header;

	if (question->op >= RIG_OP_END || !operations[question->op].handle)
		return question->op == RIG_CONSOLE_READ ? RESULT_MALFORMED : RESULT_UNSUPPORTED;
	if (len != 0 && !operations[question->op].takes_data)
		return RESULT_MALFORMED;
	return operations[question->op].handle(board, question);
}

/* A failed operation answers nothing but why. */
void rig_operation(struct board *board, size_t len)
{
	struct rig_header *answer = &board->rig.answer.header;
	uint16_t op = board->rig.question.header.op;
	enum result result;

	*answer = (struct rig_header){ .op = op };
	result = handle(board, len);
	if (result != RESULT_OK)
		*answer = (struct rig_header){ .op = op, .result = (uint16_t)result };
}

bool rig_answer_console(struct board *board, uint64_t since)
{
	struct rig_message *answer = &board->rig.answer;
	uint64_t lost = 0;
	size_t len = console_ring_read(&board->console, since, BUFFER_OF(answer->data), &lost);

	answer->header = (struct rig_header){ .op = RIG_CONSOLE_READ, .length = (uint32_t)len };
	answer->header.a = since + lost + len;
	answer->header.b = lost;
	return len > 0;
}
