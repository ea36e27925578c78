/* SPDX-License-Identifier: Apache-2.0 */
/* Control and image memory as questions to the board. */

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/platform/board/board_platform.h"

static enum result ask(struct board_link *link, const struct board_question *question)
{
	struct bytes ignored;

	return board_link_ask(link, question, &ignored);
}

static enum result boot_reason(void *context, struct boot_reason *ret_reason)
{
	struct bytes data;
	struct reader r;
	struct boot_reason reason;
	uint32_t cause;
	enum result result = board_link_ask(context, &(struct board_question){ .op = BUS_BOOT_REASON }, &data);

	if (result != RESULT_OK)
		return result;
	r = reader_over(data);
	cause = reader_u32_le(&r);
	reason.abnormal_count = reader_u32_le(&r);
	reason.download_strap = reader_u32_le(&r) != 0;
	if (reader_finish(&r) != RESULT_OK || cause > BOOT_WATCHDOG)
		return RESULT_IO;
	reason.cause = (enum boot_cause)cause;
	*ret_reason = reason;
	return RESULT_OK;
}

static enum result lock(void *context, unsigned int locks)
{
	return ask(context, &(struct board_question){ .op = BUS_LOCK, .arg = locks });
}

static enum result latch_confirm(void *context, enum counter counter, uint32_t value, uint32_t mark_offset)
{
	uint8_t mark[4];
	struct writer w = writer_over(BUFFER_OF(mark));
	struct board_question question = { .op = BUS_LATCH_CONFIRM, .region = counter, .arg = value, .data = BYTES_OF(mark) };

	writer_u32_le(&w, mark_offset);
	return ask(context, &question);
}

static enum result confirm(void *context)
{
	return ask(context, &(struct board_question){ .op = BUS_CONFIRM });
}

static enum result watchdog(void *context, uint32_t limit_ms)
{
	return ask(context, &(struct board_question){ .op = BUS_WATCHDOG, .arg = limit_ms });
}

static void reset(void *context)
{
	board_link_ask_for_the_end(context, BUS_RESET);
}

struct control board_control(struct board_link *link)
{
	return (struct control){ link, boot_reason, lock, latch_confirm, confirm, watchdog, reset };
}

static enum result reserve(void *context, uint32_t header_len, uint32_t rest_len, struct buffer *ret_room)
{
	struct board_link *link = context;

	return image_memfd_reserve(&link->image, header_len, rest_len, ret_room);
}

static enum result freeze(void *context, struct bytes *ret_image)
{
	struct board_link *link = context;

	return image_memfd_freeze(&link->image, ret_image);
}

/* An answer can only be a refusal: on success the board ends this process and runs the image. */
static enum result start(void *context, uint32_t payload_len)
{
	struct board_link *link = context;
	struct board_question question = { .op = BUS_START, .arg = payload_len, .fd = &link->image.fd };
	enum result result;

	if (!link->image.frozen)
		return RESULT_REFUSED;
	if (payload_len == 0 || payload_len > link->image.rest_len)
		return RESULT_TOO_LARGE;
	result = ask(link, &question);
	return result == RESULT_OK ? RESULT_INTERNAL : result;
}

struct image_memory board_memory(struct board_link *link)
{
	return (struct image_memory){ link, reserve, freeze, start };
}
