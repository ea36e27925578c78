/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of transport.h: the same lines over sockets and serial lines as over a program's streams, and the same bounds. */

#include <check.h>
#include <netinet/in.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "conformance/core/transport.h"

static const struct transport_places places = { "/bin dir", "/target" };

START_TEST(words_are_split_before_places_are_filled_in)
{
	struct transport_address address;

	ck_assert_int_eq(transport_parse("exec:${BIN}/a  --at=${TARGET}/b c", &places, &address, NULL), RESULT_OK);
	ck_assert_uint_eq(address.word_count, 3);
	ck_assert_str_eq(address.words[0], "/bin dir/a");
	ck_assert_str_eq(address.words[1], "--at=/target/b");
	ck_assert_str_eq(address.words[2], "c");
	transport_address_release(&address);
	ck_assert_uint_eq(address.word_count, 0);
}
END_TEST

START_TEST(strings_that_name_no_transport)
{
	static const char *texts[] = { "", "exec:", "exec: ", "exec:a", "exec:/a $b", "exec:/a ${BIN", "tcp:", "tcp:h", "tcp:h:0", "tcp:h:x",
				       "tcp:h:1:2", "tcp:h:99999", "unix:", "unix:a", "serial:/dev/x", "serial:/dev/x,", "serial:/dev/x,a",
				       "serial:/dev/x,1,2", "pipe:/a", "EXEC:/a",
				       "exec:/a 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct transport_address address;
		struct complaint why = { "" };

		ck_assert_msg(transport_parse(texts[i], &places, &address, &why) == RESULT_MALFORMED, "%s", texts[i]);
		ck_assert_msg(strstr(why.text, "can't be used: ") != NULL, "%s", why.text);
	}
}
END_TEST

static struct transport *open_at(const char *text)
{
	static const struct sandbox_order nothing = { .argv = NULL };
	struct transport_address address;
	struct transport *transport = NULL;
	struct complaint why = { "" };

	ck_assert_msg(transport_parse(text, &places, &address, &why) == RESULT_OK, "%s", why.text);
	ck_assert_msg(transport_open(&address, &nothing, NULL, &transport, &why) == RESULT_OK, "%s", why.text);
	transport_address_release(&address);
	return transport;
}

static void must_write(int fd, const char *text)
{
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

static void must_be_line(struct transport *transport, const char *text)
{
	struct bytes line;

	ck_assert_int_eq(transport_receive(transport, transport_now_ms() + 5000, &line), RESULT_OK);
	ck_assert(bytes_equal(line, bytes_of_text(text)));
}

/* Lines in both directions, one in two pieces, two at once, and silence. */
static void must_carry_lines(struct transport *transport, int peer)
{
	char got[16] = "";
	struct bytes line;

	ck_assert_int_eq(transport_quiet(transport), RESULT_OK);
	ck_assert_int_eq(transport_send(transport, bytes_of_text("ask\n"), transport_now_ms() + 5000), RESULT_OK);
	ck_assert_int_eq(read(peer, got, 4), 4);
	ck_assert_str_eq(got, "ask\n");
	must_write(peer, "on");
	ck_assert_int_eq(transport_receive(transport, transport_now_ms() + 20, &line), RESULT_TIMEOUT);
	must_write(peer, "e\ntwo\n");
	must_be_line(transport, "one");
	ck_assert_int_eq(transport_quiet(transport), RESULT_REFUSED);
	must_be_line(transport, "two");
	ck_assert_int_eq(transport_quiet(transport), RESULT_OK);
}

START_TEST(over_tcp)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), peer;
	socklen_t len = sizeof(at);
	struct transport *transport;
	struct bytes line;
	char text[64];

	ck_assert_int_eq(bind(listener, (const struct sockaddr *)&at, sizeof(at)) | listen(listener, 1), 0);
	ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&at, &len), 0);
	snprintf(text, sizeof(text), "tcp:127.0.0.1:%d", ntohs(at.sin_port));
	transport = open_at(text);
	peer = accept(listener, NULL, NULL);
	must_carry_lines(transport, peer);
	must_write(peer, "half");
	close(peer);
	ck_assert_int_eq(transport_receive(transport, transport_now_ms() + 5000, &line), RESULT_TRUNCATED);
	transport_close(transport, 0);
	close(listener);
}
END_TEST

START_TEST(over_a_unix_socket)
{
	char folder[] = "/tmp/unix-XXXXXX", text[128];
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), peer;
	struct transport *transport;
	struct bytes line;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(at.sun_path, sizeof(at.sun_path), "%s/s", folder);
	ck_assert_int_eq(bind(listener, (const struct sockaddr *)&at, sizeof(at)) | listen(listener, 1), 0);
	snprintf(text, sizeof(text), "unix:%s", at.sun_path);
	transport = open_at(text);
	peer = accept(listener, NULL, NULL);
	must_carry_lines(transport, peer);
	close(peer);
	ck_assert_int_eq(transport_quiet(transport), RESULT_IO);
	ck_assert_int_eq(transport_send(transport, bytes_of_text("ask\n"), transport_now_ms() + 5000), RESULT_IO);
	ck_assert_int_eq(transport_receive(transport, transport_now_ms() + 5000, &line), RESULT_IO);
	transport_close(transport, 0);
	close(listener);
	ck_assert_int_eq(unlink(at.sun_path) | rmdir(folder), 0);
}
END_TEST

START_TEST(over_a_serial_line)
{
	struct transport *transport;
	int peer, line_end;
	char path[64], text[128];

	ck_assert_int_eq(openpty(&peer, &line_end, path, NULL, NULL), 0);
	snprintf(text, sizeof(text), "serial:%s,115200", path);
	transport = open_at(text);
	must_carry_lines(transport, peer);
	transport_close(transport, 0);
	close(line_end);
	close(peer);
}
END_TEST

static void must_not_open(const char *text, const char *says)
{
	static const struct sandbox_order nothing = { .argv = NULL };
	struct transport_address address;
	struct transport *transport = NULL;
	struct complaint why = { "" };

	ck_assert_int_eq(transport_parse(text, &places, &address, NULL), RESULT_OK);
	ck_assert_int_eq(transport_open(&address, &nothing, NULL, &transport, &why), RESULT_IO);
	ck_assert_ptr_null(transport);
	ck_assert_msg(strstr(why.text, says) != NULL, "%s", why.text);
	transport_address_release(&address);
}

START_TEST(who_is_not_there_is_named)
{
	must_not_open("unix:/nonexistent/socket", "unix:/nonexistent/socket: no connection: No such file");
	must_not_open("tcp:127.0.0.1:1", "tcp:127.0.0.1:1: no connection: Connection refused");
	must_not_open("serial:/dev/null,115200", "it must be a serial line");
	must_not_open("serial:/nonexistent,115200", "No such file");
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("lines");
	Suite *suite = suite_create("transport");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(all, words_are_split_before_places_are_filled_in);
	tcase_add_test(all, strings_that_name_no_transport);
	tcase_add_test(all, over_tcp);
	tcase_add_test(all, over_a_unix_socket);
	tcase_add_test(all, over_a_serial_line);
	tcase_add_test(all, who_is_not_there_is_named);
	tcase_set_timeout(all, 60);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
