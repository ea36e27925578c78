/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets of a running unit are where they must be and nowhere else.
 *
 * A unit is made with the maker's tools and run by the real board, root of trust and loader. What the
 * root of trust knows is computed here anew, from the secret in the unit's fuses and the log that the unit
 * tells; then every page and every open file of all of its processes, every file that it lies in and every
 * answer is searched. Last, each of the secrets is put into each such place in each form, and must be found.
 */

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/root_talk_fixture.h"
#include "reference-impl/platform/port.h"
#include "reference-impl/tools/known_secrets_fixture.h"
#include "reference-impl/tools/secret_canary_fixture.h"
#include "reference-impl/tools/whole_unit_fixture.h"

enum { TRANSCRIPT_LEN = 1 << 20 };

static struct board_fixture f;
static struct known_secrets known;
static uint8_t transcript_room[TRANSCRIPT_LEN];
static struct writer transcript; /* all that the unit ever answered */

static struct bytes nothing(void)
{
	return bytes_from(NULL, 0);
}

/* From the secret in the unit's fuses, on the way that its boot log tells, to the key that it shows. */
static void compute_secrets(void)
{
	struct boot_log log = root_talk_log(&f);
	struct root_reply state = root_talk_as_tool(&f, MAILBOX_SECURITY_STATE, nothing());

	ck_assert_uint_gt(state.body.len, CRYPTO_P256_SPKI_LEN);
	writer_bytes(&transcript, state.body);
	known_secrets_compute(&known, &log, state.body.at[2] & MAILBOX_FLAG_RECOVERY,
			      state.body.at + state.body.len - CRYPTO_P256_SPKI_LEN);
}

static void must_be_nowhere(const char *where)
{
	for (unsigned int i = 0; i < known.search.secret_count; i++)
		ck_assert_msg(known.search.found[i] == 0, "%s: %s was found %u times", where, known.of[i].name, (unsigned int)known.search.found[i]);
	secret_search_forget_found(&known.search);
}

static void must_be_at(enum home home, const char *where)
{
	for (unsigned int i = 0; i < known.search.secret_count; i++) {
		ck_assert_msg(known.of[i].home == home || known.search.found[i] == 0, "%s: %s was found %u times", where, known.of[i].name,
			      (unsigned int)known.search.found[i]);
		ck_assert_msg(known.of[i].home != home || known.search.found[i] > 0, "%s: %s was not found", where, known.of[i].name);
	}
	secret_search_forget_found(&known.search);
}

static void search_stage(const char *name)
{
	pid_t stage = board_fixture_stage_pid(&f);

	ck_assert_int_ne(stage, 0);
	secret_search_memory(&known.search, stage, NULL, false);
	secret_search_descriptors(&known.search, stage, NULL);
	must_be_nowhere(name);
}

static void search_board(void)
{
	secret_search_memory(&known.search, f.pid, "/fuses.bin", false);
	secret_search_descriptors(&known.search, f.pid, "/fuses.bin");
	must_be_nowhere("the board beside its fuses");
	secret_search_memory(&known.search, f.pid, "/fuses.bin", true);
	must_be_at(IN_THE_FUSES, "the board's fuses");
}

static void search_root_of_trust(void)
{
	pid_t root = board_fixture_root_pid(&f);

	ck_assert_int_ne(root, 0);
	secret_search_descriptors(&known.search, root, NULL);
	must_be_nowhere("files of the root of trust");
	secret_search_memory(&known.search, root, NULL, false);
	must_be_at(IN_THE_ROOT_OF_TRUST, "the root of trust");
}

static int search_one_file(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	if (kind == FTW_F && S_ISREG(status->st_mode) && strcmp(path + place->base, "fuses.bin") != 0)
		secret_search_file(&known.search, path);
	return 0;
}

static void search_files(void)
{
	uint64_t before = known.search.bytes;

	ck_assert_int_eq(nftw(tools_at("@."), search_one_file, 8, FTW_PHYS), 0);
	ck_assert_uint_gt(known.search.bytes, before);
	must_be_nowhere("the unit's files");
	secret_search_file(&known.search, tools_at("@device/fuses.bin"));
	must_be_at(IN_THE_FUSES, "the file of the fuses");
}

static void read_storage(const char *name)
{
	struct rig_header question = { .op = RIG_STORAGE_READ, .b = FUSE_LEN };
	const struct rig_reply *reply = board_fixture_rig(&f, question, bytes_of_text(name));

	writer_bytes(&transcript, bytes_from(reply->data, reply->header.length));
}

/* As far as a bench and a tool can see into the chip. */
static void search_answers(void)
{
	const struct rig_reply *console = board_fixture_rig(&f, (struct rig_header){ .op = RIG_CONSOLE_READ }, nothing());

	writer_bytes(&transcript, bytes_from(console->data, console->header.length));
	read_storage("fuses");
	read_storage("counters");
	ck_assert_int_eq(transcript.failed, RESULT_OK);
	ck_assert_uint_gt(transcript.used, FUSE_LEN);
	secret_search_bytes(&known.search, bytes_from(transcript_room, transcript.used));
	must_be_nowhere("answers at port, console and rig");
}

/* The board's, and nobody's below them. */
static void no_process_is_left_out(void)
{
	const pid_t searched[] = { f.pid, board_fixture_root_pid(&f), board_fixture_stage_pid(&f) };
	unsigned int children = 0;
	char path[64], line[256];

	for (size_t i = 0; i < sizeof(searched) / sizeof(searched[0]); i++) {
		FILE *list;

		(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)searched[i], (int)searched[i]);
		list = fopen(path, "r");
		ck_assert_ptr_nonnull(list);
		if (fgets(line, sizeof(line), list))
			for (char *at = strtok(line, " "); at; at = strtok(NULL, " "))
				children++;
		ck_assert_int_eq(fclose(list), 0);
	}
	ck_assert_uint_eq(children, 2);
}

static void must_be_found_twice(unsigned int number, enum secret_form form)
{
	struct secret_canary canary;

	secret_canary_put(&canary, number, known.of[number].secret, form);
	for (unsigned int place = 0; place < SECRET_PLACES; place++) {
		secret_canary_search(&canary, (enum secret_place)place, &known.search);
		ck_assert_msg(known.search.found[number] == 2, "%s in form %d, place %u: found %u times", known.of[number].name, (int)form, place,
			      (unsigned int)known.search.found[number]);
		secret_search_forget_found(&known.search);
	}
	secret_canary_remove(&canary);
}

/* By its halves. */
static void every_form_would_be_found(void)
{
	for (unsigned int number = 0; number < known.search.secret_count; number++)
		for (unsigned int form = 0; form < SECRET_FORMS; form++)
			must_be_found_twice(number, (enum secret_form)form);
}

static void search_all(const char *runs)
{
	compute_secrets();
	no_process_is_left_out();
	search_stage(runs);
	search_board();
	search_root_of_trust();
	search_files();
	search_answers();
	printf("%s: %u secrets looked for in %llu pages (%llu could not be read) and %llu bytes\n", runs, known.search.secret_count,
	       (unsigned long long)known.search.pages, (unsigned long long)known.search.unread_pages, (unsigned long long)known.search.bytes);
	ck_assert_uint_gt(known.search.secret_count, 8);
	ck_assert_uint_gt(known.search.pages, 1000);
	every_form_would_be_found();
}

static void ask_as_tool(enum mailbox_command command, struct bytes body)
{
	struct root_reply reply = root_talk_as_tool(&f, command, body);

	ck_assert_int_eq(reply.result, RESULT_OK);
	writer_bytes(&transcript, reply.body);
}

static void attest_as_tool(void)
{
	static const uint8_t nonce[32] = { 7 };

	for (int i = 0; i < 3; i++) {
		ask_as_tool(MAILBOX_ATTEST, BYTES_OF(nonce));
		ask_as_tool(MAILBOX_CERTIFICATES, nothing());
		ask_as_tool(MAILBOX_BOOT_LOG, nothing());
		ask_as_tool(MAILBOX_FAULTS, nothing());
		ask_as_tool(MAILBOX_CHALLENGE, nothing());
	}
}

static struct bytes ask_as_os(enum mailbox_command command, struct bytes body)
{
	struct root_reply reply = root_talk_as_stage(&f, command, body);

	ck_assert_msg(reply.is_there && reply.result == RESULT_OK, "command %d: result %d", (int)command, (int)reply.result);
	writer_bytes(&transcript, reply.body);
	return reply.body;
}

static void seal_and_open(void)
{
	static const uint8_t text[] = { 4, 'n', 'a', 'm', 'e', 'p', 'l', 'a', 'i', 'n' };
	uint8_t sealed[5 + MAILBOX_BODY_MAX_LEN] = { 4, 'n', 'a', 'm', 'e' };
	struct bytes body = ask_as_os(MAILBOX_SEAL, BYTES_OF(text));

	memcpy(sealed + 5, body.at, body.len);
	body = ask_as_os(MAILBOX_UNSEAL, bytes_from(sealed, 5 + body.len));
	ck_assert(bytes_equal(body, bytes_of_text("plain")));
}

static void renew_client_key(void)
{
	static const uint8_t transcript_hash[32] = { 9 };
	uint8_t spki[CRYPTO_P256_SPKI_LEN];
	struct bytes body = ask_as_os(MAILBOX_CLIENT_GENERATE, nothing());

	ck_assert_uint_eq(body.len, sizeof(spki));
	memcpy(spki, body.at, sizeof(spki));
	(void)ask_as_os(MAILBOX_CLIENT_COMMIT, BYTES_OF(spki));
	(void)ask_as_os(MAILBOX_CLIENT_SIGN, BYTES_OF(transcript_hash));
}

/* Whoever serves the port has measured all that he measures. */
static void be_served(void)
{
	struct bytes answer = board_fixture_ask(&f, (enum probe_command)PORT_INFO, nothing());

	ck_assert_uint_gt(answer.len, 1);
	writer_bytes(&transcript, answer);
}

/* The probe has no watchdog to kick. */
static void stop_watchdog(void)
{
	struct bus_header stop = { .op = BUS_WATCHDOG };

	ck_assert_uint_gt(board_fixture_ask(&f, PROBE_STEP, BYTES_OF(stop)).len, 0);
}

/* From the first boot on, so that what a boot left behind is found too. */
static void run(const char *os, enum rig_power power, const char *until)
{
	whole_unit_start(&f, os);
	transcript = writer_over(BUFFER_OF(transcript_room));
	ck_assert_int_eq(board_fixture_power(&f, power), RESULT_OK);
	board_fixture_await(&f, until);
	board_fixture_connect(&f);
}

START_TEST(before_the_first_boot)
{
	static struct unit_fixture unit;
	struct boot_log log;

	tools_setup();
	ck_assert_int_eq(tools_run(UNIT_PROVISION), 0);
	unit_power_on(&unit);
	log = unit.rot.log;
	known_secrets_compute(&known, &log, false, unit.rot.identity.attestation.spki);
	ck_assert_uint_gt(known.search.secret_count, 3);
	search_files();
	every_form_would_be_found();
	unit_power_off(&unit);
	tools_teardown();
}
END_TEST

START_TEST(while_the_loader_serves)
{
	run(whole_unit_os, RIG_POWER_DOWNLOAD, "LOADER: ");
	be_served();
	attest_as_tool();
	search_all("the loader in download mode");
	whole_unit_stop(&f);
}
END_TEST

START_TEST(while_the_os_runs)
{
	run(whole_unit_os, RIG_POWER_ON, "OS 1.0.0 up");
	be_served();
	attest_as_tool();
	search_all("the OS");
	whole_unit_stop(&f);
}
END_TEST

/* An OS that has used all that it may use, and what another boot before it left behind. */
START_TEST(after_sealing_and_client_keys)
{
	run(whole_unit_probe, RIG_POWER_ON, "probe up");
	stop_watchdog();
	attest_as_tool();
	seal_and_open();
	renew_client_key();
	board_fixture_last_act(&f, ACT_RESET);
	board_fixture_await(&f, "probe up");
	board_fixture_connect(&f);
	stop_watchdog();
	renew_client_key();
	seal_and_open();
	attest_as_tool();
	search_all("an OS that seals, attests and signs");
	whole_unit_stop(&f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secrets");
	TCase *tests = tcase_create("secrets");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, before_the_first_boot);
	/* The kernel shows this memory to nobody else; that others are refused is board/root_process_test's to say. */
	if (geteuid() == 0) {
		tcase_add_test(tests, while_the_loader_serves);
		tcase_add_test(tests, while_the_os_runs);
		tcase_add_test(tests, after_sealing_and_client_keys);
	} else {
		puts("without root no process can be searched: only the files of a new unit are");
	}
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
