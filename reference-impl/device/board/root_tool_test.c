/* SPDX-License-Identifier: Apache-2.0 */
/* A tool at the port and the root of trust: answered whoever runs, and never by or to anybody else. */

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/device/board/root_process.h"
#include "reference-impl/device/board/root_talk_fixture.h"
#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/platform/port.h"

enum { BLANK = 1, MODULE_COMPLETE, DEVICE_COMPLETE, SEED_OFFSET = 8 + FUSE_DEVICE_ID_LEN, SEED_LEN = 32, STEPS_MAX = 16 };

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

static struct bytes state(void)
{
	struct root_reply reply = root_talk_as_tool(&f, MAILBOX_SECURITY_STATE, nothing());

	ck_assert(reply.is_there);
	ck_assert_int_eq(reply.result, RESULT_OK);
	ck_assert_uint_gt(reply.body.len, SEED_OFFSET + SEED_LEN);
	return reply.body;
}

static void empty_the_loaders_slot(void)
{
	struct rig_header write = { .op = RIG_STORAGE_WRITE, .b = strlen("loader") };

	ck_assert_uint_eq(board_fixture_rig(&f, write, bytes_from("loader\0\0\0\0", 10))->header.result, RESULT_OK);
}

/* The probe has no answer to such a frame, so one that came to it would be lost. */
START_TEST(a_tool_is_answered_whoever_runs)
{
	board_fixture_boot_loader(&f);
	ck_assert_uint_eq(state().at[0], BLANK);
	board_fixture_send(&f, PROBE_START, nothing());
	board_fixture_await(&f, "probe up");
	ck_assert_uint_eq(state().at[0], BLANK);
	board_fixture_connect(&f);
	ck_assert_uint_eq(state().at[0], BLANK);
}
END_TEST

START_TEST(a_tool_is_answered_when_nothing_runs)
{
	empty_the_loaders_slot();
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_ON), RESULT_OK);
	board_fixture_await(&f, "ROM: nothing to start");
	ck_assert_int_eq(board_fixture_stage_pid(&f), 0);
	board_fixture_connect(&f);
	for (int i = 0; i < 20; i++)
		ck_assert_uint_eq(state().at[0], BLANK);
}
END_TEST

START_TEST(a_tool_is_answered_while_a_stage_hangs)
{
	board_fixture_boot_loader(&f);
	board_fixture_send(&f, PROBE_ACT, bytes_from(&(uint8_t){ ACT_HANG }, 1));
	usleep(100000);
	board_fixture_connect(&f);
	ck_assert_uint_eq(state().at[0], BLANK);
}
END_TEST

/* The first one's answer is still to come when the second one asks. */
START_TEST(an_answer_never_goes_to_who_came_later)
{
	struct root_reply reply;
	pid_t root;

	board_fixture_boot_loader(&f);
	root = board_fixture_root_pid(&f);
	ck_assert_int_eq(kill(root, SIGSTOP), 0);
	root_talk_send(&f, root_talk_message(MAILBOX_BOOT_LOG, nothing()));
	usleep(100000);
	board_fixture_connect(&f);
	root_talk_send(&f, root_talk_message(MAILBOX_FAULTS, nothing()));
	usleep(100000);
	ck_assert_int_eq(kill(root, SIGCONT), 0);
	reply = root_talk_receive(&f);
	ck_assert(reply.is_there);
	ck_assert_uint_eq(reply.command, MAILBOX_FAULTS);
	ck_assert_uint_eq(state().at[0], BLANK);
}
END_TEST

START_TEST(a_reset_takes_back_what_was_not_answered)
{
	struct root_reply reply;
	pid_t root;

	board_fixture_boot_loader(&f);
	root = board_fixture_root_pid(&f);
	ck_assert_int_eq(kill(root, SIGSTOP), 0);
	root_talk_send(&f, root_talk_message(MAILBOX_BOOT_LOG, nothing()));
	usleep(100000);
	ck_assert_int_eq(kill(board_fixture_stage_pid(&f), SIGKILL), 0);
	ck_assert(!root_talk_receive(&f).is_there);
	ck_assert_int_eq(kill(root, SIGCONT), 0);
	board_fixture_await(&f, "probe up");
	board_fixture_connect(&f);
	reply = root_talk_as_tool(&f, MAILBOX_FAULTS, nothing());
	ck_assert_uint_eq(reply.command, MAILBOX_FAULTS);
	ck_assert_int_eq(board_fixture_root_pid(&f), root);
}
END_TEST

START_TEST(a_root_of_trust_that_does_not_answer_a_tool_is_started_again)
{
	board_fixture_boot_loader(&f);
	ck_assert_int_eq(kill(board_fixture_root_pid(&f), SIGSTOP), 0);
	root_talk_send(&f, root_talk_message(MAILBOX_BOOT_LOG, nothing()));
	ck_assert(!root_talk_receive(&f).is_there);
	board_fixture_await(&f, "probe up");
	board_fixture_connect(&f);
	ck_assert_uint_eq(state().at[0], BLANK);
}
END_TEST

START_TEST(what_is_no_message_is_answered_so)
{
	static uint8_t too_long[8 * MAILBOX_MESSAGE_MAX_LEN];

	board_fixture_boot_loader(&f);
	root_talk_send(&f, bytes_from(too_long, MAILBOX_MESSAGE_MAX_LEN + 1));
	ck_assert_int_eq(root_talk_receive(&f).result, RESULT_TOO_LARGE);
	root_talk_send(&f, BYTES_OF(too_long));
	ck_assert_int_eq(root_talk_receive(&f).result, RESULT_TOO_LARGE);
	root_talk_send(&f, bytes_from(too_long, 3));
	ck_assert_int_eq(root_talk_receive(&f).result, RESULT_MALFORMED);
	root_talk_send(&f, nothing());
	ck_assert_uint_eq(board_fixture_receive(&f).at[0], PORT_REFUSED);
	ck_assert_uint_eq(state().at[0], BLANK);
}
END_TEST

START_TEST(a_tool_is_refused_what_is_a_stages)
{
	static const uint8_t component[COMPONENT_ENCODED_LEN] = { COMPONENT_OS };

	board_fixture_boot_loader(&f);
	ck_assert_int_eq(root_talk_as_tool(&f, MAILBOX_MEASURE, BYTES_OF(component)).result, RESULT_REFUSED);
	ck_assert_int_eq(root_talk_as_tool(&f, MAILBOX_RECOVERY, nothing()).result, RESULT_REFUSED);
	ck_assert_int_eq(root_talk_as_tool(&f, MAILBOX_CLIENT_GENERATE, nothing()).result, RESULT_REFUSED);
}
END_TEST

START_TEST(each_power_on_and_each_reset_has_a_seed_of_its_own)
{
	uint8_t seeds[3][SEED_LEN];

	board_fixture_boot_loader(&f);
	memcpy(seeds[0], state().at + SEED_OFFSET, SEED_LEN);
	board_fixture_boot_loader(&f);
	memcpy(seeds[1], state().at + SEED_OFFSET, SEED_LEN);
	board_fixture_last_act(&f, ACT_RESET);
	board_fixture_await(&f, "probe up");
	board_fixture_connect(&f);
	memcpy(seeds[2], state().at + SEED_OFFSET, SEED_LEN);
	ck_assert_mem_ne(seeds[0], seeds[1], SEED_LEN);
	ck_assert_mem_ne(seeds[1], seeds[2], SEED_LEN);
	ck_assert_mem_ne(seeds[0], seeds[2], SEED_LEN);
}
END_TEST

/* Steps with a cut at the n-th operation, if there is one; false when the answer came before. */
static bool step_is_cut(uint8_t to, uint64_t cut_at, uint64_t tear)
{
	struct rig_header arm = { .op = RIG_CUT_ARM, .a = cut_at, .b = tear };
	uint8_t body[1 + FUSE_DEVICE_ID_LEN] = { to };
	struct root_reply reply;

	memcpy(body + 1, state().at + 8, FUSE_DEVICE_ID_LEN);
	ck_assert_uint_eq(board_fixture_rig(&f, arm, nothing())->header.result, RESULT_OK);
	reply = root_talk_as_tool(&f, MAILBOX_LIFECYCLE, BYTES_OF(body));
	if (!reply.is_there) {
		ck_assert(!board_fixture_is_powered(&f));
		ck_assert_int_eq(board_fixture_root_pid(&f), 0);
		return true;
	}
	ck_assert_int_eq(reply.result, RESULT_OK);
	ck_assert_uint_eq(board_fixture_rig(&f, (struct rig_header){ .op = RIG_CUT_ARM }, nothing())->header.result, RESULT_OK);
	return false;
}

/* Each step is tried with every cut, until one is not reached any more. */
START_TEST(a_cut_in_a_step_of_life_is_before_or_behind_it)
{
	unsigned int cuts = 0;

	for (uint8_t to = MODULE_COMPLETE; to <= DEVICE_COMPLETE; to++) {
		for (uint64_t i = 0;; i++) {
			uint8_t now;

			ck_assert_uint_lt(i, STEPS_MAX);
			board_fixture_boot_loader(&f);
			now = state().at[0];
			ck_assert(now == to - 1 || now == to);
			if (now == to || !step_is_cut(to, 1 + i / 3, i % 3))
				break;
			cuts++;
		}
		ck_assert_uint_eq(state().at[0], to);
	}
	ck_assert_uint_ge(cuts, 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("root_tool");
	TCase *tests = tcase_create("tool");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_tool_is_answered_whoever_runs);
	tcase_add_test(tests, a_tool_is_answered_when_nothing_runs);
	tcase_add_test(tests, a_tool_is_answered_while_a_stage_hangs);
	tcase_add_test(tests, an_answer_never_goes_to_who_came_later);
	tcase_add_test(tests, a_reset_takes_back_what_was_not_answered);
	tcase_add_test(tests, a_root_of_trust_that_does_not_answer_a_tool_is_started_again);
	tcase_add_test(tests, what_is_no_message_is_answered_so);
	tcase_add_test(tests, a_tool_is_refused_what_is_a_stages);
	tcase_add_test(tests, each_power_on_and_each_reset_has_a_seed_of_its_own);
	tcase_add_test(tests, a_cut_in_a_step_of_life_is_before_or_behind_it);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
