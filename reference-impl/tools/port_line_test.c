/* SPDX-License-Identifier: Apache-2.0 */
/* A port that answers as no device does: whatever comes, the tool ends in time and with a result. */

#include "reference-impl/tools/port_line.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "reference-impl/tools/unix_line.h"

enum { PATIENCE_MS = 3000, SHORT_MS = 80 };

static char folder[32], path[64];
static struct port_line line;
static pid_t server;

static void setup(void)
{
	strcpy(folder, "/tmp/port_line_test.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_gt(snprintf(path, sizeof(path), "%s/port", folder), 0);
	line.path = path;
	line.fd = -1;
	line.until_ms = unix_line_now_ms() + PATIENCE_MS;
}

static void teardown(void)
{
	port_line_close(&line);
	(void)unlink(path);
	(void)rmdir(folder);
}

/* In a process of its own: takes `hang_ups` connections and drops them, then answers each frame with the bytes, and waits. */
static void serve(int hang_ups, struct bytes answer)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), client;
	uint8_t question[256];

	memcpy(address.sun_path, path, strlen(path));
	ck_assert(bind(listener, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(listener, 4) == 0);
	server = fork();
	if (server != 0) {
		close(listener);
		return;
	}
	for (; hang_ups > 0; hang_ups--)
		close(accept(listener, NULL, NULL));
	client = accept(listener, NULL, NULL);
	while (recv(client, question, sizeof(question), 0) > 0)
		if (answer.len > 0 && send(client, answer.at, answer.len, MSG_NOSIGNAL) < 0)
			break;
	_exit(0);
}

static enum result ask(struct bytes *ret_fields)
{
	const struct port_question info = { .command = PORT_INFO };
	enum port_status status;

	return port_line_open(&line, &info, &status, ret_fields);
}

static const struct answer_case {
	const char *name;
	uint8_t at[8];
	size_t len;
	enum result result;
} answers[] = {
	{ "an answer", { 3, 0, 0, 0, PORT_OK, 'h', 'i' }, 7, RESULT_OK },
	{ "a frame of nothing", { 0, 0, 0, 0 }, 4, RESULT_MALFORMED },
	{ "a frame too long", { 1, 0xf0, 0, 0 }, 4, RESULT_MALFORMED },
	{ "a frame of four gigabytes", { 0xff, 0xff, 0xff, 0xff }, 4, RESULT_MALFORMED },
	{ "half a head", { 3, 0 }, 2, RESULT_TIMEOUT },
	{ "half a frame", { 3, 0, 0, 0, PORT_OK }, 5, RESULT_TIMEOUT },
	{ "silence", { 0 }, 0, RESULT_TIMEOUT },
};

START_TEST(answers_are_whole_or_none)
{
	const struct answer_case *c = &answers[_i];
	struct bytes fields;

	serve(0, bytes_from(c->at, c->len));
	if (c->result == RESULT_TIMEOUT)
		line.until_ms = unix_line_now_ms() + SHORT_MS;
	ck_assert_msg(ask(&fields) == c->result, "%s", c->name);
	if (c->result == RESULT_OK)
		ck_assert(bytes_equal(fields, bytes_of_text("hi")));
}
END_TEST

/* A device that boots drops who is connected; the first question is asked again. */
START_TEST(a_boot_is_waited_out)
{
	static const uint8_t answer[] = { 1, 0, 0, 0, PORT_REFUSED };
	struct bytes fields;

	serve(3, BYTES_OF(answer));
	ck_assert_int_eq(ask(&fields), RESULT_OK);
	ck_assert_uint_eq(fields.len, 0);
}
END_TEST

START_TEST(no_socket_is_told_in_time)
{
	int64_t from = unix_line_now_ms();
	struct bytes fields;

	line.until_ms = from + SHORT_MS;
	ck_assert_int_eq(ask(&fields), RESULT_IO);
	ck_assert_int_ge(unix_line_now_ms(), from + SHORT_MS);
	ck_assert_int_eq(line.fd, -1);
}
END_TEST

START_TEST(a_path_too_long_is_told_at_once)
{
	static char longest[200];
	struct bytes fields;
	int64_t from = unix_line_now_ms();

	memset(longest, 'a', sizeof(longest) - 1);
	line.path = longest;
	ck_assert_int_eq(ask(&fields), RESULT_IO);
	ck_assert_int_lt(unix_line_now_ms(), from + PATIENCE_MS / 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("port_line");
	TCase *tcase = tcase_create("port");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 30);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, answers_are_whole_or_none, 0, sizeof(answers) / sizeof(answers[0]));
	tcase_add_test(tcase, a_boot_is_waited_out);
	tcase_add_test(tcase, no_socket_is_told_in_time);
	tcase_add_test(tcase, a_path_too_long_is_told_at_once);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
