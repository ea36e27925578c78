/* SPDX-License-Identifier: Apache-2.0 */
/* Messages out and replies in, by both ways. */

#include "reference-impl/device/board/root_talk_fixture.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/platform/port.h"

struct bytes root_talk_message(enum mailbox_command command, struct bytes body)
{
	static uint8_t room[MAILBOX_MESSAGE_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(room));
	struct bytes message;

	writer_u16_le(&w, (uint16_t)command);
	writer_u16_le(&w, 0);
	writer_u32_le(&w, (uint32_t)body.len);
	writer_bytes(&w, body);
	ck_assert_int_eq(writer_finish(&w, &message), RESULT_OK);
	return message;
}

static struct root_reply read_reply(struct reader *r)
{
	struct root_reply reply = { .is_there = true };

	reply.command = reader_u16_le(r);
	ck_assert_uint_eq(reader_u16_le(r), 0);
	reply.result = (enum result)reader_u32_le(r);
	reply.body = reader_rest(r);
	ck_assert_int_eq(reader_result(r), RESULT_OK);
	return reply;
}

void root_talk_send(struct board_fixture *f, struct bytes message)
{
	board_fixture_send(f, (enum probe_command)PORT_ROOT_OF_TRUST, message);
}

struct root_reply root_talk_receive(struct board_fixture *f)
{
	struct reader r = reader_over(board_fixture_receive(f));

	if (reader_rest(&r).len == 0)
		return (struct root_reply){ .is_there = false };
	ck_assert_uint_eq(reader_u8(&r), PORT_OK);
	return read_reply(&r);
}

struct root_reply root_talk_as_tool(struct board_fixture *f, enum mailbox_command command, struct bytes body)
{
	root_talk_send(f, root_talk_message(command, body));
	return root_talk_receive(f);
}

struct root_reply root_talk_raw(struct board_fixture *f, struct bytes bytes)
{
	struct reader r = reader_over(board_fixture_ask(f, PROBE_MAILBOX, bytes));
	struct root_reply none = { .error = reader_u32_le(&r) };

	ck_assert_int_eq(reader_result(&r), RESULT_OK);
	return reader_rest(&r).len == 0 ? none : read_reply(&r);
}

struct root_reply root_talk_as_stage(struct board_fixture *f, enum mailbox_command command, struct bytes body)
{
	return root_talk_raw(f, root_talk_message(command, body));
}

struct boot_log root_talk_log(struct board_fixture *f)
{
	struct root_reply reply = root_talk_as_tool(f, MAILBOX_BOOT_LOG, bytes_from(NULL, 0));
	struct reader r = reader_over(reply.body);
	struct boot_log log = { .count = reader_u8(&r) };

	ck_assert_int_eq(reply.result, RESULT_OK);
	ck_assert_uint_le(log.count, BOOT_LOG_MAX);
	for (size_t i = 0; i < log.count; i++)
		ck_assert_int_eq(component_read(&r, &log.entry[i]), RESULT_OK);
	ck_assert_int_eq(reader_finish(&r), RESULT_OK);
	return log;
}

static void burn(int fd, uint32_t offset, size_t len, uint8_t first)
{
	uint8_t bits[FUSE_LEN];

	for (size_t i = 0; i < len; i++)
		bits[i] = (uint8_t)(first + i);
	ck_assert_int_eq(pwrite(fd, bits, len, offset), (ssize_t)len);
}

void root_talk_burn_identity(const struct board_fixture *f)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/fuses.bin", f->dir);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	ck_assert_int_ge(fd, 0);
	burn(fd, FUSE_DEVICE_ID, FUSE_DEVICE_ID_LEN, 0x11);
	burn(fd, FUSE_KEY_HASH, 32, 0x22);
	burn(fd, FUSE_DEVICE_SECRET, FUSE_DEVICE_SECRET_LEN, 0x33);
	close(fd);
}
