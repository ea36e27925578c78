/* SPDX-License-Identifier: Apache-2.0 */
/* One act for each operation. */
#include "harnesses/worlds/mailbox_program.h"

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"

enum { OPERATIONS_MAX = 16, MESSAGES_MAX = 12, CUT_MAX = 4, MADE_MAX_LEN = 1024, HOW_AT = 3 };

static struct bytes take(struct reader *program, size_t len)
{
	size_t there = reader_rest(program).len;

	return reader_take(program, len < there ? len : there);
}

static struct mailbox_caller caller_of(uint8_t role, uint8_t who, uint8_t command)
{
	uint32_t this = 1u << (command & 31);
	const uint32_t granted[] = { UINT32_MAX, 0, this, ~this };
	uint16_t app = (uint16_t)((who & MAILBOX_OTHER_APP) | ((who & MAILBOX_FAR_APP) != 0 ? 0x0100 : 0));

	return rot_world_caller((enum mailbox_role)(role % (MAILBOX_ROLE_COUNT + 1)), app, granted[who / MAILBOX_GRANT % 4]);
}

/* As MAILBOX_RESERVED has it. */
static unsigned int reserved_bit(uint8_t who)
{
	return (who >> 2 & 3u) | (who >> 6 & 3u) << 2;
}

static struct bytes message_of(uint8_t command, uint16_t reserved, unsigned int how, struct bytes body, struct buffer room)
{
	struct writer writer = writer_over(room);
	struct bytes message;

	writer_u16_le(&writer, command);
	writer_u16_le(&writer, reserved);
	writer_u32_le(&writer, (uint32_t)(body.len + ((how & MAILBOX_ONE_MORE) != 0) - ((how & MAILBOX_ONE_LESS) != 0)));
	writer_bytes(&writer, body);
	if ((how & MAILBOX_VERY_LONG) != 0)
		writer_fill(&writer, 0x11, MAILBOX_BODY_MAX_LEN + 1 - body.len);
	harness_holds(writer_finish(&writer, &message) == RESULT_OK, "a message is too long");
	return (how & MAILBOX_CUT_SHORT) != 0 ? bytes_from(message.at, message.len % MAILBOX_HEAD_LEN) : message;
}

static void send(struct rot_world *w, const struct rot_texts *texts, struct reader *program)
{
	uint8_t role = reader_u8(program), who = reader_u8(program), command = reader_u8(program), how = reader_u8(program);
	struct bytes body = take(program, reader_u8(program));
	struct mailbox_caller caller = caller_of(role, who, command);
	uint16_t reserved = (uint16_t)((how & MAILBOX_NOT_ZERO) != 0 ? 1u << reserved_bit(who) : 0);
	uint8_t made[MADE_MAX_LEN], room[ROT_WORLD_MESSAGE_MAX];

	if ((how & MAILBOX_MADE) != 0)
		body = rot_body(w, texts, command, body, BUFFER_OF(made));
	rot_world_send(w, &caller, message_of(command, reserved, how, body, BUFFER_OF(room)),
		       (enum rot_world_memory)((how & MAILBOX_MEMORY_MASK) % ROT_MEMORY_COUNT));
}

static void cut(struct rot_world *w, uint8_t when)
{
	nor_arm_cut(&w->sim.chip.nor, 1 + when % CUT_MAX, (enum rig_tear)(when / CUT_MAX % 3));
}

static void act(struct rot_world *w, const struct rot_texts *texts, struct reader *program)
{
	switch ((enum mailbox_operation)(reader_u8(program) % MAILBOX_OPERATION_COUNT)) {
	case MAILBOX_SENDS:
		send(w, texts, program);
		return;
	case MAILBOX_BOOTS:
		rot_world_boot(w, (char)('A' + reader_u8(program) % 26));
		return;
	case MAILBOX_POWER:
		rot_world_power(w);
		return;
	case MAILBOX_RESET:
		rot_world_reset(w);
		return;
	case MAILBOX_CUTS:
		cut(w, reader_u8(program));
		return;
	case MAILBOX_WAITS:
		rot_world_wait(w, 1000ull << reader_u8(program) % 32);
		return;
	case MAILBOX_STOPS_NOISE:
		rot_world_stop_noise(w);
		return;
	case MAILBOX_OPERATION_COUNT:
		return;
	}
}

void mailbox_program_run(struct rot_world *w, const struct rot_texts *texts, struct bytes program)
{
	struct reader r = reader_over(program);

	rot_world_begin(w, (enum rot_world_start)(reader_u8(&r) % ROT_START_COUNT));
	for (unsigned int i = 0; i < OPERATIONS_MAX && reader_rest(&r).len > 0 && w->life.messages < MESSAGES_MAX; i++)
		act(w, texts, &r);
}

static void pass_message(struct reader *program, uint8_t *front)
{
	if (reader_rest(program).len > HOW_AT)
		front[HOW_AT] = (uint8_t)((front[HOW_AT] & MAILBOX_MEMORY_MASK) | MAILBOX_MADE);
	(void)take(program, HOW_AT + 1);
	(void)take(program, reader_u8(program));
}

struct bytes mailbox_program_repair(struct bytes program, struct buffer room)
{
	struct reader r;

	if (bytes_copy(room, program) != RESULT_OK)
		return bytes_from(NULL, 0);
	r = reader_over(bytes_from(room.at, program.len));
	(void)reader_u8(&r);
	while (reader_rest(&r).len > 0) {
		uint8_t code = reader_u8(&r) % MAILBOX_OPERATION_COUNT;

		if (code == MAILBOX_SENDS)
			pass_message(&r, room.at + r.offset);
		else if (code == MAILBOX_BOOTS || code == MAILBOX_CUTS || code == MAILBOX_WAITS)
			(void)reader_u8(&r);
	}
	return bytes_from(room.at, program.len);
}
