/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of mailbox.h: exact lengths, denied by default, one copy, typed answers. */

#include <check.h>
#include <string.h>

#include "reference-impl/root_of_trust/mailbox_table.h"
#include "reference-impl/root_of_trust/root_of_trust_fixture.h"

static struct rot_fixture f;

static void setup(void)
{
	rot_fixture_init(&f, 0);
}

/* Written down a second time, by role: a grant that slips into the table is seen here. */
static const char *const MATRIX[MAILBOX_COMMAND_END] = {
	/*                            nobody rom loader os agent app tool */
	[MAILBOX_SECURITY_STATE] =  ".RLOG.T",
	[MAILBOX_RANDOM] =          "..LOGA.",
	[MAILBOX_MEASURE] =         ".RLO...",
	[MAILBOX_BOOT_LOG] =        ".RLOG.T",
	[MAILBOX_REGISTER] =        ".RLOG.T",
	[MAILBOX_RECOVERY] =        "..L....",
	[MAILBOX_ATTEST] =          "...OGAT",
	[MAILBOX_SEAL] =            "...O.A.",
	[MAILBOX_UNSEAL] =          "...O.A.",
	[MAILBOX_SEAL_ADVANCE] =    "...O...",
	[MAILBOX_CLIENT_GENERATE] = "...OG..",
	[MAILBOX_CLIENT_COMMIT] =   "...OG..",
	[MAILBOX_CLIENT_READ] =     "...OGA.",
	[MAILBOX_CLIENT_SIGN] =     "...OGA.",
	[MAILBOX_COUNTER_READ] =    "..LOG..",
	[MAILBOX_COUNTER_RAISE] =   "...O...",
	[MAILBOX_LIFECYCLE] =       "...O..T",
	[MAILBOX_CHALLENGE] =       "...O..T",
	[MAILBOX_SERVICE_OPEN] =    "...O..T",
	[MAILBOX_SERVICE_CLOSE] =   "...O..T",
	[MAILBOX_FAULT_REPORT] =    ".RL....",
	[MAILBOX_FAULTS] =          "...OG.T",
	[MAILBOX_CERTIFICATES] =    "...OGAT",
	[MAILBOX_DEVICE_KEY] =      "...O..T",
};

START_TEST(each_role_has_what_the_matrix_says_and_nothing_else)
{
	for (uint16_t command = 1; command < MAILBOX_COMMAND_END; command++)
		for (int role = 0; role < MAILBOX_ROLE_COUNT; role++) {
			struct mailbox_caller caller = { .role = (enum mailbox_role)role, .granted = UINT32_MAX };
			bool may = MATRIX[command][role] != '.';

			ck_assert_msg(mailbox_may(&caller, command) == may, "command %u, role %d", command, role);
		}
}
END_TEST

START_TEST(who_may_not_is_refused_whatever_he_sends)
{
	static const uint8_t body[MAILBOX_BODY_MAX_LEN];
	static const size_t lens[] = { 0, 1, 17, 32, 77, 91, 100, MAILBOX_BODY_MAX_LEN };

	for (uint16_t command = 1; command < MAILBOX_COMMAND_END; command++)
		for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
			ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_NOBODY, command, bytes_from(body, lens[i])), RESULT_REFUSED);
			ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_ROLE_COUNT, command, bytes_from(body, lens[i])), RESULT_REFUSED);
		}
	ck_assert_uint_gt(f.rot.faults.count[FAULT_CAPABILITY], 300);
}
END_TEST

START_TEST(an_app_has_what_its_manifest_grants_of_what_apps_may)
{
	struct mailbox_caller app = rot_fixture_app(0);
	const uint8_t two[2] = { 8, 0 };

	app.granted = 0;
	ck_assert_int_eq(rot_fixture_ask(&f, &app, MAILBOX_RANDOM, BYTES_OF(two)), RESULT_REFUSED);
	app.granted = 1u << MAILBOX_RANDOM | 1u << MAILBOX_COUNTER_RAISE;
	ck_assert_int_eq(rot_fixture_ask(&f, &app, MAILBOX_RANDOM, BYTES_OF(two)), RESULT_OK);
	ck_assert_uint_eq(f.body.len, 8);
	ck_assert_int_eq(rot_fixture_ask(&f, &app, MAILBOX_COUNTER_RAISE, bytes_from("\2\1\0\0\0", 5)), RESULT_REFUSED);
	ck_assert_int_eq(rot_fixture_ask(&f, &app, MAILBOX_ATTEST, (struct bytes){ 0 }), RESULT_REFUSED);
}
END_TEST

static enum mailbox_role somebody_for(uint16_t command)
{
	return (enum mailbox_role)(strpbrk(MATRIX[command], "RLOGT") - MATRIX[command]);
}

START_TEST(a_body_that_is_too_short_or_too_long_does_nothing)
{
	static const uint8_t body[MAILBOX_BODY_MAX_LEN];

	for (uint16_t command = 1; command < MAILBOX_COMMAND_END; command++) {
		const struct mailbox_row *row = mailbox_row(command);
		enum mailbox_role role = somebody_for(command);
		uint64_t operations = f.sim.chip.nor.operations;

		ck_assert_uint_le(row->request_min, row->request_max);
		ck_assert_uint_le(row->request_max, MAILBOX_BODY_MAX_LEN);
		ck_assert_uint_le(row->reply_max, MAILBOX_BODY_MAX_LEN);
		for (size_t len = 0; len < row->request_min; len++)
			ck_assert_int_eq(rot_fixture_ask_as(&f, role, command, bytes_from(body, len)), RESULT_MALFORMED);
		ck_assert_int_eq(rot_fixture_ask_as(&f, role, command, bytes_from(body, row->request_max + 1)), RESULT_MALFORMED);
		ck_assert_uint_eq(f.sim.chip.nor.operations, operations);
	}
}
END_TEST

static uint32_t raw(struct bytes message)
{
	const struct mailbox_caller os = { .role = MAILBOX_OS };
	struct reader r = reader_over(BYTES_OF(f.reply));

	ck_assert_uint_eq(mailbox_handle(&f.rot, &os, message, BUFFER_OF(f.reply)), MAILBOX_HEAD_LEN);
	(void)reader_u32_le(&r);
	return reader_u32_le(&r);
}

START_TEST(a_message_that_is_none_is_told_so)
{
	static uint8_t large[MAILBOX_MESSAGE_MAX_LEN + 1] = { MAILBOX_SECURITY_STATE };
	uint8_t good[8] = { MAILBOX_FAULTS }, bad[9];

	for (size_t len = 0; len < sizeof(good); len++)
		ck_assert_uint_eq(raw(bytes_from(good, len)), RESULT_MALFORMED);
	for (size_t i = 2; i < sizeof(good); i++) {
		memcpy(bad, good, sizeof(good));
		bad[i] = 1;
		ck_assert_uint_eq(raw(bytes_from(bad, sizeof(good))), RESULT_MALFORMED);
	}
	memcpy(bad, good, sizeof(good));
	ck_assert_uint_eq(raw(bytes_from(bad, sizeof(bad))), RESULT_MALFORMED);
	bad[0] = MAILBOX_COMMAND_END;
	ck_assert_uint_eq(raw(bytes_from(bad, 8)), RESULT_UNSUPPORTED);
	bad[0] = 0;
	ck_assert_uint_eq(raw(bytes_from(bad, 8)), RESULT_UNSUPPORTED);
	bad[1] = 0xff;
	ck_assert_uint_eq(raw(bytes_from(bad, 8)), RESULT_UNSUPPORTED);
	ck_assert_uint_eq(raw(BYTES_OF(large)), RESULT_TOO_LARGE);
	ck_assert_uint_eq(mailbox_handle(&f.rot, &(struct mailbox_caller){ .role = MAILBOX_OS }, BYTES_OF(good),
					 (struct buffer){ f.reply, MAILBOX_MESSAGE_MAX_LEN - 1 }), 0);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_FAULTS, (struct bytes){ 0 }), RESULT_OK);
}
END_TEST

/* Noise is drawn in the middle of a command: whoever shares the memory writes to it then. */
static enum result scribble(void *context, struct buffer into)
{
	struct vault honest = sim_vault(&f.sim);

	memset(f.request, 0xff, sizeof(f.request));
	memset(f.reply, 0xff, sizeof(f.reply));
	return honest.draw_noise(context, into);
}

START_TEST(memory_that_changes_during_the_call_has_no_effect)
{
	static const uint8_t body[] = "\4nameplain text";
	uint8_t sealed[128] = "\4name";
	struct bytes opened;

	f.rot.vault.draw_noise = scribble;
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_SEAL, bytes_from(body, 15)), RESULT_OK);
	memcpy(sealed + 5, f.body.at, f.body.len);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_UNSEAL, bytes_from(sealed, 5 + f.body.len)), RESULT_OK);
	opened = bytes_of_text("plain text");
	ck_assert(bytes_equal(f.body, opened));
}
END_TEST

START_TEST(request_and_reply_may_be_the_same_memory)
{
	const struct mailbox_caller os = { .role = MAILBOX_OS };

	memset(f.reply, 0, sizeof(f.reply));
	f.reply[0] = MAILBOX_REGISTER;
	f.reply[4] = 1;
	f.reply[8] = COMPONENT_OS;
	ck_assert_uint_eq(mailbox_handle(&f.rot, &os, bytes_from(f.reply, 9), BUFFER_OF(f.reply)), MAILBOX_HEAD_LEN + 32);
	ck_assert_mem_eq(f.reply + MAILBOX_HEAD_LEN, f.rot.log.measured[COMPONENT_OS].at, 32);
}
END_TEST

START_TEST(each_stage_measures_what_it_starts_and_nothing_else)
{
	for (int role = MAILBOX_ROM; role <= MAILBOX_OS; role++)
		for (int kind = 0; kind < COMPONENT_KIND_COUNT; kind++) {
			struct component component = rot_fixture_component((enum component_kind)kind, 'Z');
			uint8_t room[COMPONENT_ENCODED_LEN];
			struct writer w = writer_over(BUFFER_OF(room));
			size_t before = f.rot.log.count;
			bool is_app_of_os = role == MAILBOX_OS && kind == COMPONENT_APP;

			component_write(&w, &component);
			ck_assert_int_eq(rot_fixture_ask_as(&f, (enum mailbox_role)role, MAILBOX_MEASURE, BYTES_OF(room)),
					 is_app_of_os ? RESULT_OK : RESULT_REFUSED);
			ck_assert_uint_eq(f.rot.log.count, before + is_app_of_os);
		}
}
END_TEST

START_TEST(random_bytes_come_in_every_length_and_stop_with_the_source)
{
	uint8_t count[2] = { 0 };

	for (unsigned int len = 0; len <= MAILBOX_RANDOM_MAX + 1; len++) {
		bool fits = len >= 1 && len <= MAILBOX_RANDOM_MAX;

		count[0] = (uint8_t)len;
		count[1] = (uint8_t)(len >> 8);
		ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_RANDOM, BYTES_OF(count)), fits ? RESULT_OK : RESULT_MALFORMED);
		ck_assert_uint_eq(f.body.len, fits ? len : 0);
	}
	f.rot.pool.failed = true;
	count[0] = 8;
	count[1] = 0;
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_RANDOM, BYTES_OF(count)), RESULT_REFUSED);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_TOOL, MAILBOX_CHALLENGE, (struct bytes){ 0 }), RESULT_REFUSED);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_SECURITY_STATE, (struct bytes){ 0 }), RESULT_OK);
	ck_assert_uint_eq(f.body.at[2] & (MAILBOX_FLAG_ENTROPY | MAILBOX_FLAG_FAULT), MAILBOX_FLAG_FAULT);
}
END_TEST

START_TEST(the_release_counter_rises_and_the_stages_counters_are_not_moved_by_message)
{
	uint8_t raise[5] = { MAILBOX_COUNTER_RELEASE, 7 };
	const uint8_t release = MAILBOX_COUNTER_RELEASE;

	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_COUNTER_RAISE, BYTES_OF(raise)), RESULT_OK);
	raise[1] = 6;
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_COUNTER_RAISE, BYTES_OF(raise)), RESULT_REFUSED);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_COUNTER_READ, BYTES_OF(release)), RESULT_OK);
	ck_assert_uint_eq(f.body.at[0], 7);
	for (uint8_t counter = 0; counter < 5; counter++) {
		raise[0] = counter;
		if (counter != MAILBOX_COUNTER_RELEASE)
			ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_OS, MAILBOX_COUNTER_RAISE, BYTES_OF(raise)),
					 counter < MAILBOX_COUNTER_END ? RESULT_REFUSED : RESULT_NOT_FOUND);
	}
}
END_TEST

START_TEST(a_lifecycle_step_needs_the_device_s_id)
{
	uint8_t body[1 + FUSE_DEVICE_ID_LEN] = { LIFECYCLE_MODULE_COMPLETE };

	rot_fixture_blank(&f, 0);
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_TOOL, MAILBOX_LIFECYCLE, BYTES_OF(body)), RESULT_REFUSED);
	ck_assert_int_eq(f.rot.lifecycle, LIFECYCLE_BLANK);
	memcpy(body + 1, f.device_id, sizeof(f.device_id));
	ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_TOOL, MAILBOX_LIFECYCLE, BYTES_OF(body)), RESULT_OK);
	ck_assert_int_eq(f.rot.lifecycle, LIFECYCLE_MODULE_COMPLETE);
	for (unsigned int to = 0; to < 256; to++) {
		body[0] = (uint8_t)to;
		if (to != LIFECYCLE_DEVICE_COMPLETE)
			ck_assert_int_eq(rot_fixture_ask_as(&f, MAILBOX_TOOL, MAILBOX_LIFECYCLE, BYTES_OF(body)), RESULT_REFUSED);
	}
	ck_assert_int_eq(f.rot.lifecycle, LIFECYCLE_MODULE_COMPLETE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mailbox");
	TCase *tests = tcase_create("mailbox");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 120);
	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, each_role_has_what_the_matrix_says_and_nothing_else);
	tcase_add_test(tests, who_may_not_is_refused_whatever_he_sends);
	tcase_add_test(tests, an_app_has_what_its_manifest_grants_of_what_apps_may);
	tcase_add_test(tests, a_body_that_is_too_short_or_too_long_does_nothing);
	tcase_add_test(tests, a_message_that_is_none_is_told_so);
	tcase_add_test(tests, memory_that_changes_during_the_call_has_no_effect);
	tcase_add_test(tests, request_and_reply_may_be_the_same_memory);
	tcase_add_test(tests, each_stage_measures_what_it_starts_and_nothing_else);
	tcase_add_test(tests, random_bytes_come_in_every_length_and_stop_with_the_source);
	tcase_add_test(tests, the_release_counter_rises_and_the_stages_counters_are_not_moved_by_message);
	tcase_add_test(tests, a_lifecycle_step_needs_the_device_s_id);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
