/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of root_process.h: the root of trust's own walls, and a life from power-on until power goes. */

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/root_process.h"
#include "reference-impl/device/board/root_talk_fixture.h"

enum { ROOT_UID = 64000, LOADER_UID, OS_UID, COLD_START_MS = 1000 };

static struct board_fixture f;
static int complaints; /* what the board says on standard error */

static void setup(void)
{
	int standard_error = dup(STDERR_FILENO);

	complaints = memfd_create("complaints", MFD_CLOEXEC);
	ck_assert(standard_error >= 0 && complaints >= 0);
	ck_assert_int_ge(dup2(complaints, STDERR_FILENO), 0);
	board_fixture_start(&f);
	dup2(standard_error, STDERR_FILENO);
	close(standard_error);
	root_talk_burn_identity(&f);
}

static void teardown(void)
{
	board_fixture_stop(&f);
	close(complaints);
}

static bool has_complained(const char *text)
{
	static char said[4096];
	ssize_t len = pread(complaints, said, sizeof(said) - 1, 0);

	ck_assert_int_ge(len, 0);
	said[len] = 0;
	return strstr(said, text) != NULL;
}

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static const struct rig_reply *rig(enum rig_op op, uint64_t a)
{
	return board_fixture_rig(&f, (struct rig_header){ .op = (uint16_t)op, .a = a }, bytes_from(NULL, 0));
}

static struct bytes nothing(void)
{
	return bytes_from(NULL, 0);
}

START_TEST(the_kernel_says_that_its_walls_stand)
{
	pid_t pid;

	board_fixture_boot_os(&f);
	pid = board_fixture_root_pid(&f);
	ck_assert_int_eq(atoi(board_fixture_status(pid, "NoNewPrivs:")), 1);
	ck_assert_int_eq(atoi(board_fixture_status(pid, "Seccomp:")), 2);
	if (root_process_can_lock())
		ck_assert_int_gt(atoi(board_fixture_status(pid, "VmLck:")), 0);
	if (geteuid() == 0) {
		ck_assert_int_eq(atoi(board_fixture_status(pid, "Uid:")), ROOT_UID);
		ck_assert_int_eq(atoi(board_fixture_status(pid, "Gid:")), ROOT_UID);
		ck_assert_uint_eq(strtoull(board_fixture_status(pid, "CapEff:"), NULL, 16), 0);
	}
	ck_assert_int_eq(getpgid(pid), pid);
}
END_TEST

START_TEST(it_leaves_no_core)
{
	char path[64], line[256];
	bool found = false;
	FILE *limits;

	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_ON), RESULT_OK);
	snprintf(path, sizeof(path), "/proc/%d/limits", board_fixture_root_pid(&f));
	limits = fopen(path, "r");
	ck_assert_ptr_nonnull(limits);
	while (!found && fgets(line, sizeof(line), limits))
		found = strncmp(line, "Max core file size", 18) == 0;
	fclose(limits);
	ck_assert(found);
	ck_assert_int_eq(atoi(line + 18), 0);
}
END_TEST

/* Exit code 0: every way in is shut. */
static void try_to_look(pid_t pid, uid_t uid)
{
	static const char *const names[] = { "mem", "maps", "environ", "auxv" };
	uint8_t byte;
	struct iovec local = { &byte, 1 }, remote = { &byte, 1 };
	char path[64];

	if (geteuid() == 0 && (setresgid(uid, uid, uid) != 0 || setresuid(uid, uid, uid) != 0))
		_exit(1);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "/proc/%d/%s", pid, names[i]);
		if (open(path, O_RDONLY) >= 0)
			_exit(2);
	}
	snprintf(path, sizeof(path), "/proc/%d/fd/3", pid);
	if (open(path, O_RDWR) >= 0)
		_exit(3);
	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) == 0 || errno != EPERM)
		_exit(4);
	if (process_vm_readv(pid, &local, 1, &remote, 1, 0) >= 0 || errno != EPERM)
		_exit(5);
	_exit(0);
}

START_TEST(nobody_but_the_systems_owner_can_look_into_it)
{
	static const uid_t uids[] = { ROOT_UID, LOADER_UID, OS_UID };
	pid_t root;

	board_fixture_boot_os(&f);
	root = board_fixture_root_pid(&f);
	for (size_t i = 0; i < sizeof(uids) / sizeof(uids[0]); i++) {
		pid_t looker = fork();
		int status;

		if (looker == 0)
			try_to_look(root, uids[i]);
		ck_assert_int_eq(waitpid(looker, &status, 0), looker);
		ck_assert(WIFEXITED(status));
		ck_assert_int_eq(WEXITSTATUS(status), 0);
	}
}
END_TEST

/* Vault and control; the channels of ROM, tool and whoever runs: those of before are gone. */
START_TEST(sockets_are_all_that_it_and_a_stage_have)
{
	struct board_fixture_descriptors root, stage;

	board_fixture_boot_os(&f);
	for (int boot = 0; boot < 3; boot++) {
		root = board_fixture_descriptors(board_fixture_root_pid(&f));
		stage = board_fixture_descriptors(board_fixture_stage_pid(&f));
		ck_assert_uint_eq(root.sockets, 5);
		ck_assert_uint_eq(root.nulls, 3);
		ck_assert_uint_eq(root.others, 0);
		ck_assert_uint_eq(stage.sockets, 2);
		ck_assert_uint_eq(stage.nulls, 3);
		ck_assert_uint_eq(stage.others, 0);
		board_fixture_connect(&f);
		board_fixture_last_act(&f, ACT_RESET);
		board_fixture_await(&f, "probe up");
	}
}
END_TEST

/* After resets, crashes, power cycles and lost roots of trust the board holds what it held before. */
START_TEST(the_board_leaks_no_descriptor)
{
	unsigned int before = 0;

	for (int life = 0; life < 4; life++) {
		struct board_fixture_descriptors now;

		board_fixture_boot_os(&f);
		now = board_fixture_descriptors(f.pid);
		if (before == 0)
			before = now.sockets + now.nulls + now.others;
		ck_assert_uint_eq(now.sockets + now.nulls + now.others, before);
		board_fixture_connect(&f);
		board_fixture_last_act(&f, life % 2 ? ACT_RESET : ACT_FAULT);
		board_fixture_await(&f, "probe up");
		ck_assert_int_eq(kill(board_fixture_root_pid(&f), SIGKILL), 0);
		board_fixture_await(&f, "probe up");
		board_fixture_disconnect(&f);
	}
}
END_TEST

START_TEST(it_survives_resets_and_ends_with_power)
{
	pid_t first, second;

	board_fixture_boot_os(&f);
	first = board_fixture_root_pid(&f);
	board_fixture_last_act(&f, ACT_RESET);
	board_fixture_await(&f, "probe up");
	ck_assert_int_eq(board_fixture_root_pid(&f), first);
	board_fixture_boot_os(&f);
	second = board_fixture_root_pid(&f);
	ck_assert_int_ne(second, first);
	ck_assert_int_ne(kill(first, 0), 0);
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_OFF), RESULT_OK);
	ck_assert_int_eq(board_fixture_root_pid(&f), 0);
	ck_assert_int_ne(kill(second, 0), 0);
}
END_TEST

static void attestation_key(uint8_t key[91])
{
	struct root_reply reply = root_talk_as_tool(&f, MAILBOX_SECURITY_STATE, nothing());

	ck_assert_int_eq(reply.result, RESULT_OK);
	memcpy(key, reply.body.at + reply.body.len - 91, 91);
}

/* The secret can be taken once for each power-on, so a new process has an identity only because power went. */
START_TEST(killed_it_is_a_cold_start_of_the_chip)
{
	uint8_t before[91], after[91];
	pid_t root;

	board_fixture_boot_loader(&f);
	attestation_key(before);
	root = board_fixture_root_pid(&f);
	ck_assert(!has_complained("has ended"));
	ck_assert_int_eq(kill(root, SIGKILL), 0);
	board_fixture_await(&f, "probe up");
	ck_assert(has_complained("assay-device: the root of trust has ended; power goes and comes\n"));
	ck_assert_int_ne(board_fixture_root_pid(&f), root);
	board_fixture_connect(&f);
	attestation_key(after);
	ck_assert_mem_eq(before, after, sizeof(before));
	ck_assert(after[0] != 0);
	ck_assert_uint_eq(root_talk_log(&f).count, 2);
}
END_TEST

static struct bytes encoded(const struct component *component)
{
	static uint8_t room[COMPONENT_ENCODED_LEN];
	struct writer w = writer_over(BUFFER_OF(room));

	component_write(&w, component);
	return BYTES_OF(room);
}

START_TEST(a_reset_forgets_what_was_measured)
{
	const struct component os = { .kind = COMPONENT_OS, .digest = { { 'O' } } };
	struct boot_log log;

	board_fixture_boot_loader(&f);
	ck_assert_int_eq(root_talk_as_stage(&f, MAILBOX_MEASURE, encoded(&os)).result, RESULT_OK);
	ck_assert_uint_eq(root_talk_log(&f).count, 3);
	board_fixture_last_act(&f, ACT_RESET);
	board_fixture_await(&f, "probe up");
	board_fixture_connect(&f);
	log = root_talk_log(&f);
	ck_assert_uint_eq(log.count, 2);
	ck_assert_int_eq(log.entry[0].kind, COMPONENT_ROOT_OF_TRUST);
	ck_assert_int_eq(log.entry[1].kind, COMPONENT_LOADER);
}
END_TEST

/* The next reset asks it, and it says nothing. */
static void stop_it_and_reset(void)
{
	board_fixture_boot_loader(&f);
	ck_assert_int_eq(kill(board_fixture_root_pid(&f), SIGSTOP), 0);
	board_fixture_last_act(&f, ACT_RESET);
	usleep(200000);
}

START_TEST(its_end_ends_the_boards_waiting)
{
	uint64_t since;

	stop_it_and_reset();
	since = now_ms();
	ck_assert_int_eq(kill(board_fixture_root_pid(&f), SIGKILL), 0);
	rig(RIG_STATUS, 0);
	ck_assert_uint_lt(now_ms() - since, ROOT_PATIENCE_MS / 2);
	board_fixture_await(&f, "probe up");
}
END_TEST

START_TEST(its_silence_is_not_waited_for_without_end)
{
	stop_it_and_reset();
	board_fixture_await(&f, "probe up");
	ck_assert(has_complained("has ended"));
}
END_TEST

static void await_no_power(void)
{
	for (int tries = 0; board_fixture_is_powered(&f); tries++) {
		ck_assert_int_lt(tries, 1000);
		usleep(1000);
	}
}

START_TEST(power_that_the_bench_takes_away_stays_away)
{
	board_fixture_boot_loader(&f);
	ck_assert_int_eq(kill(board_fixture_root_pid(&f), SIGKILL), 0);
	await_no_power();
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_OFF), RESULT_OK);
	usleep(2 * COLD_START_MS * 1000);
	ck_assert(!board_fixture_is_powered(&f));
}
END_TEST

START_TEST(power_that_the_bench_gives_is_given_once)
{
	uint64_t boots;
	pid_t root;

	board_fixture_boot_loader(&f);
	ck_assert_int_eq(kill(board_fixture_root_pid(&f), SIGKILL), 0);
	await_no_power();
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_ON), RESULT_OK);
	board_fixture_await(&f, "probe up");
	root = board_fixture_root_pid(&f);
	boots = rig(RIG_STATUS, 0)->header.b;
	usleep(2 * COLD_START_MS * 1000);
	ck_assert_int_eq(board_fixture_root_pid(&f), root);
	ck_assert_uint_eq(rig(RIG_STATUS, 0)->header.b, boots);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("root_process");
	TCase *tests = tcase_create("process");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, the_kernel_says_that_its_walls_stand);
	tcase_add_test(tests, it_leaves_no_core);
	tcase_add_test(tests, nobody_but_the_systems_owner_can_look_into_it);
	tcase_add_test(tests, sockets_are_all_that_it_and_a_stage_have);
	tcase_add_test(tests, the_board_leaks_no_descriptor);
	tcase_add_test(tests, it_survives_resets_and_ends_with_power);
	tcase_add_test(tests, killed_it_is_a_cold_start_of_the_chip);
	tcase_add_test(tests, a_reset_forgets_what_was_measured);
	tcase_add_test(tests, its_end_ends_the_boards_waiting);
	tcase_add_test(tests, its_silence_is_not_waited_for_without_end);
	tcase_add_test(tests, power_that_the_bench_takes_away_stays_away);
	tcase_add_test(tests, power_that_the_bench_gives_is_given_once);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
