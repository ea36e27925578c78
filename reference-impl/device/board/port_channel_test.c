/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of port_channel.h: frames whole or not at all, and no client keeps anybody waiting. */

#include <check.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/port_channel.h"

static char path[64];
static struct port_channel port;
static uint8_t taken[PORT_FRAME_MAX_LEN];
static size_t taken_len;

static void setup(void)
{
	struct board_complaint complaint = { 0 };

	strcpy(path, "/tmp/port-test-XXXXXX");
	close(mkstemp(path));
	unlink(path);
	memset(&port, 0, sizeof(port));
	port.client = -1;
	ck_assert_int_eq(listener_open(&port.listener, path, SOCK_STREAM, "--port", &complaint), RESULT_OK);
}

static void teardown(void)
{
	port_channel_close(&port);
	ck_assert_int_ne(access(path, F_OK), 0);
}

static int come(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, path, strlen(path));
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	port_channel_accept(&port);
	return fd;
}

/* What the board's loop does, until there is nothing to do. */
static void move(void)
{
	struct pollfd client = { port.client, port_channel_events(&port), 0 };

	while (port.client >= 0 && poll(&client, 1, 0) > 0) {
		port_channel_move(&port, client.revents);
		client = (struct pollfd){ port.client, port_channel_events(&port), 0 };
	}
}

static void say(int fd, uint32_t announced, const char *text)
{
	uint8_t wire[64];
	struct writer w = writer_over(BUFFER_OF(wire));

	writer_u32_le(&w, announced);
	writer_text(&w, text);
	ck_assert_int_eq(send(fd, wire, writer_needed(&w), MSG_NOSIGNAL), (ssize_t)writer_needed(&w));
	move();
}

static enum result take(void)
{
	return port_channel_take(&port, BUFFER_OF(taken), &taken_len);
}

static void must_take(const char *text)
{
	ck_assert_int_eq(take(), RESULT_OK);
	ck_assert(bytes_equal(bytes_from(taken, taken_len), bytes_of_text(text)));
}

START_TEST(frames_come_one_by_one)
{
	int fd;

	ck_assert_int_eq(take(), RESULT_NOT_FOUND);
	fd = come();
	ck_assert_int_eq(take(), RESULT_TIMEOUT);
	say(fd, 3, "one");
	say(fd, 5, "th");
	must_take("one");
	move();
	ck_assert_int_eq(take(), RESULT_TIMEOUT);
	ck_assert_int_eq(send(fd, "ree", 3, 0), 3);
	move();
	must_take("three");
	close(fd);
	move();
	ck_assert_int_eq(port.client, -1);
	ck_assert_int_eq(take(), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(an_impossible_length_is_hung_up_on)
{
	static const uint32_t impossible[] = { 0, PORT_FRAME_MAX_LEN + 1, UINT32_MAX };

	for (size_t i = 0; i < sizeof(impossible) / sizeof(impossible[0]); i++) {
		int fd = come();

		say(fd, impossible[i], "x");
		ck_assert_int_eq(port.client, -1);
		ck_assert_uint_eq(port.hang_ups, i + 1);
		close(fd);
	}
}
END_TEST

START_TEST(an_answer_goes_to_who_asked_and_to_nobody_else)
{
	uint8_t wire[16];
	int first = come(), second;

	say(first, 3, "one");
	must_take("one");
	ck_assert_int_eq(port_channel_put(&port, bytes_of_text("yes")), RESULT_OK);
	ck_assert_int_eq(recv(first, wire, sizeof(wire), 0), 7);
	ck_assert_mem_eq(wire, "\3\0\0\0yes", 7);
	close(first);
	move();
	second = come();
	ck_assert_int_eq(port_channel_put(&port, bytes_of_text("late")), RESULT_NOT_FOUND);
	ck_assert_int_eq(recv(second, wire, sizeof(wire), MSG_DONTWAIT), -1);
	close(second);
}
END_TEST

START_TEST(one_answer_for_each_frame)
{
	int fd = come();

	ck_assert_int_eq(port_channel_put(&port, bytes_of_text("unasked")), RESULT_NOT_FOUND);
	say(fd, 3, "one");
	must_take("one");
	ck_assert_int_eq(port_channel_put(&port, bytes_of_text("yes")), RESULT_OK);
	ck_assert_int_eq(port_channel_put(&port, bytes_of_text("more")), RESULT_NOT_FOUND);
	close(fd);
}
END_TEST

/* An answer that comes behind the question of another would pass for that other's. */
START_TEST(a_stage_never_answers_for_the_root_of_trust)
{
	struct bytes message;
	int first = come(), second;

	say(first, 3, "one");
	must_take("one");
	close(first);
	move();
	second = come();
	say(second, 4, "\020ask");
	ck_assert_int_eq(take(), RESULT_TIMEOUT);
	ck_assert(port_channel_take_for_root(&port, &message));
	ck_assert(bytes_equal(message, bytes_of_text("ask")));
	ck_assert_int_eq(port_channel_put(&port, bytes_of_text("late")), RESULT_NOT_FOUND);
	say(second, 3, "two");
	ck_assert_int_eq(take(), RESULT_TIMEOUT);
	ck_assert_int_eq(port_channel_put_for_root(&port, bytes_of_text("told")), RESULT_OK);
	ck_assert_int_eq(port_channel_put_for_root(&port, bytes_of_text("again")), RESULT_NOT_FOUND);
	must_take("two");
	say(second, 4, "\020ask");
	ck_assert(!port_channel_take_for_root(&port, &message));
	port_channel_change_stage(&port);
	ck_assert_int_eq(port_channel_put(&port, bytes_of_text("not mine")), RESULT_NOT_FOUND);
	ck_assert(port_channel_take_for_root(&port, &message));
	ck_assert_int_eq(port_channel_put_for_root(&port, bytes_of_text("told")), RESULT_OK);
	say(second, 3, "two");
	must_take("two");
	say(second, 4, "\020ask");
	ck_assert(!port_channel_take_for_root(&port, &message));
	ck_assert_int_eq(port_channel_put(&port, bytes_of_text("yes")), RESULT_OK);
	ck_assert(port_channel_take_for_root(&port, &message));
	close(second);
}
END_TEST

START_TEST(who_does_not_read_is_hung_up_on)
{
	struct bytes large = bytes_from(taken, sizeof(taken));
	int fd = come(), frames = 0;

	say(fd, 3, "one");
	must_take("one");
	while (port_channel_put(&port, large) == RESULT_OK) {
		ck_assert_int_lt(++frames, 1000);
		say(fd, 3, "one");
		must_take("one");
	}
	ck_assert_int_eq(port.client, -1);
	close(fd);
}
END_TEST

START_TEST(a_frame_that_its_client_abandoned_is_forgotten)
{
	int first = come(), second;

	say(first, 3, "one");
	close(first);
	move();
	second = come();
	ck_assert_int_eq(take(), RESULT_TIMEOUT);
	close(second);
}
END_TEST

START_TEST(what_cannot_be_a_frame_is_not_sent)
{
	int fd = come();

	ck_assert_int_eq(port_channel_put(&port, bytes_from(taken, 0)), RESULT_TOO_LARGE);
	ck_assert_int_eq(port_channel_put(&port, bytes_from(taken, PORT_FRAME_MAX_LEN + 1)), RESULT_TOO_LARGE);
	close(fd);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("port_channel");
	TCase *tests = tcase_create("port");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, frames_come_one_by_one);
	tcase_add_test(tests, an_impossible_length_is_hung_up_on);
	tcase_add_test(tests, an_answer_goes_to_who_asked_and_to_nobody_else);
	tcase_add_test(tests, one_answer_for_each_frame);
	tcase_add_test(tests, a_stage_never_answers_for_the_root_of_trust);
	tcase_add_test(tests, who_does_not_read_is_hung_up_on);
	tcase_add_test(tests, a_frame_that_its_client_abandoned_is_forgotten);
	tcase_add_test(tests, what_cannot_be_a_frame_is_not_sent);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
