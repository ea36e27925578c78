/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of bus_channel.h: whatever a stage sends, it gets what it may have, or nothing. */

#include <check.h>
#include <string.h>

#include "reference-impl/base/reader.h"
#include "reference-impl/device/board/board_fixture.h"
#include "reference-impl/platform/fuse_map.h"

static struct board_fixture f;
static struct bus_header last;

static void setup(void)
{
	board_fixture_start(&f);
	board_fixture_boot_loader(&f);
}

static void teardown(void)
{
	board_fixture_stop(&f);
}

static void enter_os(void)
{
	board_fixture_send(&f, PROBE_START, bytes_from(NULL, 0));
	board_fixture_await(&f, "probe up");
}

/* The board's own answer to a message of header and data_len zeros. */
static enum result raw(struct bus_header header, size_t data_len)
{
	static uint8_t message[sizeof(header) + 2048];
	struct bytes answer;

	memset(message, 0, sizeof(message));
	memcpy(message, &header, sizeof(header));
	answer = board_fixture_ask(&f, PROBE_RAW, bytes_from(message, sizeof(header) + data_len));
	ck_assert_uint_ge(answer.len, sizeof(last));
	memcpy(&last, answer.at, sizeof(last));
	ck_assert_uint_eq(last.op, header.op);
	return (enum result)last.result;
}

START_TEST(lengths_that_do_not_agree_are_malformed)
{
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_FLASH_PROGRAM, .region = FLASH_SLOT_B, .length = 4 }, 8), RESULT_MALFORMED);
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_FLASH_PROGRAM, .region = FLASH_SLOT_B, .length = UINT32_MAX }, 4), RESULT_MALFORMED);
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_FLASH_ERASE, .region = FLASH_SLOT_B, .length = 1 }, 0), RESULT_MALFORMED);
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_FLASH_ERASE, .region = FLASH_SLOT_B }, 1), RESULT_MALFORMED);
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_FLASH_READ, .region = FLASH_SLOT_B, .length = 4 }, 4), RESULT_MALFORMED);
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_FLASH_READ, .region = FLASH_SLOT_B, .length = BUS_DATA_MAX_LEN + 1 }, 0),
			 RESULT_TOO_LARGE);
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_FLASH_READ, .region = FLASH_SLOT_B, .length = UINT32_MAX }, 0), RESULT_TOO_LARGE);
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_LATCH_CONFIRM, .length = 5 }, 5), RESULT_MALFORMED);
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_START, .arg = 1 }, 0), RESULT_MALFORMED);
}
END_TEST

START_TEST(reads_beyond_a_region_are_refused_in_64_bits)
{
	static const struct {
		uint16_t region;
		uint32_t offset, len;
		enum result result;
	} reads[] = {
		{ FLASH_KEYS, FLASH_BLOCK_LEN - 4, 4, RESULT_OK },
		{ FLASH_KEYS, FLASH_BLOCK_LEN - 4, 5, RESULT_TOO_LARGE },
		{ FLASH_KEYS, UINT32_MAX, 4, RESULT_TOO_LARGE },
		{ FLASH_KEYS, UINT32_MAX - 3, 4, RESULT_TOO_LARGE },
		{ FLASH_REGION_COUNT, 0, 4, RESULT_NOT_FOUND },
		{ NOR_COUNTERS, 0, 4, RESULT_NOT_FOUND },
		{ 0xffff, 0, 4, RESULT_NOT_FOUND },
	};

	for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
		struct bus_header read = { .op = BUS_FLASH_READ, .region = reads[i].region, .arg = reads[i].offset, .length = reads[i].len };

		ck_assert_int_eq(raw(read, 0), reads[i].result);
		ck_assert_uint_eq(last.length, reads[i].result == RESULT_OK ? reads[i].len : 0);
	}
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_FUSE_READ, .arg = UINT32_MAX, .length = 8 }, 0), RESULT_TOO_LARGE);
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_COUNTER_READ, .region = 0xffff }, 0), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(operations_that_do_not_exist_are_refused)
{
	static const uint16_t none[] = { 0, BUS_OP_END, 0x7fff, 0xffff };

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		ck_assert_int_eq(raw((struct bus_header){ .op = none[i] }, 0), RESULT_REFUSED);
}
END_TEST

START_TEST(a_message_that_is_none_is_a_crash)
{
	static const uint8_t stub[3] = { 1, 0, 0 };

	ck_assert_uint_eq(board_fixture_ask(&f, PROBE_RAW, BYTES_OF(stub)).len, 0);
	board_fixture_await(&f, "probe up");
}
END_TEST

START_TEST(the_loader_cannot_cut_power)
{
	ck_assert_int_eq(raw((struct bus_header){ .op = BUS_POWER_CUT }, 0), RESULT_REFUSED);
	ck_assert(board_fixture_is_powered(&f));
}
END_TEST

START_TEST(the_os_is_refused_what_is_not_its)
{
	static const struct {
		struct bus_header header;
		size_t data_len;
	} forbidden[] = {
		{ { .op = BUS_FUSE_BURN, .arg = FUSE_KEY_REVOKED, .length = 1 }, 1 },
		{ { .op = BUS_COUNTER_RAISE, .region = COUNTER_OS, .arg = 1 }, 0 },
		{ { .op = BUS_LOCK, .arg = 0 }, 0 },
		{ { .op = BUS_LATCH_CONFIRM, .length = 4 }, 4 },
		{ { .op = BUS_START, .arg = 1 }, 0 },
		{ { .op = BUS_FLASH_PROGRAM, .region = FLASH_LOADER, .length = 4 }, 4 },
		{ { .op = BUS_FLASH_ERASE, .region = FLASH_LOADER }, 0 },
		{ { .op = BUS_FLASH_ERASE, .region = FLASH_KEYS }, 0 },
		{ { .op = BUS_FUSE_READ, .arg = FUSE_DEVICE_SECRET, .length = 1 }, 0 },
	};

	enter_os();
	for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++)
		ck_assert_int_eq(raw(forbidden[i].header, forbidden[i].data_len), RESULT_REFUSED);
}
END_TEST

START_TEST(a_long_read_is_all_of_a_region)
{
	uint64_t sum = 0;
	struct reader r;

	for (uint64_t offset = 0; offset < 1 << 20; offset += 32768) {
		struct rig_header read = { .op = RIG_STORAGE_READ, .a = offset, .b = 32768 };
		const struct rig_reply *reply = board_fixture_rig(&f, read, bytes_of_text("slot_a"));

		for (size_t i = 0; i < reply->header.length; i++)
			sum += reply->data[i];
	}
	r = reader_over(board_fixture_ask(&f, PROBE_READ_ALL, bytes_from(NULL, 0)));
	ck_assert_uint_eq(reader_u8(&r), RESULT_OK);
	ck_assert_uint_eq(reader_u64_le(&r), sum);
	ck_assert_int_eq(reader_finish(&r), RESULT_OK);
}
END_TEST

START_TEST(entropy_is_given_and_differs)
{
	struct bus_header ask = { .op = BUS_ENTROPY, .length = 32 };
	uint8_t first[32];
	struct bytes answer = board_fixture_ask(&f, PROBE_RAW, BYTES_OF(ask));

	ck_assert_uint_eq(answer.len, sizeof(ask) + 32);
	memcpy(first, answer.at + sizeof(ask), sizeof(first));
	answer = board_fixture_ask(&f, PROBE_RAW, BYTES_OF(ask));
	ck_assert_mem_ne(answer.at + sizeof(ask), first, sizeof(first));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bus");
	TCase *tests = tcase_create("bus");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, lengths_that_do_not_agree_are_malformed);
	tcase_add_test(tests, reads_beyond_a_region_are_refused_in_64_bits);
	tcase_add_test(tests, operations_that_do_not_exist_are_refused);
	tcase_add_test(tests, a_message_that_is_none_is_a_crash);
	tcase_add_test(tests, the_loader_cannot_cut_power);
	tcase_add_test(tests, the_os_is_refused_what_is_not_its);
	tcase_add_test(tests, a_long_read_is_all_of_a_region);
	tcase_add_test(tests, entropy_is_given_and_differs);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
