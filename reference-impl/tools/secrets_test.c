/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets of a running unit are where they must be and nowhere else.
 *
 * A unit is made with the maker's tools and run by the real board, root of trust and loader. What the
 * root of trust knows is computed here anew, from the secret in the unit's fuses and the log that the unit
 * tells; then every page, every open file and every answer of all of its processes is searched.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reference-impl/base/secret.h"
#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/root_talk_fixture.h"
#include "reference-impl/platform/port.h"
#include "reference-impl/tools/secret_search_fixture.h"
#include "reference-impl/tools/unit_fixture.h"
#include "reference-impl/tools/whole_unit_fixture.h"

enum { TRANSCRIPT_LEN = 1 << 20 };

/* Where a secret may be while this runs. */
enum home { NOWHERE, IN_THE_FUSES, IN_THE_ROOT_OF_TRUST };

struct known {
	const char *name;
	enum home home;
};

static struct board_fixture f;
static struct unit_fixture mirror; /* the same root of trust, in this process */
static struct secret_search search;
static struct known known[SECRETS_MAX];
static uint8_t transcript_room[TRANSCRIPT_LEN];
static struct writer transcript; /* all that the unit ever answered */

static struct bytes nothing(void)
{
	return bytes_from(NULL, 0);
}

/* A secret that is known already keeps its better home: the same bytes may be held under two names. */
static void know(const char *name, const uint8_t secret[SECRET_LEN], enum home home)
{
	unsigned int before = search.secret_count, number;

	if (secret_is_uniform(bytes_from(secret, SECRET_LEN)))
		return;
	number = secret_search_add(&search, secret);
	if (number == before)
		known[number] = (struct known){ name, home };
	else if (home > known[number].home)
		known[number].home = home;
}

static void know_key_of(const char *name, const uint8_t cdi[DICE_CDI_LEN])
{
	struct crypto_p256_key key;

	if (secret_is_uniform(bytes_from(cdi, DICE_CDI_LEN)))
		return;
	ck_assert_int_eq(dice_key(cdi, &key), RESULT_OK);
	know(name, key.scalar, NOWHERE);
	crypto_p256_release(&key);
}

/* What the mirror holds now; `home` is where the device may have it. The root of trust's own layer it always keeps. */
static void know_layer(enum home home)
{
	const struct identity *identity = &mirror.rot.identity;

	know("attestation CDI of the root of trust", identity->own.attest, IN_THE_ROOT_OF_TRUST);
	know("sealing CDI of the root of trust", identity->own.seal, IN_THE_ROOT_OF_TRUST);
	know_key_of("key of the root of trust's layer", identity->own.attest);
	know("attestation CDI of a layer", identity->layer.attest, home);
	know("sealing CDI of a layer", identity->layer.seal, home);
	know_key_of("key of a layer", identity->layer.attest);
	know("attestation key", identity->attestation.scalar, home);
	know("sealing root", identity->seal_root, home);
	know("client key root", identity->client_root, home);
	if (mirror.rot.client.has_active)
		know("client key", mirror.rot.client.active.scalar, home);
	if (mirror.rot.client.has_pending)
		know("client key to come", mirror.rot.client.pending.scalar, home);
}

/* The CDIs of the OS's layer, which no root of trust keeps, not even the mirror. */
static void know_last_layer(const struct component *os)
{
	struct identity before = mirror.rot.identity, last = before;
	struct identity_chain chain = mirror.rot.chain;
	const struct identity_layer layer = { os, &mirror.rot.configuration, root_of_trust_mode(&mirror.rot), false };

	last.chain = &chain;
	ck_assert_int_eq(identity_enter(&last, &layer), RESULT_OK);
	know("attestation CDI of the OS", last.layer.attest, NOWHERE);
	know("sealing CDI of the OS", last.layer.seal, NOWHERE);
	know_key_of("key of the OS's layer", last.layer.attest);
}

static void know_device_secret(void)
{
	uint8_t fuses[FUSE_LEN];
	uint8_t secret[SECRET_LEN];

	ck_assert_uint_eq(tools_load("@device/fuses.bin", BUFFER_OF(fuses)).len, FUSE_LEN);
	memcpy(secret, fuses + FUSE_DEVICE_SECRET, SECRET_LEN);
	ck_assert(!secret_is_uniform(BYTES_OF(secret)));
	know("device secret", secret, IN_THE_FUSES);
	know_key_of("device key", secret);
}

/* Goes the way of the unit's boot, layer by layer, and ends with the key that the unit shows. */
static void compute_secrets(void)
{
	struct boot_log log = root_talk_log(&f);
	struct root_reply state = root_talk_as_tool(&f, MAILBOX_SECURITY_STATE, nothing());

	ck_assert_uint_gt(state.body.len, CRYPTO_P256_SPKI_LEN);
	secret_search_init(&search);
	know_device_secret();
	tools_open_device(&mirror.sim);
	mirror.vault = sim_vault(&mirror.sim);
	sim_power_on(&mirror.sim, false);
	ck_assert_int_eq(root_of_trust_power_on(&mirror.rot, &mirror.vault, &log.entry[0]), RESULT_OK);
	for (size_t i = 1; i < log.count; i++) {
		know_layer(NOWHERE);
		/* A loader that serves says so of what it measures last. */
		mirror.rot.in_recovery = log.entry[i].kind == COMPONENT_OS && state.body.at[2] & MAILBOX_FLAG_RECOVERY;
		if (log.entry[i].kind == COMPONENT_OS)
			know_last_layer(&log.entry[i]);
		ck_assert_int_eq(root_of_trust_measure(&mirror.rot, &log.entry[i]), RESULT_OK);
	}
	know_layer(IN_THE_ROOT_OF_TRUST);
	ck_assert_mem_eq(state.body.at + state.body.len - CRYPTO_P256_SPKI_LEN, mirror.rot.identity.attestation.spki, CRYPTO_P256_SPKI_LEN);
	unit_power_off(&mirror);
}

static void must_be_nowhere(const char *where)
{
	for (unsigned int i = 0; i < search.secret_count; i++)
		ck_assert_msg(search.found[i] == 0, "%s: %s was found %u times", where, known[i].name, (unsigned int)search.found[i]);
	secret_search_forget_found(&search);
}

static void must_be_at(enum home home, const char *where)
{
	for (unsigned int i = 0; i < search.secret_count; i++) {
		ck_assert_msg(known[i].home == home || search.found[i] == 0, "%s: %s was found %u times", where, known[i].name,
			      (unsigned int)search.found[i]);
		ck_assert_msg(known[i].home != home || search.found[i] > 0, "%s: %s was not found", where, known[i].name);
	}
	secret_search_forget_found(&search);
}

static void search_stage(const char *name)
{
	pid_t stage = board_fixture_stage_pid(&f);

	ck_assert_int_ne(stage, 0);
	secret_search_memory(&search, stage, NULL, false);
	secret_search_descriptors(&search, stage, NULL);
	must_be_nowhere(name);
}

static void search_board(void)
{
	secret_search_memory(&search, f.pid, "/fuses.bin", false);
	secret_search_descriptors(&search, f.pid, "/fuses.bin");
	must_be_nowhere("the board beside its fuses");
	secret_search_memory(&search, f.pid, "/fuses.bin", true);
	must_be_at(IN_THE_FUSES, "the board's fuses");
}

static void search_root_of_trust(void)
{
	pid_t root = board_fixture_root_pid(&f);

	ck_assert_int_ne(root, 0);
	secret_search_descriptors(&search, root, NULL);
	must_be_nowhere("files of the root of trust");
	secret_search_memory(&search, root, NULL, false);
	must_be_at(IN_THE_ROOT_OF_TRUST, "the root of trust");
}

static void search_files(void)
{
	static const char *const names[] = { "@device/flash.bin", "@device/counters.bin", "@loader.real", "@os.real", "@k1.pub" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		secret_search_file(&search, tools_at(names[i]));
	must_be_nowhere("the unit's files");
	secret_search_file(&search, tools_at("@device/fuses.bin"));
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
	secret_search_bytes(&search, bytes_from(transcript_room, transcript.used));
	must_be_nowhere("answers at port, console and rig");
}

static void search_all(const char *runs)
{
	compute_secrets();
	search_stage(runs);
	search_board();
	search_root_of_trust();
	search_files();
	search_answers();
	printf("%s: %u secrets looked for in %llu pages (%llu could not be read) and %llu bytes\n", runs, search.secret_count,
	       (unsigned long long)search.pages, (unsigned long long)search.unread_pages, (unsigned long long)search.bytes);
	ck_assert_uint_gt(search.secret_count, 8);
	ck_assert_uint_gt(search.pages, 1000);
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
	ck_assert_uint_gt(board_fixture_ask(&f, (enum probe_command)PORT_INFO, nothing()).len, 1);
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

START_TEST(the_search_finds_every_form)
{
	static const char *const forms[] = { "000102030405060708090a0b0c0d0e0f", "000102030405060708090A0B0C0D0E0F", "AAECAwQFBgcICQoLDA0ODw==",
					     "WAABAgMEBQYHCAkKCwwNDg9Y", "WFgAAQIDBAUGBwgJCgsMDQ4PWFg=" };
	uint8_t secret[SECRET_LEN], reversed[SECRET_LEN];

	for (uint8_t i = 0; i < SECRET_LEN; i++)
		reversed[SECRET_LEN - 1 - i] = secret[i] = i;
	secret_search_init(&search);
	ck_assert_uint_eq(secret_search_add(&search, secret), secret_search_add(&search, secret));
	secret_search_bytes(&search, bytes_from(secret, 16));
	secret_search_bytes(&search, bytes_from(reversed, 16));
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		secret_search_bytes(&search, bytes_of_text(forms[i]));
	ck_assert_uint_eq(search.found[0], 2 + sizeof(forms) / sizeof(forms[0]));
	secret_search_forget_found(&search);
	secret_search_bytes(&search, bytes_from(secret + 1, 15));
	ck_assert_uint_eq(search.found[0], 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secrets");
	TCase *tests = tcase_create("secrets");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, the_search_finds_every_form);
	/* The kernel shows this memory to nobody else; that others are refused is board/root_process_test's to say. */
	if (geteuid() == 0) {
		tcase_add_test(tests, while_the_loader_serves);
		tcase_add_test(tests, while_the_os_runs);
		tcase_add_test(tests, after_sealing_and_client_keys);
	} else {
		puts("without root no process can be searched: only the search itself is tested");
	}
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
