/* SPDX-License-Identifier: Apache-2.0 */
/* The device plane against boards that answer, refuse, babble, fall silent or lose power in the middle. */

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/targets/reference/device.h"
#include "conformance/targets/server/folder.h"
#include "reference-impl/base/reader.h"
#include "reference-impl/base/text.h"

enum { ANSWERS_MAX = 6, INFO_LEN = 1 + 4 + 1 + 16 + 32 + 32, LARGE_LEN = 100000 };

/* What the board does: one answer for each command, then it closes or is silent. */
struct scene {
	struct bytes answers[ANSWERS_MAX];
	bool silent;
};

#define RAW(text) { (const uint8_t *)(text), sizeof(text) - 1 }
#define FRAME_OK RAW("\x01\0\0\0\0")

static char folder[] = "/tmp/device_test-XXXXXX";
static uint8_t info_frame[4 + 1 + INFO_LEN];
static pid_t board;

static bool read_all(int from, uint8_t *room, size_t len)
{
	return len == 0 || recv(from, room, len, MSG_WAITALL) == (ssize_t)len;
}

/* Takes one command; data that leaves a gap ends the board. */
static bool take_command(int client, uint32_t *staged)
{
	static uint8_t frame[PORT_FRAME_MAX_LEN];
	uint8_t head[4];
	struct reader r = reader_over(BYTES_OF(head));
	uint32_t len;

	if (!read_all(client, head, sizeof(head)))
		return false;
	len = reader_u32_le(&r);
	if (len == 0 || len > sizeof(frame) || !read_all(client, frame, len))
		return false;
	r = reader_over(bytes_from(frame, len));
	if (reader_u8(&r) != PORT_STAGE_DATA)
		return true;
	if (reader_u32_le(&r) != *staged)
		return false;
	*staged += len - 5;
	return true;
}

static void play(int listener, const struct scene *scene) __attribute__((noreturn));

static void play(int listener, const struct scene *scene)
{
	int client = accept(listener, NULL, NULL);
	uint32_t staged = 0;

	close(listener);
	for (size_t i = 0; i < ANSWERS_MAX && scene->answers[i].at; i++)
		if (!take_command(client, &staged) ||
		    send(client, scene->answers[i].at, scene->answers[i].len, MSG_NOSIGNAL) != (ssize_t)scene->answers[i].len)
			_exit(1);
	if (scene->silent)
		pause();
	_exit(0);
}

static void start_board(const struct scene *scene)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s/unit0/port.sock", folder);
	unlink(address.sun_path);
	ck_assert_int_eq(bind(listener, (const struct sockaddr *)&address, sizeof(address)), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	board = fork();
	ck_assert_int_ge(board, 0);
	if (board == 0)
		play(listener, scene);
	close(listener);
}

static void stop_board(void)
{
	kill(board, SIGKILL);
	waitpid(board, NULL, 0);
}

static void must_answer(const struct scene *scene, const char *request, const char *wanted)
{
	static struct reference_port port;
	struct adapter adapter = reference_device_adapter(&port);
	FILE *in = fmemopen((void *)(uintptr_t)request, strlen(request), "r");
	char *said = NULL;
	size_t said_len = 0;
	FILE *out = open_memstream(&said, &said_len);

	start_board(scene);
	ck_assert_int_eq(adapter_serve(&adapter, in, out), 0);
	stop_board();
	fclose(in);
	fclose(out);
	ck_assert_msg(strstr(said, wanted) != NULL, "wanted %s, got %s", wanted, said);
	free(said);
}

/* deadline_ms is short where the scene is that nothing comes. */
#define REQUEST(method, deadline_ms, fields) \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" method "\",\"params\":{\"unit\":0,\"deadline_ms\":" #deadline_ms fields "}}\n"
#define UPDATE(deadline_ms) REQUEST("device.update", deadline_ms, ",\"path\":\"normal\",\"image\":\"AAECAw==\"")
#define INFO { info_frame, sizeof(info_frame) }

START_TEST(info_is_told)
{
	struct scene scene = { .answers = { INFO } };

	must_answer(&scene, REQUEST("device.info", 5000, ""), "\"security_version\":7");
	must_answer(&scene, REQUEST("device.info", 5000, ""), "\"unit\":\"abababababababababababababababab\"");
	must_answer(&scene, REQUEST("device.info", 5000, ""), "\"firmware\":[\"urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6uro=\"]");
}
END_TEST

START_TEST(info_that_is_none_is_a_failure)
{
	struct scene shorter = { .answers = { RAW("\x03\0\0\0\0\1\2") } }, huge = { .answers = { RAW("\xff\xff\xff\xff\0") } },
		     empty = { .answers = { RAW("\0\0\0\0") } }, gone = { .answers = { { NULL, 0 } } },
		     refused = { .answers = { RAW("\x03\0\0\0\1no") } };

	must_answer(&shorter, REQUEST("device.info", 5000, ""), "too short: 2 bytes");
	must_answer(&huge, REQUEST("device.info", 300, ""), "\"code\":-32000");
	must_answer(&empty, REQUEST("device.info", 300, ""), "\"code\":-32000");
	must_answer(&gone, REQUEST("device.info", 300, ""), "nobody serves the port of unit 0");
	must_answer(&refused, REQUEST("device.info", 300, ""), "\"code\":-32000");
}
END_TEST

START_TEST(an_update_is_accepted_step_by_step)
{
	struct scene scene = { .answers = { INFO, FRAME_OK, FRAME_OK, FRAME_OK } };

	must_answer(&scene, UPDATE(5000), "\"state\":\"accepted\"");
}
END_TEST

START_TEST(a_large_image_goes_in_pieces_without_gaps)
{
	static uint8_t image[LARGE_LEN];
	static char request[2 * LARGE_LEN];
	struct scene scene = { .answers = { INFO, FRAME_OK, FRAME_OK, FRAME_OK, FRAME_OK } };
	struct writer w = writer_over(BUFFER_OF(request));

	writer_text(&w, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"device.update\",\"params\":{\"unit\":0,\"deadline_ms\":5000,"
			"\"path\":\"recovery\",\"image\":\"");
	text_write_base64(&w, BYTES_OF(image));
	writer_text(&w, "\"}}\n");
	writer_u8(&w, 0);
	must_answer(&scene, request, "\"state\":\"accepted\"");
}
END_TEST

START_TEST(a_refusal_is_told_in_printable_words)
{
	struct scene begin = { .answers = { INFO, RAW("\x06\0\0\0\1no\x1b\xff\n") } },
		     end = { .answers = { INFO, FRAME_OK, FRAME_OK, RAW("\x04\0\0\0\1old") } },
		     silent = { .answers = { INFO, RAW("\x01\0\0\0\1") } }, unknown = { .answers = { INFO, RAW("\x01\0\0\0\2") } };

	must_answer(&begin, UPDATE(5000), "{\"refused\":\"no???\"}");
	must_answer(&end, UPDATE(5000), "{\"refused\":\"old\"}");
	must_answer(&silent, UPDATE(5000), "{\"refused\":\"it gave no reason\"}");
	must_answer(&unknown, UPDATE(5000), "{\"refused\":");
}
END_TEST

START_TEST(a_device_that_is_gone_or_silent_was_interrupted)
{
	struct scene gone_at_begin = { .answers = { INFO } }, gone_at_data = { .answers = { INFO, FRAME_OK } },
		     gone_at_end = { .answers = { INFO, FRAME_OK, FRAME_OK } },
		     half = { .answers = { INFO, FRAME_OK, RAW("\x09\0\0") } },
		     silent = { .answers = { INFO, FRAME_OK, FRAME_OK }, .silent = true };

	must_answer(&gone_at_begin, UPDATE(5000), "\"state\":\"interrupted\"");
	must_answer(&gone_at_data, UPDATE(5000), "\"state\":\"interrupted\"");
	must_answer(&gone_at_end, UPDATE(5000), "\"state\":\"interrupted\"");
	must_answer(&half, UPDATE(5000), "\"state\":\"interrupted\"");
	must_answer(&silent, UPDATE(400), "\"state\":\"interrupted\"");
}
END_TEST

START_TEST(a_device_that_babbles_is_a_failure)
{
	struct scene huge = { .answers = { INFO, RAW("\xff\xff\xff\x7f\0") } }, empty = { .answers = { INFO, RAW("\0\0\0\0") } };

	must_answer(&huge, UPDATE(5000), "\"code\":-32000");
	must_answer(&empty, UPDATE(5000), "\"code\":-32000");
}
END_TEST

START_TEST(a_wrong_request_reaches_no_device)
{
	struct scene nobody = { .answers = { { NULL, 0 } } };

	must_answer(&nobody, REQUEST("device.update", 300, ",\"path\":\"sideways\",\"image\":\"AA==\""), "\"code\":-32602");
	must_answer(&nobody, REQUEST("device.update", 300, ",\"path\":\"normal\",\"image\":\"A\""), "\"code\":-32602");
	must_answer(&nobody, REQUEST("device.update", 300, ",\"path\":\"normal\",\"url\":\"https://lab\""), "\"code\":-32601");
}
END_TEST

static void make_info(void)
{
	struct writer w = writer_over(BUFFER_OF(info_frame));

	writer_u32_le(&w, 1 + INFO_LEN);
	writer_u8(&w, PORT_OK);
	writer_u8(&w, PORT_SERVER_OS);
	writer_u32_le(&w, 7);
	writer_u8(&w, 0);
	writer_fill(&w, 0xab, 16);
	writer_fill(&w, 0xba, 32);
	writer_fill(&w, 0, 32);
}

static void make_folder(void)
{
	char unit[64];

	if (!mkdtemp(folder) || snprintf(unit, sizeof(unit), "%s/unit0", folder) < 0 || mkdir(unit, 0700) != 0 ||
	    setenv("ASSAY_RUN_DIR", folder, 1) != 0)
		abort();
}

int main(void)
{
	Suite *suite = suite_create("reference device plane");
	TCase *cases = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failures;

	make_info();
	make_folder();
	suite_add_tcase(suite, cases);
	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, info_is_told);
	tcase_add_test(cases, info_that_is_none_is_a_failure);
	tcase_add_test(cases, an_update_is_accepted_step_by_step);
	tcase_add_test(cases, a_large_image_goes_in_pieces_without_gaps);
	tcase_add_test(cases, a_refusal_is_told_in_printable_words);
	tcase_add_test(cases, a_device_that_is_gone_or_silent_was_interrupted);
	tcase_add_test(cases, a_device_that_babbles_is_a_failure);
	tcase_add_test(cases, a_wrong_request_reaches_no_device);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	if (folder_remove(folder, NULL) != RESULT_OK)
		return EXIT_FAILURE;
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
