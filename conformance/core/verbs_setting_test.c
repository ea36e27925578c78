/* SPDX-License-Identifier: Apache-2.0 */
/* What target.json says to checks in its settings: places, entries, addresses; and what is said wrongly. */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/check_debug.h"
#include "conformance/check_device.h"
#include "conformance/check_storage.h"
#include "conformance/core/verbs_fixture.h"

static struct bench *b = &verbs.bench;

static void say(const char *setting, const char *text)
{
	json_t *settings = json_object();

	ck_assert_int_eq(json_object_set_new(settings, setting, json_string(text)), 0);
	ck_assert_int_eq(json_object_set_new(verbs.facts_json, "settings", settings), 0);
}

START_TEST(a_place_is_read)
{
	struct storage_spot spot;

	ck_assert(!storage_spot(b, "key", &spot) && !decided(b));
	say("key", "fuses 224 32");
	ck_assert(storage_spot(b, "key", &spot));
	ck_assert_str_eq(spot.region, "fuses");
	ck_assert(spot.offset == 224 && spot.length == 32);
}
END_TEST

static const char *const WRONG_PLACES[] = { "", "fuses", "fuses 224", "fuses 224 0", "fuses 224 4097", "fuses 224 32 1", "fuses x 32" };

START_TEST(a_place_said_wrongly_is_an_error)
{
	struct storage_spot spot;

	say("key", WRONG_PLACES[_i]);
	ck_assert(!storage_spot(b, "key", &spot));
	ck_assert(decided(b) && verbs.now.verdict == VERDICT_ERROR);
	ck_assert_ptr_nonnull(strstr(verbs.now.says, "settings.key"));
}
END_TEST

START_TEST(a_bit_is_another_from_the_second_read_on)
{
	struct storage_spot spot;

	say("key", "fuses 224 32");
	ck_assert(storage_spot(b, "key", &spot));
	verbs.answer = json_pack("{s:s}", "bytes", "Cg==");
	verbs.answer_next = json_pack("{s:i}", "fired", 0);
	fault_bit(b, &spot, 31);
	ck_assert_str_eq(verbs.method, "rig.fault");
	ck_assert_str_eq(verbs_asked_text("act"), "second_read");
	ck_assert_str_eq(verbs_asked_text("bytes"), "Cw==");
	ck_assert_int_eq(json_integer_value(json_object_get(verbs.asked, "offset")), 255);
}
END_TEST

START_TEST(entries_come_one_by_one)
{
	ck_assert_ptr_null(raw_entry(b, 0));
	say("raw_entries", "mailbox.os  mailbox.tool");
	ck_assert_str_eq(raw_entry(b, 0), "mailbox.os");
	ck_assert_str_eq(raw_entry(b, 1), "mailbox.tool");
	ck_assert_ptr_null(raw_entry(b, 2));
	ck_assert_ptr_null(raw_entry(b, 7));
}
END_TEST

START_TEST(a_raw_message_has_its_head)
{
	static const uint8_t long_body[RAW_BODY_MAX + 1];

	verbs.answer = json_pack("{s:s}", "bytes", "AQI=");
	ck_assert_uint_eq(raw_message(b, "mailbox.os", 0x0102, bytes_of_text("xy")).bytes.len, 2);
	ck_assert_str_eq(verbs_asked_text("entry"), "mailbox.os");
	ck_assert_str_eq(verbs_asked_text("bytes"), "AgEAAAIAAAB4eQ==");
	verbs.method[0] = '\0';
	ck_assert(!raw_message(b, "mailbox.os", 1, BYTES_OF(long_body)).reply.given);
	ck_assert_str_eq(verbs.method, "");
}
END_TEST

START_TEST(memory_is_read_where_the_maker_says)
{
	say("debug_address", "1f0A0");
	(void)debug_read(b);
	ck_assert_int_eq(json_integer_value(json_object_get(verbs.asked, "address")), 0x1f0a0);
	say("debug_address", "here");
	(void)debug_read(b);
	ck_assert(decided(b) && verbs.now.verdict == VERDICT_ERROR);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words for settings");
	TCase *tests = tcase_create("settings");
	SRunner *runner;
	int failures;

	tcase_add_checked_fixture(tests, verbs_setup, verbs_teardown);
	tcase_add_test(tests, a_place_is_read);
	tcase_add_loop_test(tests, a_place_said_wrongly_is_an_error, 0, sizeof(WRONG_PLACES) / sizeof(WRONG_PLACES[0]));
	tcase_add_test(tests, a_bit_is_another_from_the_second_read_on);
	tcase_add_test(tests, entries_come_one_by_one);
	tcase_add_test(tests, a_raw_message_has_its_head);
	tcase_add_test(tests, memory_is_read_where_the_maker_says);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
