/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of board.h: what the bench does to the chip happens, what a stage does is survived. */

#include <check.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/device/board/board_fixture.h"

static struct board_fixture f;

static void setup(void)
{
	board_fixture_start(&f);
}

static void teardown(void)
{
	board_fixture_stop(&f);
}

static const struct rig_reply *rig(uint16_t op, uint64_t a, uint64_t b)
{
	struct rig_header question = { .op = op, .a = a, .b = b };

	return board_fixture_rig(&f, question, bytes_from(NULL, 0));
}

/* {cause, abnormal count, strap} as the running stage is told. */
static void must_have_reason(uint32_t cause, uint32_t abnormal, uint32_t strap)
{
	struct bus_header step = { .op = BUS_BOOT_REASON };
	struct reader r = reader_over(board_fixture_ask(&f, PROBE_STEP, BYTES_OF(step)));

	(void)reader_take(&r, sizeof(step));
	ck_assert_uint_eq(reader_u32_le(&r), cause);
	ck_assert_uint_eq(reader_u32_le(&r), abnormal);
	ck_assert_uint_eq(reader_u32_le(&r), strap);
	ck_assert_int_eq(reader_finish(&r), RESULT_OK);
}

static enum result step(struct bus_header header, struct bytes data)
{
	static uint8_t request[sizeof(header) + 4096];
	struct bytes answer;

	memcpy(request, &header, sizeof(header));
	if (data.len)
		memcpy(request + sizeof(header), data.at, data.len);
	answer = board_fixture_ask(&f, PROBE_STEP, bytes_from(request, sizeof(header) + data.len));
	ck_assert_uint_ge(answer.len, sizeof(header));
	memcpy(&header, answer.at, sizeof(header));
	return (enum result)header.result;
}

START_TEST(a_board_starts_without_power_and_boots_when_told)
{
	ck_assert(!board_fixture_is_powered(&f));
	ck_assert_int_eq(board_fixture_stage_pid(&f), 0);
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_ON), RESULT_OK);
	board_fixture_await(&f, "probe up");
	ck_assert_int_ne(board_fixture_stage_pid(&f), 0);
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_ON), RESULT_OK);
	ck_assert_uint_eq(rig(RIG_STATUS, 0, 0)->header.b, 1);
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_OFF), RESULT_OK);
	ck_assert_int_eq(board_fixture_stage_pid(&f), 0);
	ck_assert(!board_fixture_is_powered(&f));
	ck_assert_int_eq(board_fixture_power(&f, (enum rig_power)4), RESULT_MALFORMED);
}
END_TEST

START_TEST(the_strap_is_held_for_one_boot)
{
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_DOWNLOAD), RESULT_OK);
	board_fixture_await(&f, "probe up");
	board_fixture_connect(&f);
	must_have_reason(0, 0, 1);
	board_fixture_last_act(&f, ACT_RESET);
	board_fixture_await(&f, "probe up");
	board_fixture_connect(&f);
	must_have_reason(1, 0, 0);
}
END_TEST

START_TEST(a_crash_boots_again_and_is_counted)
{
	static const enum probe_act crashes[] = { ACT_EXIT, ACT_FAULT, ACT_CLOSE_BUS, ACT_FLOOD };
	uint32_t count = 0;

	board_fixture_boot_loader(&f);
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++) {
		board_fixture_last_act(&f, crashes[i]);
		board_fixture_await(&f, "probe up");
		board_fixture_connect(&f);
		must_have_reason(2, ++count, 0);
	}
	board_fixture_boot_loader(&f);
	must_have_reason(0, 0, 0);
}
END_TEST

START_TEST(the_watchdog_bites_a_stage_that_hangs)
{
	struct bus_header watchdog = { .op = BUS_WATCHDOG, .arg = 50 };

	board_fixture_boot_loader(&f);
	ck_assert_int_eq(step(watchdog, bytes_from(NULL, 0)), RESULT_OK);
	board_fixture_last_act(&f, ACT_HANG);
	board_fixture_await(&f, "probe up");
	board_fixture_connect(&f);
	must_have_reason(3, 1, 0);
}
END_TEST

/* The reset that a watchdog causes may come while we ask: whoever asks again is served by the next stage. */
static void await_watchdog_reset(void)
{
	struct bus_header question = { .op = BUS_BOOT_REASON };
	uint32_t cause = 0;

	while (cause != BOOT_WATCHDOG) {
		struct reader r = reader_over(board_fixture_ask(&f, PROBE_STEP, BYTES_OF(question)));

		(void)reader_take(&r, sizeof(question));
		cause = reader_u32_le(&r);
		if (reader_result(&r) != RESULT_OK) {
			board_fixture_connect(&f);
			cause = 0;
		}
	}
}

/* Starts the OS with a watchdog that was set before; false if it fired first, as it may on a busy machine. */
static bool os_meets_watchdog_after(uint32_t ms)
{
	struct bus_header watchdog = { .op = BUS_WATCHDOG, .arg = 60000 };

	board_fixture_boot_loader(&f);
	board_fixture_await(&f, "\n");
	ck_assert_int_eq(step(watchdog, bytes_from(NULL, 0)), RESULT_OK);
	watchdog.arg = ms;
	board_fixture_send(&f, PROBE_STEP, BYTES_OF(watchdog));
	board_fixture_send(&f, PROBE_START, bytes_from(NULL, 0));
	board_fixture_await(&f, "probe up\n");
	await_watchdog_reset();
	must_have_reason(BOOT_WATCHDOG, 1, 0);
	return rig(RIG_CONSOLE_READ, f.console_seen, 0)->header.length > 0;
}

/* Sets a watchdog and stops it; false if it fired in between. */
static bool stops_watchdog_of(uint32_t ms)
{
	struct bus_header set = { .op = BUS_WATCHDOG, .arg = ms }, stop = { .op = BUS_WATCHDOG };

	board_fixture_boot_loader(&f);
	board_fixture_send(&f, PROBE_STEP, BYTES_OF(set));
	board_fixture_send(&f, PROBE_STEP, BYTES_OF(stop));
	return board_fixture_receive(&f).len > 0 && board_fixture_receive(&f).len > 0;
}

START_TEST(the_watchdog_survives_a_start_and_can_be_stopped)
{
	uint32_t ms = 100;

	while (!os_meets_watchdog_after(ms))
		ck_assert_uint_le(ms *= 2, 16000);
	while (!stops_watchdog_of(ms))
		ck_assert_uint_le(ms *= 2, 16000);
	usleep((useconds_t)(2 * ms * 1000));
	must_have_reason(0, 0, 0);
}
END_TEST

START_TEST(a_cut_kills_and_stays_off_until_powered_on)
{
	static const uint8_t word[4] = { 0 };
	struct bus_header program = { .op = BUS_FLASH_PROGRAM, .region = FLASH_SLOT_B };
	uint8_t request[sizeof(program) + sizeof(word)] = { 0 };

	board_fixture_boot_loader(&f);
	ck_assert_uint_eq(rig(RIG_CUT_ARM, 2, RIG_TEAR_NONE)->header.result, RESULT_OK);
	ck_assert_int_eq(step(program, BYTES_OF(word)), RESULT_OK);
	memcpy(request, &program, sizeof(program));
	ck_assert_uint_eq(board_fixture_ask(&f, PROBE_STEP, BYTES_OF(request)).len, 0);
	ck_assert(!board_fixture_is_powered(&f));
	ck_assert_int_eq(board_fixture_stage_pid(&f), 0);
	ck_assert_uint_eq(rig(RIG_CUT_STATUS, 0, 0)->header.a, 2);
	ck_assert_uint_eq(rig(RIG_CUT_STATUS, 0, 0)->header.b, 1);
	ck_assert_uint_eq(rig(RIG_STATUS, 0, 0)->header.c, 2);
	board_fixture_boot_loader(&f);
	must_have_reason(0, 0, 0);
	ck_assert_uint_eq(rig(RIG_CUT_ARM, 1, 3)->header.result, RESULT_MALFORMED);
}
END_TEST

START_TEST(a_stage_can_cut_its_own_power)
{
	board_fixture_boot_os(&f);
	board_fixture_last_act(&f, ACT_POWER_CUT);
	ck_assert(!board_fixture_is_powered(&f));
	ck_assert_uint_eq(rig(RIG_STATUS, 0, 0)->header.b, 1);
}
END_TEST

START_TEST(the_console_is_read_late_and_typed_on)
{
	static const uint8_t wait[4] = { 0xff, 0xff, 0, 0 };
	struct rig_header write = { .op = RIG_CONSOLE_WRITE };
	struct bytes typed;

	board_fixture_boot_loader(&f);
	board_fixture_send(&f, PROBE_TYPED, BYTES_OF(wait));
	ck_assert_uint_eq(board_fixture_rig(&f, write, bytes_of_text("hello"))->header.result, RESULT_OK);
	typed = board_fixture_receive(&f);
	ck_assert(bytes_equal(typed, bytes_of_text("hello.")));
	ck_assert_uint_eq(rig(RIG_CONSOLE_READ, 0, 0)->header.a, strlen("probe up\n"));
	ck_assert_uint_eq(rig(RIG_CONSOLE_READ, strlen("probe up\n"), 1)->header.length, 0);
}
END_TEST

START_TEST(clients_of_the_port_come_and_go)
{
	struct bus_header question = { .op = BUS_BOOT_REASON };

	board_fixture_boot_loader(&f);
	for (int i = 0; i < 30; i++) {
		board_fixture_connect(&f);
		if (i % 3 == 0)
			board_fixture_send(&f, PROBE_STEP, BYTES_OF(question));
	}
	board_fixture_connect(&f);
	must_have_reason(0, 0, 0);
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_OFF), RESULT_OK);
	ck_assert_uint_eq(board_fixture_receive(&f).len, 0);
	board_fixture_connect(&f);
	board_fixture_send(&f, PROBE_STEP, BYTES_OF(question));
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_ON), RESULT_OK);
	ck_assert_uint_eq(board_fixture_receive(&f).len, sizeof(question) + 12);
}
END_TEST

START_TEST(nothing_runs_from_an_empty_loader_slot)
{
	static const uint8_t none[4] = { 0 };
	struct rig_header write = { .op = RIG_STORAGE_WRITE, .b = strlen("loader") };
	uint8_t data[6 + sizeof(none)];

	memcpy(data, "loader", 6);
	memcpy(data + 6, none, sizeof(none));
	ck_assert_uint_eq(board_fixture_rig(&f, write, BYTES_OF(data))->header.result, RESULT_OK);
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_ON), RESULT_OK);
	board_fixture_await(&f, "ROM: nothing to start");
	ck_assert(board_fixture_is_powered(&f));
	ck_assert_int_eq(board_fixture_stage_pid(&f), 0);
	ck_assert_uint_eq(rig(RIG_STATUS, 0, 0)->header.b, 1);
}
END_TEST

START_TEST(a_killed_board_takes_its_stage_along_and_can_be_replaced)
{
	pid_t stage;
	int status;

	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
	board_fixture_boot_os(&f);
	stage = board_fixture_stage_pid(&f);
	ck_assert_int_eq(kill(f.pid, SIGKILL), 0);
	ck_assert_int_eq(waitpid(f.pid, &status, 0), f.pid);
	/* By the kernel's signal or by its bus's silence, whichever comes first. */
	ck_assert_int_eq(waitpid(stage, &status, 0), stage);
	close(f.rig);
	board_fixture_launch(&f);
	board_fixture_boot_loader(&f);
	must_have_reason(0, 0, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("board_life");
	TCase *tests = tcase_create("life");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_board_starts_without_power_and_boots_when_told);
	tcase_add_test(tests, the_strap_is_held_for_one_boot);
	tcase_add_test(tests, a_crash_boots_again_and_is_counted);
	tcase_add_test(tests, the_watchdog_bites_a_stage_that_hangs);
	tcase_add_test(tests, the_watchdog_survives_a_start_and_can_be_stopped);
	tcase_add_test(tests, a_cut_kills_and_stays_off_until_powered_on);
	tcase_add_test(tests, a_stage_can_cut_its_own_power);
	tcase_add_test(tests, the_console_is_read_late_and_typed_on);
	tcase_add_test(tests, clients_of_the_port_come_and_go);
	tcase_add_test(tests, nothing_runs_from_an_empty_loader_slot);
	tcase_add_test(tests, a_killed_board_takes_its_stage_along_and_can_be_replaced);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
