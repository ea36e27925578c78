/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of console_ring.h: the last bytes in order, and an honest count of those lost. */

#include <check.h>
#include <string.h>

#include "reference-impl/platform/console_ring.h"

static uint8_t room[8];
static struct console_ring ring;
static uint8_t into[16];
static uint64_t lost;

static void setup(void)
{
	ring = console_ring_over(BUFFER_OF(room));
}

static void write_text(const char *text)
{
	console_ring_write(&ring, bytes_of_text(text));
}

static void must_read(uint64_t since, uint64_t expected_lost, const char *expected)
{
	size_t len = console_ring_read(&ring, since, BUFFER_OF(into), &lost);

	ck_assert_uint_eq(lost, expected_lost);
	ck_assert(bytes_equal(bytes_from(into, len), bytes_of_text(expected)));
}

START_TEST(what_fits_is_all_there)
{
	must_read(0, 0, "");
	write_text("abc");
	write_text("def");
	must_read(0, 0, "abcdef");
	must_read(4, 0, "ef");
	must_read(6, 0, "");
	must_read(UINT64_MAX, 0, "");
}
END_TEST

START_TEST(the_oldest_bytes_are_lost_and_counted)
{
	write_text("abcdef");
	write_text("ghij");
	must_read(0, 2, "cdefghij");
	must_read(9, 0, "j");
	write_text("0123456789ABCDEFGHIJ");
	must_read(10, 12, "CDEFGHIJ");
	ck_assert_uint_eq(ring.written, 30);
}
END_TEST

START_TEST(a_small_room_gets_the_first_of_them)
{
	write_text("0123456789AB");
	ck_assert_uint_eq(console_ring_read(&ring, 0, (struct buffer){ into, 3 }, &lost), 3);
	ck_assert_uint_eq(lost, 4);
	ck_assert_mem_eq(into, "456", 3);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("console_ring");
	TCase *tests = tcase_create("ring");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, what_fits_is_all_there);
	tcase_add_test(tests, the_oldest_bytes_are_lost_and_counted);
	tcase_add_test(tests, a_small_room_gets_the_first_of_them);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
