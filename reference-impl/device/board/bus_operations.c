/* SPDX-License-Identifier: Apache-2.0 */
/* What each question on the bus does, on the same tables that the ROM has. */

#include <string.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/board.h"

static struct bytes brought(const struct board *board)
{
	return bytes_from(board->bus.question.data, board->bus.question.header.length);
}

/* Room for as much as was asked for, and says in the answer that it is filled. */
static struct buffer asked(struct board *board)
{
	uint32_t len = board->bus.question.header.length;

	board->bus.answer.header.length = len;
	return (struct buffer){ board->bus.answer.data, len };
}

static enum bus_outcome answer(struct board *board, enum result result)
{
	board->bus.answer.header.result = result;
	return BUS_ANSWERED;
}

static enum bus_outcome flash_read(struct board *board, const struct bus_header *q)
{
	const struct flash *flash = &board->home.flash;

	return answer(board, flash->read(flash->context, (enum flash_region)q->region, q->arg, asked(board)));
}

static enum bus_outcome flash_program(struct board *board, const struct bus_header *q)
{
	const struct flash *flash = &board->home.flash;

	return answer(board, flash->program(flash->context, (enum flash_region)q->region, q->arg, brought(board)));
}

static enum bus_outcome flash_erase(struct board *board, const struct bus_header *q)
{
	const struct flash *flash = &board->home.flash;

	return answer(board, flash->erase(flash->context, (enum flash_region)q->region, q->arg));
}

static enum bus_outcome flash_region_len(struct board *board, const struct bus_header *q)
{
	const struct flash *flash = &board->home.flash;

	board->bus.answer.header.arg = flash->region_len(flash->context, (enum flash_region)q->region);
	return answer(board, q->region < FLASH_REGION_COUNT ? RESULT_OK : RESULT_NOT_FOUND);
}

static enum bus_outcome fuse_read(struct board *board, const struct bus_header *q)
{
	const struct fuses *fuses = &board->home.fuses;

	return answer(board, fuses->read(fuses->context, q->arg, asked(board)));
}

static enum bus_outcome fuse_burn(struct board *board, const struct bus_header *q)
{
	const struct fuses *fuses = &board->home.fuses;

	return answer(board, fuses->burn(fuses->context, q->arg, brought(board)));
}

static enum bus_outcome counter_read(struct board *board, const struct bus_header *q)
{
	const struct counters *counters = &board->home.counters;

	return answer(board, counters->read(counters->context, (enum counter)q->region, &board->bus.answer.header.arg));
}

static enum bus_outcome counter_raise(struct board *board, const struct bus_header *q)
{
	const struct counters *counters = &board->home.counters;

	return answer(board, counters->raise(counters->context, (enum counter)q->region, q->arg));
}

static enum bus_outcome boot_reason(struct board *board, const struct bus_header *q)
{
	struct writer w = writer_over(BUFFER_OF(board->bus.answer.data));
	struct boot_reason reason;
	enum result result = board->home.control.boot_reason(board->home.control.context, &reason);

	(void)q;
	if (result != RESULT_OK)
		return answer(board, result);
	writer_u32_le(&w, reason.cause);
	writer_u32_le(&w, reason.abnormal_count);
	writer_u32_le(&w, reason.download_strap);
	board->bus.answer.header.length = (uint32_t)writer_needed(&w);
	return answer(board, RESULT_OK);
}

static enum bus_outcome lock(struct board *board, const struct bus_header *q)
{
	return answer(board, board->home.control.lock(board->home.control.context, q->arg));
}

static enum bus_outcome latch_confirm(struct board *board, const struct bus_header *q)
{
	const struct control *control = &board->home.control;
	struct reader r = reader_over(brought(board));
	uint32_t mark_offset = reader_u32_le(&r);

	if (reader_finish(&r) != RESULT_OK)
		return answer(board, RESULT_MALFORMED);
	return answer(board, control->latch_confirm(control->context, (enum counter)q->region, q->arg, mark_offset));
}

static enum bus_outcome confirm(struct board *board, const struct bus_header *q)
{
	(void)q;
	return answer(board, board->home.control.confirm(board->home.control.context));
}

static enum bus_outcome watchdog(struct board *board, const struct bus_header *q)
{
	return answer(board, board->home.control.watchdog(board->home.control.context, q->arg));
}

static enum bus_outcome reset(struct board *board, const struct bus_header *q)
{
	(void)q;
	board->home.control.reset(board->home.control.context);
	return BUS_ENDED;
}

static enum bus_outcome console_write(struct board *board, const struct bus_header *q)
{
	(void)q;
	console_ring_write(&board->console, brought(board));
	return answer(board, RESULT_OK);
}

static bool time_is_over(const struct board *board)
{
	return board_now_ms() >= board->bus.until_ms;
}

/* A length of 0 asks for whatever there is. */
static enum bus_outcome console_read(struct board *board, const struct bus_header *q)
{
	struct board_typed *typed = &board->typed;
	size_t len = q->length == 0 || q->length > typed->len ? typed->len : q->length;

	if (typed->len == 0 && !time_is_over(board))
		return BUS_WAITS;
	memcpy(board->bus.answer.data, typed->at, len);
	memmove(typed->at, typed->at + len, typed->len - len);
	typed->len -= len;
	board->bus.answer.header.length = (uint32_t)len;
	return answer(board, RESULT_OK);
}

static enum bus_outcome entropy(struct board *board, const struct bus_header *q)
{
	(void)q;
	return answer(board, board->home.entropy.fill(board->home.entropy.context, asked(board)));
}

/* Without a client it waits for one; a client that leaves meanwhile ends the waiting. */
static enum bus_outcome port_receive(struct board *board, const struct bus_header *q)
{
	size_t len = 0;
	enum result result = port_channel_take(&board->port, BUFFER_OF(board->bus.answer.data), &len);
	bool nothing = result == RESULT_TIMEOUT || result == RESULT_NOT_FOUND;

	(void)q;
	if (nothing && board->bus.hang_ups == board->port.hang_ups && !time_is_over(board))
		return BUS_WAITS;
	board->bus.answer.header.length = (uint32_t)len;
	return answer(board, result);
}

static enum bus_outcome port_send(struct board *board, const struct bus_header *q)
{
	(void)q;
	return answer(board, port_channel_put(&board->port, brought(board)));
}

/* The loader ends here, whatever follows: the OS, or the next boot. */
static enum bus_outcome start(struct board *board, int fd, uint32_t payload_len)
{
	if (!image_memfd_is_sealed(fd, payload_len))
		return answer(board, RESULT_REFUSED);
	if (chip_enter_next(&board->chip) != RESULT_OK || board_run_stage(board, fd) != RESULT_OK)
		board_reset(board, BOOT_CRASH);
	return BUS_ENDED;
}

static enum bus_outcome power_cut(struct board *board, const struct bus_header *q)
{
	(void)q;
	board_power_off(board);
	return BUS_ENDED;
}

static const struct operation {
	enum bus_data_rule data;
	enum bus_outcome (*handle)(struct board *board, const struct bus_header *question);
} operations[BUS_OP_END] = {
	[BUS_FLASH_READ] = { BUS_DATA_ASKED, flash_read },
	[BUS_FLASH_PROGRAM] = { BUS_DATA_BROUGHT, flash_program },
	[BUS_FLASH_ERASE] = { BUS_DATA_NONE, flash_erase },
	[BUS_FLASH_REGION_LEN] = { BUS_DATA_NONE, flash_region_len },
	[BUS_FUSE_READ] = { BUS_DATA_ASKED, fuse_read },
	[BUS_FUSE_BURN] = { BUS_DATA_BROUGHT, fuse_burn },
	[BUS_COUNTER_READ] = { BUS_DATA_NONE, counter_read },
	[BUS_COUNTER_RAISE] = { BUS_DATA_NONE, counter_raise },
	[BUS_BOOT_REASON] = { BUS_DATA_ASKED, boot_reason },
	[BUS_LOCK] = { BUS_DATA_NONE, lock },
	[BUS_LATCH_CONFIRM] = { BUS_DATA_BROUGHT, latch_confirm },
	[BUS_CONFIRM] = { BUS_DATA_NONE, confirm },
	[BUS_WATCHDOG] = { BUS_DATA_NONE, watchdog },
	[BUS_RESET] = { BUS_DATA_NONE, reset },
	[BUS_CONSOLE_WRITE] = { BUS_DATA_BROUGHT, console_write },
	[BUS_CONSOLE_READ] = { BUS_DATA_ASKED, console_read },
	[BUS_ENTROPY] = { BUS_DATA_ASKED, entropy },
	[BUS_PORT_RECEIVE] = { BUS_DATA_ASKED, port_receive },
	[BUS_PORT_SEND] = { BUS_DATA_BROUGHT, port_send },
	[BUS_START] = { BUS_DATA_NONE, NULL }, /* it alone takes a descriptor */
	[BUS_POWER_CUT] = { BUS_DATA_NONE, power_cut },
};

enum bus_data_rule bus_operation_data(enum bus_op op)
{
	return operations[op].data;
}

enum bus_outcome bus_operation(struct board *board, int fd)
{
	const struct bus_header *question = &board->bus.question.header;

	if (question->op == BUS_START)
		return start(board, fd, question->arg);
	return operations[question->op].handle(board, question);
}
