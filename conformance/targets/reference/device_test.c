/* SPDX-License-Identifier: Apache-2.0 */
/* The device plane against boards that answer, refuse, babble, fall silent or lose power in the middle. */

#include <check.h>
#include <stdlib.h>

#include "conformance/targets/reference/board_fixture.h"
#include "reference-impl/base/text.h"
#include "reference-impl/base/writer.h"

enum { INFO_LEN = 1 + 4 + 1 + 16 + 32 + 32, LARGE_LEN = 100000 };

#define FRAME_OK RAW("\x01\0\0\0\0")
#define UPDATE(deadline_ms) REQUEST("device.update", deadline_ms, ",\"path\":\"normal\",\"image\":\"AAECAw==\"")
static uint8_t info_frame[4 + 1 + INFO_LEN];
#define INFO { info_frame, sizeof(info_frame) }

START_TEST(info_is_told)
{
	struct scene scene = { .answers = { INFO } };

	board_fixture_must_answer(&scene, REQUEST("device.info", 5000, ""), "\"security_version\":7");
	board_fixture_must_answer(&scene, REQUEST("device.info", 5000, ""), "\"unit\":\"abababababababababababababababab\"");
	board_fixture_must_answer(&scene, REQUEST("device.info", 5000, ""), "\"firmware\":[\"urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6uro=\"]");
}
END_TEST

START_TEST(info_that_is_none_is_a_failure)
{
	struct scene shorter = { .answers = { RAW("\x03\0\0\0\0\1\2") } }, huge = { .answers = { RAW("\xff\xff\xff\xff\0") } },
		     empty = { .answers = { RAW("\0\0\0\0") } }, gone = { .answers = { { NULL, 0 } } },
		     refused = { .answers = { RAW("\x03\0\0\0\1no") } };

	board_fixture_must_answer(&shorter, REQUEST("device.info", 5000, ""), "too short: 2 bytes");
	board_fixture_must_answer(&huge, REQUEST("device.info", 300, ""), "\"code\":-32000");
	board_fixture_must_answer(&empty, REQUEST("device.info", 300, ""), "\"code\":-32000");
	board_fixture_must_answer(&gone, REQUEST("device.info", 300, ""), "nobody serves the port of unit 0");
	board_fixture_must_answer(&refused, REQUEST("device.info", 300, ""), "\"code\":-32000");
}
END_TEST

START_TEST(an_update_is_accepted_step_by_step)
{
	struct scene scene = { .answers = { INFO, FRAME_OK, FRAME_OK, FRAME_OK } };

	board_fixture_must_answer(&scene, UPDATE(5000), "\"state\":\"accepted\"");
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
	board_fixture_must_answer(&scene, request, "\"state\":\"accepted\"");
}
END_TEST

START_TEST(a_refusal_is_told_in_printable_words)
{
	struct scene begin = { .answers = { INFO, RAW("\x06\0\0\0\1no\x1b\xff\n") } },
		     end = { .answers = { INFO, FRAME_OK, FRAME_OK, RAW("\x04\0\0\0\1old") } },
		     silent = { .answers = { INFO, RAW("\x01\0\0\0\1") } }, unknown = { .answers = { INFO, RAW("\x01\0\0\0\2") } };

	board_fixture_must_answer(&begin, UPDATE(5000), "{\"refused\":\"no???\"}");
	board_fixture_must_answer(&end, UPDATE(5000), "{\"refused\":\"old\"}");
	board_fixture_must_answer(&silent, UPDATE(5000), "{\"refused\":\"it gave no reason\"}");
	board_fixture_must_answer(&unknown, UPDATE(5000), "{\"refused\":");
}
END_TEST

START_TEST(a_device_that_is_gone_or_silent_was_interrupted)
{
	struct scene gone_at_begin = { .answers = { INFO } }, gone_at_data = { .answers = { INFO, FRAME_OK } },
		     gone_at_end = { .answers = { INFO, FRAME_OK, FRAME_OK } },
		     half = { .answers = { INFO, FRAME_OK, RAW("\x09\0\0") } },
		     silent = { .answers = { INFO, FRAME_OK, FRAME_OK }, .silent = true };

	board_fixture_must_answer(&gone_at_begin, UPDATE(5000), "\"state\":\"interrupted\"");
	board_fixture_must_answer(&gone_at_data, UPDATE(5000), "\"state\":\"interrupted\"");
	board_fixture_must_answer(&gone_at_end, UPDATE(5000), "\"state\":\"interrupted\"");
	board_fixture_must_answer(&half, UPDATE(5000), "\"state\":\"interrupted\"");
	board_fixture_must_answer(&silent, UPDATE(400), "\"state\":\"interrupted\"");
}
END_TEST

START_TEST(a_device_that_babbles_is_a_failure)
{
	struct scene huge = { .answers = { INFO, RAW("\xff\xff\xff\x7f\0") } }, empty = { .answers = { INFO, RAW("\0\0\0\0") } };

	board_fixture_must_answer(&huge, UPDATE(5000), "\"code\":-32000");
	board_fixture_must_answer(&empty, UPDATE(5000), "\"code\":-32000");
}
END_TEST

START_TEST(a_wrong_request_reaches_no_device)
{
	struct scene nobody = { .answers = { { NULL, 0 } } };

	board_fixture_must_answer(&nobody, REQUEST("device.update", 300, ",\"path\":\"sideways\",\"image\":\"AA==\""), "\"code\":-32602");
	board_fixture_must_answer(&nobody, REQUEST("device.update", 300, ",\"path\":\"normal\",\"image\":\"A\""), "\"code\":-32602");
	board_fixture_must_answer(&nobody, REQUEST("device.update", 300, ",\"path\":\"normal\",\"url\":\"https://lab\""), "\"code\":-32601");
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

int main(void)
{
	Suite *suite = suite_create("reference device plane");
	TCase *cases = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failures;

	make_info();
	(void)board_fixture_folder();
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
	board_fixture_remove();
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
