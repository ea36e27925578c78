/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of rig_bus.h: storage and faults from the bench, within bounds, and no secret to be had. */

#include <check.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "reference-impl/base/writer.h"
#include "reference-impl/device/board/board_fixture.h"
#include "reference-impl/platform/fuse_map.h"

static struct board_fixture f;

static void setup(void)
{
	board_fixture_start(&f);
}

static void teardown(void)
{
	board_fixture_stop(&f);
}

/* A question whose data is a name and then bytes. */
static const struct rig_reply *ask(struct rig_header question, const char *name, struct bytes bytes)
{
	static uint8_t data[RIG_DATA_MAX_LEN];
	struct writer w = writer_over(BUFFER_OF(data));
	struct bytes written;

	writer_text(&w, name);
	writer_bytes(&w, bytes);
	ck_assert_int_eq(writer_finish(&w, &written), RESULT_OK);
	return board_fixture_rig(&f, question, written);
}

static enum result write_storage(const char *name, uint64_t offset, struct bytes bytes)
{
	struct rig_header question = { .op = RIG_STORAGE_WRITE, .a = offset, .b = strlen(name) };

	return (enum result)ask(question, name, bytes)->header.result;
}

static const struct rig_reply *read_storage(const char *name, uint64_t offset, uint64_t len)
{
	struct rig_header question = { .op = RIG_STORAGE_READ, .a = offset, .b = len };

	return ask(question, name, bytes_from(NULL, 0));
}

START_TEST(the_debug_port_is_closed)
{
	for (uint64_t act = RIG_DEBUG_ATTACH; act <= RIG_DEBUG_HALT; act++) {
		struct rig_header question = { .op = RIG_DEBUG, .a = act, .b = 4096, .c = 16 };

		ck_assert_int_eq(board_fixture_rig(&f, question, bytes_from(NULL, 0))->header.result, RESULT_REFUSED);
		board_fixture_boot_loader(&f);
		ck_assert_int_eq(board_fixture_rig(&f, question, bytes_from(NULL, 0))->header.result, RESULT_REFUSED);
		board_fixture_boot_os(&f);
		ck_assert_int_eq(board_fixture_rig(&f, question, bytes_from(NULL, 0))->header.result, RESULT_REFUSED);
		ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_OFF), RESULT_OK);
	}
	ck_assert_int_eq(board_fixture_rig(&f, (struct rig_header){ .op = RIG_DEBUG, .a = RIG_DEBUG_HALT + 1 }, bytes_from(NULL, 0))->header.result,
			 RESULT_MALFORMED);
}
END_TEST

START_TEST(storage_is_listed_with_its_kinds)
{
	const struct rig_reply *reply;

	for (uint64_t i = 0; i < NOR_SPACE_COUNT; i++) {
		struct rig_header question = { .op = RIG_STORAGE_LIST, .a = i };

		reply = board_fixture_rig(&f, question, bytes_from(NULL, 0));
		ck_assert_uint_eq(reply->header.result, RESULT_OK);
		ck_assert(bytes_equal(bytes_from(reply->data, reply->header.length), bytes_of_text(nor_space_name((unsigned int)i))));
		ck_assert_uint_eq(reply->header.b, i < NOR_FUSES ? RIG_STORAGE_FLASH : i == NOR_FUSES ? RIG_STORAGE_FUSES : RIG_STORAGE_COUNTERS);
	}
	reply = board_fixture_rig(&f, (struct rig_header){ .op = RIG_STORAGE_LIST, .a = NOR_SPACE_COUNT }, bytes_from(NULL, 0));
	ck_assert_uint_eq(reply->header.result, RESULT_NOT_FOUND);
	reply = board_fixture_rig(&f, (struct rig_header){ .op = RIG_STORAGE_LIST, .a = 1ull << 32 }, bytes_from(NULL, 0));
	ck_assert_uint_eq(reply->header.result, RESULT_NOT_FOUND);
}
END_TEST

START_TEST(flash_is_written_past_all_locks_and_power)
{
	const struct rig_reply *reply;

	ck_assert_int_eq(write_storage("keys", 7, bytes_of_text("written")), RESULT_OK);
	board_fixture_boot_os(&f);
	ck_assert_int_eq(write_storage("keys", 14, bytes_of_text("again")), RESULT_OK);
	reply = read_storage("keys", 6, 14);
	ck_assert_uint_eq(reply->header.length, 14);
	ck_assert_mem_eq(reply->data, "\377writtenagain\377", 14);
}
END_TEST

START_TEST(what_is_outside_or_not_flash_is_refused)
{
	uint8_t byte = 1;

	ck_assert_int_eq(write_storage("fuses", 0, BYTES_OF(byte)), RESULT_REFUSED);
	ck_assert_int_eq(write_storage("counters", 0, BYTES_OF(byte)), RESULT_REFUSED);
	ck_assert_int_eq(write_storage("key", 0, BYTES_OF(byte)), RESULT_NOT_FOUND);
	ck_assert_int_eq(write_storage("keys", FLASH_BLOCK_LEN, BYTES_OF(byte)), RESULT_TOO_LARGE);
	ck_assert_int_eq(write_storage("keys", UINT64_MAX, BYTES_OF(byte)), RESULT_TOO_LARGE);
	ck_assert_uint_eq(read_storage("keys", 0, FLASH_BLOCK_LEN + 1)->header.result, RESULT_TOO_LARGE);
	ck_assert_uint_eq(read_storage("slot_a", 0, RIG_DATA_MAX_LEN + 1)->header.result, RESULT_TOO_LARGE);
	ck_assert_uint_eq(read_storage("slot_a", 0, UINT64_MAX)->header.result, RESULT_TOO_LARGE);
	ck_assert_uint_eq(read_storage("slot_a", 100, RIG_DATA_MAX_LEN)->header.length, RIG_DATA_MAX_LEN);
	ck_assert_uint_eq(ask((struct rig_header){ .op = RIG_STORAGE_WRITE, .b = UINT64_MAX }, "keys", BYTES_OF(byte))->header.result,
			  RESULT_TRUNCATED);
}
END_TEST

START_TEST(unknown_and_odd_questions_are_answered_so)
{
	static const uint16_t odd[] = { 0, RIG_OP_END, 0xffff };
	uint8_t byte = 0;

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct rig_header question = { .op = odd[i] };

		ck_assert_uint_eq(board_fixture_rig(&f, question, BYTES_OF(byte))->header.result, RESULT_UNSUPPORTED);
	}
	ck_assert_uint_eq(board_fixture_rig(&f, (struct rig_header){ .op = RIG_STATUS }, BYTES_OF(byte))->header.result,
			  RESULT_MALFORMED);
}
END_TEST

START_TEST(a_rig_that_lies_about_lengths_is_hung_up_on)
{
	struct rig_header question = { .op = RIG_STATUS, .length = 5 };

	ck_assert_int_eq(send(f.rig, &question, sizeof(question), MSG_NOSIGNAL), sizeof(question));
	ck_assert_int_eq(recv(f.rig, &question, sizeof(question), 0), 0);
}
END_TEST

START_TEST(the_device_secret_cannot_be_seen_from_outside)
{
	static const uint8_t secret[FUSE_DEVICE_SECRET_LEN] = { 1, 2, 3 };
	const struct rig_reply *reply = read_storage("fuses", 0, FUSE_LEN);
	static const uint8_t zeros[FUSE_DEVICE_SECRET_LEN];
	struct bus_header burn = { .op = BUS_FUSE_BURN, .arg = FUSE_DEVICE_SECRET - 1 };
	uint8_t request[sizeof(burn) + 1 + sizeof(secret)] = { 0 };

	memcpy(request, &burn, sizeof(burn));
	request[sizeof(burn)] = 9;
	memcpy(request + sizeof(burn) + 1, secret, sizeof(secret));
	board_fixture_boot_loader(&f);
	ck_assert_uint_gt(board_fixture_ask(&f, PROBE_STEP, BYTES_OF(request)).len, 0);
	reply = read_storage("fuses", 0, FUSE_LEN);
	ck_assert_uint_eq(reply->header.length, FUSE_LEN);
	ck_assert_uint_eq(reply->data[FUSE_DEVICE_SECRET - 1], 9);
	ck_assert_mem_eq(reply->data + FUSE_DEVICE_SECRET, zeros, sizeof(zeros));
}
END_TEST

static uint64_t times_fired(void)
{
	return board_fixture_rig(&f, (struct rig_header){ .op = RIG_FAULT_STATUS }, bytes_from(NULL, 0))->header.a;
}

static struct bytes read_as_stage(uint32_t offset, uint32_t len)
{
	struct bus_header read = { .op = BUS_FLASH_READ, .region = FLASH_KEYS, .arg = offset, .length = len };
	struct bytes answer = board_fixture_ask(&f, PROBE_STEP, BYTES_OF(read));

	ck_assert_uint_ge(answer.len, sizeof(read));
	return bytes_from(answer.at + sizeof(read), answer.len - sizeof(read));
}

START_TEST(a_second_read_is_served_altered)
{
	struct rig_header fault = { .op = RIG_FAULT_SECOND_READ, .a = 10, .b = 4 };

	board_fixture_boot_loader(&f);
	ck_assert_uint_eq(ask(fault, "keys", bytes_of_text("lie"))->header.result, RESULT_OK);
	ck_assert(bytes_equal(read_as_stage(9, 5), bytes_of_text("\377\377\377\377\377")));
	ck_assert(bytes_equal(read_as_stage(9, 5), bytes_of_text("\377lie\377")));
	ck_assert_uint_eq(times_fired(), 1);
	ck_assert_mem_eq(read_storage("keys", 10, 3)->data, "\377\377\377", 3);
	ck_assert_uint_eq(board_fixture_rig(&f, (struct rig_header){ .op = RIG_FAULT_CLEAR }, bytes_from(NULL, 0))->header.result, RESULT_OK);
	ck_assert(bytes_equal(read_as_stage(9, 5), bytes_of_text("\377\377\377\377\377")));
	ck_assert_uint_eq(times_fired(), 0);
}
END_TEST

START_TEST(read_errors_and_rot_reach_the_stage)
{
	board_fixture_boot_loader(&f);
	ck_assert_uint_eq(ask((struct rig_header){ .op = RIG_FAULT_BIT_ROT, .a = 0, .b = 9, .c = 5 }, "keys", bytes_from(NULL, 0))->header.result,
			  RESULT_OK);
	ck_assert_uint_eq(read_as_stage(0, FLASH_BLOCK_LEN).len, FLASH_BLOCK_LEN);
	ck_assert_uint_eq(ask((struct rig_header){ .op = RIG_FAULT_READ_ERROR, .a = 50, .b = 1 }, "keys", bytes_from(NULL, 0))->header.result,
			  RESULT_OK);
	ck_assert_uint_eq(read_as_stage(0, 100).len, 0);
	ck_assert_uint_eq(times_fired(), 2);
}
END_TEST

START_TEST(two_rigs_do_not_wait_for_each_other)
{
	struct rig_header wait = { .op = RIG_CONSOLE_READ, .b = 60000 };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct rig_reply reply;
	int other = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, f.rig_path, strlen(f.rig_path));
	ck_assert_int_eq(connect(other, (struct sockaddr *)&address, sizeof(address)), 0);
	ck_assert_int_eq(send(other, &wait, sizeof(wait), MSG_NOSIGNAL), sizeof(wait));
	ck_assert_int_eq(board_fixture_power(&f, RIG_POWER_ON), RESULT_OK);
	ck_assert_int_gt(recv(other, &reply, sizeof(reply), 0), (ssize_t)sizeof(reply.header));
	ck_assert_mem_eq(reply.data, "probe", 5);
	close(other);
	ck_assert(board_fixture_is_powered(&f));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rig");
	TCase *tests = tcase_create("rig");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, the_debug_port_is_closed);
	tcase_add_test(tests, storage_is_listed_with_its_kinds);
	tcase_add_test(tests, flash_is_written_past_all_locks_and_power);
	tcase_add_test(tests, what_is_outside_or_not_flash_is_refused);
	tcase_add_test(tests, unknown_and_odd_questions_are_answered_so);
	tcase_add_test(tests, a_rig_that_lies_about_lengths_is_hung_up_on);
	tcase_add_test(tests, the_device_secret_cannot_be_seen_from_outside);
	tcase_add_test(tests, a_second_read_is_served_altered);
	tcase_add_test(tests, read_errors_and_rot_reach_the_stage);
	tcase_add_test(tests, two_rigs_do_not_wait_for_each_other);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
