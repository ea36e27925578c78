/* SPDX-License-Identifier: Apache-2.0 */
/* What the ROM finds around it: the chip's own tables, and memory whose start() gives birth to the loader. */

#include "reference-impl/device/board/board.h"

static enum result reserve(void *context, uint32_t header_len, uint32_t rest_len, struct buffer *ret_room)
{
	struct board *board = context;

	return image_memfd_reserve(&board->image, header_len, rest_len, ret_room);
}

static enum result freeze(void *context, struct bytes *ret_image)
{
	struct board *board = context;

	return image_memfd_freeze(&board->image, ret_image);
}

/* Power can have been lost on the way here: then nothing starts. */
static enum result start(void *context, uint32_t payload_len)
{
	struct board *board = context;
	enum result result = chip_grants(&board->chip, BUS_FLASH_READ);

	if (result != RESULT_OK)
		return result;
	if (board->chip.stage != CHIP_ROM || !image_memfd_is_sealed(board->image.fd, payload_len))
		return RESULT_REFUSED;
	result = chip_enter_next(&board->chip);
	if (result != RESULT_OK)
		return result;
	result = board_run_stage(board, board->image.fd);
	if (result != RESULT_OK)
		board->chip.stage = CHIP_ROM;
	return result;
}

static void console_write(void *context, struct bytes text)
{
	struct board *board = context;

	if (chip_grants(&board->chip, BUS_CONSOLE_WRITE) == RESULT_OK)
		console_ring_write(&board->console, text);
}

static enum result entropy_fill(void *context, struct buffer into)
{
	(void)context;
	return crypto_random(into);
}

static enum result port_receive(void *context, struct buffer room, uint32_t wait_ms, struct bytes *ret_frame)
{
	(void)context, (void)room, (void)wait_ms, (void)ret_frame;
	return RESULT_REFUSED;
}

static enum result port_send(void *context, struct bytes frame)
{
	(void)context, (void)frame;
	return RESULT_REFUSED;
}

void board_offer_home(struct board *board)
{
	chip_offer(&board->chip, &board->home);
	board->home.measurements = root_measurements(board);
	board->home.memory = (struct image_memory){ board, reserve, freeze, start };
	board->home.console = (struct console){ board, console_write };
	board->home.entropy = (struct entropy){ board, entropy_fill };
	board->home.port = (struct port){ board, port_receive, port_send };
}
