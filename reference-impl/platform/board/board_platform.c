/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of platform.h as questions to the board. */

#include <string.h>

#include "reference-impl/platform/board/board_platform.h"
#include "reference-impl/platform/port.h"

static enum result ask(struct board_link *link, const struct board_question *question)
{
	struct bytes ignored;

	return board_link_ask(link, question, &ignored);
}

/* The answer must have exactly the length asked for. */
static enum result fetch(struct board_link *link, const struct board_question *question, struct buffer into)
{
	struct bytes data;
	enum result result = board_link_ask(link, question, &data);

	if (result != RESULT_OK)
		return result;
	return data.len == into.len ? bytes_copy(into, data) : RESULT_IO;
}

/* At least one question, so that an empty read is judged by the board too; it refuses before an offset can wrap. */
static enum result flash_read(void *context, enum flash_region region, uint32_t offset, struct buffer into)
{
	enum result result;
	size_t done = 0;

	do {
		size_t rest = into.len - done;
		size_t len = rest < BUS_DATA_MAX_LEN ? rest : BUS_DATA_MAX_LEN;
		struct board_question question = {
			.op = BUS_FLASH_READ, .region = region, .arg = offset + (uint32_t)done, .asked_len = (uint32_t)len
		};

		result = fetch(context, &question, (struct buffer){ into.at + done, len });
		done += len;
	} while (result == RESULT_OK && done < into.len);
	return result;
}

static enum result flash_program(void *context, enum flash_region region, uint32_t offset, struct bytes from)
{
	return ask(context, &(struct board_question){ .op = BUS_FLASH_PROGRAM, .region = region, .arg = offset, .data = from });
}

static enum result flash_erase(void *context, enum flash_region region, uint32_t offset)
{
	return ask(context, &(struct board_question){ .op = BUS_FLASH_ERASE, .region = region, .arg = offset });
}

static uint32_t flash_region_len(void *context, enum flash_region region)
{
	struct board_link *link = context;

	if (ask(link, &(struct board_question){ .op = BUS_FLASH_REGION_LEN, .region = region }) != RESULT_OK)
		return 0;
	return link->header.arg;
}

static enum result fuses_read(void *context, uint32_t offset, struct buffer into)
{
	struct board_question question = { .op = BUS_FUSE_READ, .arg = offset };

	if (into.len > BUS_DATA_MAX_LEN)
		return RESULT_TOO_LARGE;
	question.asked_len = (uint32_t)into.len;
	return fetch(context, &question, into);
}

static enum result fuses_burn(void *context, uint32_t offset, struct bytes bits)
{
	return ask(context, &(struct board_question){ .op = BUS_FUSE_BURN, .arg = offset, .data = bits });
}

static enum result counters_read(void *context, enum counter counter, uint32_t *ret_value)
{
	struct board_link *link = context;
	enum result result = ask(link, &(struct board_question){ .op = BUS_COUNTER_READ, .region = counter });

	if (result == RESULT_OK)
		*ret_value = link->header.arg;
	return result;
}

static enum result counters_raise(void *context, enum counter counter, uint32_t value)
{
	return ask(context, &(struct board_question){ .op = BUS_COUNTER_RAISE, .region = counter, .arg = value });
}

/* A console has nobody to complain to. */
static void console_write(void *context, struct bytes text)
{
	enum result result = RESULT_OK;

	for (size_t done = 0; result == RESULT_OK && done < text.len;) {
		size_t rest = text.len - done;
		size_t len = rest < BUS_DATA_MAX_LEN ? rest : BUS_DATA_MAX_LEN;

		result = ask(context, &(struct board_question){ .op = BUS_CONSOLE_WRITE, .data = { text.at + done, len } });
		done += len;
	}
}

static enum result entropy_fill(void *context, struct buffer into)
{
	struct board_question question = { .op = BUS_ENTROPY };

	if (into.len > BUS_DATA_MAX_LEN)
		return RESULT_TOO_LARGE;
	question.asked_len = (uint32_t)into.len;
	return fetch(context, &question, into);
}

static enum result take(struct board_link *link, const struct board_question *question, struct buffer room,
			struct bytes *ret_taken)
{
	struct bytes data;
	enum result result = board_link_ask(link, question, &data);

	if (result == RESULT_OK)
		result = bytes_copy(room, data);
	if (result == RESULT_OK)
		*ret_taken = bytes_from(room.at, data.len);
	return result;
}

static enum result port_receive(void *context, struct buffer room, uint32_t wait_ms, struct bytes *ret_frame)
{
	return take(context, &(struct board_question){ .op = BUS_PORT_RECEIVE, .arg = wait_ms }, room, ret_frame);
}

static enum result port_send(void *context, struct bytes frame)
{
	return ask(context, &(struct board_question){ .op = BUS_PORT_SEND, .data = frame });
}

enum result board_console_read(struct board_link *link, uint32_t wait_ms, struct buffer room, struct bytes *ret_typed)
{
	struct board_question question = { .op = BUS_CONSOLE_READ, .arg = wait_ms };

	question.asked_len = room.len < BUS_DATA_MAX_LEN ? (uint32_t)room.len : BUS_DATA_MAX_LEN;
	return take(link, &question, room, ret_typed);
}

void board_power_cut(struct board_link *link)
{
	board_link_ask_for_the_end(link, BUS_POWER_CUT);
}

struct platform board_platform(struct board_link *link, struct mailbox_link *mailbox)
{
	return (struct platform){
		.flash = { link, flash_read, flash_program, flash_erase, flash_region_len },
		.fuses = { link, fuses_read, fuses_burn },
		.counters = { link, counters_read, counters_raise },
		.measurements = mailbox_measurements(&mailbox->client),
		.memory = board_memory(link),
		.control = board_control(link),
		.console = { link, console_write },
		.entropy = { link, entropy_fill },
		.port = { link, port_receive, port_send },
	};
}
