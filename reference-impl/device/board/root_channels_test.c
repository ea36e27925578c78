/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of vault_bus.h: who speaks is said by the channel, and no stage does harm by what it says. */

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/root_talk_fixture.h"

enum { RELEASE = MAILBOX_COUNTER_RELEASE };

static struct board_fixture f;

static void setup(void)
{
	board_fixture_start(&f);
	root_talk_burn_identity(&f);
}

static void teardown(void)
{
	board_fixture_stop(&f);
}

static struct bytes nothing(void)
{
	return bytes_from(NULL, 0);
}

static struct bytes component_of(enum component_kind kind)
{
	static uint8_t room[COMPONENT_ENCODED_LEN];
	const struct component component = { .kind = kind, .digest = { { 'D' } } };
	struct writer w = writer_over(BUFFER_OF(room));

	component_write(&w, &component);
	return BYTES_OF(room);
}

static enum result measure(enum component_kind kind)
{
	return root_talk_as_stage(&f, MAILBOX_MEASURE, component_of(kind)).result;
}

static void boot_os(void)
{
	board_fixture_boot_os(&f);
	board_fixture_connect(&f);
}

START_TEST(a_stage_measures_what_it_starts_and_nothing_else)
{
	board_fixture_boot_loader(&f);
	ck_assert_int_eq(measure(COMPONENT_ROOT_OF_TRUST), RESULT_REFUSED);
	ck_assert_int_eq(measure(COMPONENT_LOADER), RESULT_REFUSED);
	ck_assert_int_eq(measure(COMPONENT_APP), RESULT_REFUSED);
	ck_assert_int_eq(measure(COMPONENT_OS), RESULT_OK);
	boot_os();
	ck_assert_int_eq(measure(COMPONENT_LOADER), RESULT_REFUSED);
	ck_assert_int_eq(measure(COMPONENT_CONFIG), RESULT_REFUSED);
	ck_assert_int_eq(measure(COMPONENT_OS), RESULT_REFUSED);
	ck_assert_uint_eq(root_talk_log(&f).count, 2);
}
END_TEST

START_TEST(the_os_is_refused_what_is_the_loaders)
{
	const uint8_t fault = 0;

	boot_os();
	ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_RECOVERY, nothing()).result, RESULT_REFUSED);
	ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_FAULT_REPORT, BYTES_OF(fault)).result, RESULT_REFUSED);
}
END_TEST

START_TEST(the_loader_is_refused_what_is_the_oss)
{
	static const uint8_t digest[32] = { 1 }, name[4] = { 1, 'n', 'x', 'y' };

	board_fixture_boot_loader(&f);
	ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_ATTEST, BYTES_OF(digest)).result, RESULT_REFUSED);
	ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_SEAL, BYTES_OF(name)).result, RESULT_REFUSED);
	ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_CLIENT_GENERATE, nothing()).result, RESULT_REFUSED);
	ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_CLIENT_SIGN, BYTES_OF(digest)).result, RESULT_REFUSED);
}
END_TEST

/* What a loader left in its channel is never looked at once the chip has entered the OS. */
START_TEST(a_loaders_channel_is_dead_once_the_os_runs)
{
	pid_t root;

	board_fixture_boot_loader(&f);
	root = board_fixture_root_pid(&f);
	ck_assert_int_eq(kill(root, SIGSTOP), 0);
	ck_assert_uint_eq(board_fixture_ask(&f, PROBE_POST, root_talk_message(MAILBOX_MEASURE, component_of(COMPONENT_CONFIG))).len, 4);
	board_fixture_send(&f, PROBE_START, nothing());
	usleep(300000);
	ck_assert_int_eq(kill(root, SIGCONT), 0);
	board_fixture_await(&f, "probe up");
	ck_assert_int_eq(board_fixture_root_pid(&f), root);
	ck_assert_uint_eq(root_talk_log(&f).count, 2);
	ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_RECOVERY, nothing()).result, RESULT_REFUSED);
}
END_TEST

START_TEST(what_is_no_message_is_answered_so)
{
	static const uint8_t wrong_length[MAILBOX_HEAD_LEN] = { MAILBOX_SECURITY_STATE, 0, 0, 0, 1 };
	static const uint8_t no_command[MAILBOX_HEAD_LEN] = { 0xff, 0xff };
	static uint8_t too_long[8 * MAILBOX_MESSAGE_MAX_LEN];

	boot_os();
	ck_assert_int_eq(root_talk_raw(&f, BYTES_OF(wrong_length)).result, RESULT_MALFORMED);
	ck_assert_int_eq(root_talk_raw(&f, bytes_from(wrong_length, 1)).result, RESULT_MALFORMED);
	ck_assert_int_eq(root_talk_raw(&f, BYTES_OF(no_command)).result, RESULT_UNSUPPORTED);
	ck_assert_int_eq(root_talk_raw(&f, BYTES_OF(too_long)).result, RESULT_TOO_LARGE);
	ck_assert_int_eq(root_talk_raw(&f, bytes_from(too_long, MAILBOX_MESSAGE_MAX_LEN + 1)).result, RESULT_TOO_LARGE);
	ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_SECURITY_STATE, nothing()).result, RESULT_OK);
}
END_TEST

/* The channel is closed, everybody else is served, and the next boot has a new one. */
static void channel_must_be_closed(void)
{
	ck_assert(!root_talk_as_stage(&f, MAILBOX_SECURITY_STATE, nothing()).is_there);
	ck_assert_int_eq(root_talk_as_tool(&f, MAILBOX_SECURITY_STATE, nothing()).result, RESULT_OK);
	ck_assert(board_fixture_is_powered(&f));
	board_fixture_last_act(&f, ACT_RESET);
	board_fixture_await(&f, "probe up");
	board_fixture_connect(&f);
	ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_SECURITY_STATE, nothing()).result, RESULT_OK);
}

START_TEST(an_empty_message_hangs_up)
{
	boot_os();
	ck_assert(!root_talk_raw(&f, nothing()).is_there);
	channel_must_be_closed();
}
END_TEST

START_TEST(who_takes_no_replies_is_hung_up_on)
{
	uint32_t error;
	pid_t root;

	boot_os();
	root = board_fixture_root_pid(&f);
	ck_assert_int_eq(board_fixture_act(&f, ACT_FLOOD_MAILBOX, &error), -1);
	ck_assert(error == EPIPE || error == ECONNRESET);
	ck_assert_int_eq(root_talk_as_tool(&f, MAILBOX_SECURITY_STATE, nothing()).result, RESULT_OK);
	board_fixture_last_act(&f, ACT_RESET);
	board_fixture_await(&f, "probe up");
	board_fixture_connect(&f);
	ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_SECURITY_STATE, nothing()).result, RESULT_OK);
	ck_assert_int_eq(board_fixture_root_pid(&f), root);
}
END_TEST

START_TEST(descriptors_with_a_message_are_dropped)
{
	struct board_fixture_descriptors before, after;
	uint32_t error;

	boot_os();
	before = board_fixture_descriptors(board_fixture_root_pid(&f));
	for (int i = 0; i < 20; i++)
		ck_assert_int_gt(board_fixture_act(&f, ACT_MAILBOX_DESCRIPTOR, &error), MAILBOX_HEAD_LEN);
	after = board_fixture_descriptors(board_fixture_root_pid(&f));
	ck_assert_mem_eq(&before, &after, sizeof(before));
}
END_TEST

static uint32_t release_counter(void)
{
	const uint8_t which = RELEASE;
	struct root_reply reply = root_talk_as_stage(&f, MAILBOX_COUNTER_READ, BYTES_OF(which));
	struct reader r = reader_over(reply.body);

	ck_assert_int_eq(reply.result, RESULT_OK);
	return reader_u32_le(&r);
}

/* Before or after, whatever the cut leaves of the operation: the value is one of the two. */
START_TEST(a_cut_in_a_counter_is_before_or_behind_it)
{
	for (uint64_t tear = RIG_TEAR_NONE; tear <= RIG_TEAR_WORD; tear++) {
		uint32_t before, after;
		uint8_t raise[5] = { RELEASE };

		boot_os();
		before = release_counter();
		raise[1] = (uint8_t)(before + 3);
		ck_assert_uint_eq(board_fixture_rig(&f, (struct rig_header){ .op = RIG_CUT_ARM, .a = 1, .b = tear }, nothing())->header.result, RESULT_OK);
		ck_assert_uint_eq(board_fixture_ask(&f, PROBE_MAILBOX, root_talk_message(MAILBOX_COUNTER_RAISE, BYTES_OF(raise))).len, 0);
		ck_assert(!board_fixture_is_powered(&f));
		ck_assert_int_eq(board_fixture_root_pid(&f), 0);
		boot_os();
		after = release_counter();
		ck_assert(after == before || after == before + 3);
		ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_COUNTER_RAISE, BYTES_OF(raise)).result, RESULT_OK);
		ck_assert_uint_eq(release_counter(), before + 3);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("root_channels");
	TCase *tests = tcase_create("channels");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_stage_measures_what_it_starts_and_nothing_else);
	tcase_add_test(tests, the_os_is_refused_what_is_the_loaders);
	tcase_add_test(tests, the_loader_is_refused_what_is_the_oss);
	tcase_add_test(tests, a_loaders_channel_is_dead_once_the_os_runs);
	tcase_add_test(tests, what_is_no_message_is_answered_so);
	tcase_add_test(tests, an_empty_message_hangs_up);
	tcase_add_test(tests, who_takes_no_replies_is_hung_up_on);
	tcase_add_test(tests, descriptors_with_a_message_are_dropped);
	tcase_add_test(tests, a_cut_in_a_counter_is_before_or_behind_it);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
