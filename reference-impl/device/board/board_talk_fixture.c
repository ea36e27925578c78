/* SPDX-License-Identifier: Apache-2.0 */
/* Talking to a board: rig, console, port. */

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/board_fixture.h"
#include "reference-impl/platform/port.h"

enum { WAIT_MS = 20000 };

const struct rig_reply *board_fixture_rig(struct board_fixture *f, struct rig_header question, struct bytes data)
{
	static struct rig_reply reply;
	struct iovec parts[] = { { &question, sizeof(question) }, { (void *)(uintptr_t)data.at, data.len } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	ssize_t len;

	question.length = (uint32_t)data.len;
	ck_assert_int_ge(sendmsg(f->rig, &message, MSG_NOSIGNAL), 0);
	len = recv(f->rig, &reply, sizeof(reply), 0);
	ck_assert_int_ge(len, (ssize_t)sizeof(reply.header));
	ck_assert_uint_eq(reply.header.op, question.op);
	ck_assert_uint_eq(reply.header.length, (size_t)len - sizeof(reply.header));
	return &reply;
}

enum result board_fixture_power(struct board_fixture *f, enum rig_power power)
{
	struct rig_header question = { .op = RIG_POWER, .a = power };

	return (enum result)board_fixture_rig(f, question, bytes_from(NULL, 0))->header.result;
}

bool board_fixture_is_powered(struct board_fixture *f)
{
	struct rig_header question = { .op = RIG_STATUS };

	return board_fixture_rig(f, question, bytes_from(NULL, 0))->header.a != 0;
}

static const struct rig_reply *read_console(struct board_fixture *f, uint64_t since, uint64_t wait_ms)
{
	struct rig_header question = { .op = RIG_CONSOLE_READ, .a = since, .b = wait_ms };

	return board_fixture_rig(f, question, bytes_from(NULL, 0));
}

/* What is there and is not yet the text is read again when more has come. */
void board_fixture_await(struct board_fixture *f, const char *text)
{
	uint64_t read_to = f->console_seen;

	for (;;) {
		const struct rig_reply *reply = read_console(f, read_to, WAIT_MS);
		const uint8_t *found;

		ck_assert_msg(reply->header.length > 0, "\"%s\" never came on the console", text);
		read_to = reply->header.a;
		reply = read_console(f, f->console_seen, 0);
		found = memmem(reply->data, reply->header.length, text, strlen(text));
		if (found) {
			f->console_seen += (uint64_t)(found - reply->data) + strlen(text);
			return;
		}
	}
}

void board_fixture_send(struct board_fixture *f, enum probe_command command, struct bytes data)
{
	uint8_t head[5];
	struct writer w = writer_over(BUFFER_OF(head));
	struct iovec parts[] = { { head, sizeof(head) }, { (void *)(uintptr_t)data.at, data.len } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	ssize_t sent;

	writer_u32_le(&w, (uint32_t)data.len + 1);
	writer_u8(&w, (uint8_t)command);
	sent = sendmsg(f->port, &message, MSG_NOSIGNAL);
	/* A stage may end at any time; who waits for its answer sees that. */
	ck_assert(sent == (ssize_t)(data.len + sizeof(head)) || (sent < 0 && (errno == EPIPE || errno == ECONNRESET)));
}

static bool read_all(int fd, uint8_t *at, size_t len)
{
	ssize_t got = recv(fd, at, len, MSG_WAITALL);

	ck_assert_msg(got >= 0 || errno != EAGAIN, "no frame came on the port");
	return got == (ssize_t)len;
}

struct bytes board_fixture_receive(struct board_fixture *f)
{
	static uint8_t frame[PORT_FRAME_MAX_LEN];
	uint8_t head[4];
	struct reader r = reader_over(BYTES_OF(head));
	uint32_t len;

	if (!read_all(f->port, head, sizeof(head)))
		return bytes_from(NULL, 0);
	len = reader_u32_le(&r);
	ck_assert_uint_le(len, sizeof(frame));
	return read_all(f->port, frame, len) ? bytes_from(frame, len) : bytes_from(NULL, 0);
}

struct bytes board_fixture_ask(struct board_fixture *f, enum probe_command command, struct bytes data)
{
	board_fixture_send(f, command, data);
	return board_fixture_receive(f);
}

int32_t board_fixture_act(struct board_fixture *f, enum probe_act act, uint32_t *ret_error)
{
	uint8_t which = (uint8_t)act;
	struct bytes answer = board_fixture_ask(f, PROBE_ACT, BYTES_OF(which));
	struct reader r = reader_over(answer);
	int32_t value = (int32_t)reader_u32_le(&r);

	*ret_error = reader_u32_le(&r);
	ck_assert_msg(reader_finish(&r) == RESULT_OK, "the stage did not survive act %d", act);
	return value;
}

void board_fixture_last_act(struct board_fixture *f, enum probe_act act)
{
	uint8_t which = (uint8_t)act;

	ck_assert_msg(board_fixture_ask(f, PROBE_ACT, BYTES_OF(which)).len == 0, "the stage survived act %d", act);
}

void board_fixture_boot_loader(struct board_fixture *f)
{
	ck_assert_int_eq(board_fixture_power(f, RIG_POWER_CYCLE), RESULT_OK);
	board_fixture_await(f, "probe up");
	board_fixture_connect(f);
}

void board_fixture_boot_os(struct board_fixture *f)
{
	board_fixture_boot_loader(f);
	board_fixture_send(f, PROBE_START, bytes_from(NULL, 0));
	board_fixture_await(f, "probe up");
}

/* In the order of their births: the root of trust is born before any stage, and outlives them. */
static pid_t child(const struct board_fixture *f, int which)
{
	char path[64];
	FILE *children;
	int pid = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", f->pid, f->pid);
	children = fopen(path, "r");
	ck_assert_ptr_nonnull(children);
	for (int i = 0; i <= which; i++)
		if (fscanf(children, "%d", &pid) != 1)
			pid = 0;
	fclose(children);
	return pid;
}

pid_t board_fixture_root_pid(const struct board_fixture *f)
{
	return child(f, 0);
}

pid_t board_fixture_stage_pid(const struct board_fixture *f)
{
	return child(f, 1);
}

const char *board_fixture_status(pid_t pid, const char *field)
{
	static char line[256];
	char path[64];
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	status = fopen(path, "r");
	ck_assert_ptr_nonnull(status);
	while (fgets(line, sizeof(line), status)) {
		if (strncmp(line, field, strlen(field)) == 0) {
			fclose(status);
			return line + strlen(field);
		}
	}
	fclose(status);
	return "";
}

static void count_descriptor(const char *path, struct board_fixture_descriptors *found)
{
	char to[64];
	ssize_t len = readlink(path, to, sizeof(to) - 1);
	struct bytes name = bytes_from((const uint8_t *)to, len > 0 ? (size_t)len : 0);

	if (bytes_equal(name, bytes_of_text("/dev/null")))
		found->nulls++;
	else if (name.len > 7 && memcmp(to, "socket:", 7) == 0)
		found->sockets++;
	else
		found->others++;
}

struct board_fixture_descriptors board_fixture_descriptors(pid_t pid)
{
	struct board_fixture_descriptors found = { 0 };
	struct dirent *entry;
	char path[300];
	DIR *all;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	all = opendir(path);
	ck_assert_ptr_nonnull(all);
	while ((entry = readdir(all))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%d/fd/%s", pid, entry->d_name);
		count_descriptor(path, &found);
	}
	closedir(all);
	return found;
}
