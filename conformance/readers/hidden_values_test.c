/* SPDX-License-Identifier: Apache-2.0 */
#include "conformance/hidden_values.h"

#include <check.h>
#include <string.h>

static uint8_t value[HIDDEN_VALUE_LEN];

static void setup(void)
{
	for (size_t i = 0; i < sizeof(value); i++)
		value[i] = (uint8_t)(0x40 + 37 * i);
}

static unsigned int found_in(struct bytes bytes)
{
	struct hidden_values values = hidden_values_in(bytes);
	unsigned int found = 0;

	while (hidden_values_next(&values))
		found += memcmp(values.value, value, sizeof(value)) == 0;
	return found;
}

static unsigned int count_in(struct bytes bytes)
{
	struct hidden_values values = hidden_values_in(bytes);
	unsigned int count = 0;

	while (hidden_values_next(&values))
		count++;
	return count;
}

START_TEST(a_value_is_found_at_any_place_in_both_orders)
{
	uint8_t answer[3 * HIDDEN_VALUE_LEN];

	for (size_t at = 0; at + sizeof(value) <= sizeof(answer); at++) {
		memset(answer, 0x80, sizeof(answer));
		ck_assert_uint_eq(found_in(BYTES_OF(answer)), 0);
		memcpy(answer + at, value, sizeof(value));
		ck_assert_uint_eq(found_in(BYTES_OF(answer)), 1);
		for (size_t i = 0; i < sizeof(value); i++)
			answer[at + i] = value[sizeof(value) - 1 - i];
		ck_assert_uint_eq(found_in(BYTES_OF(answer)), 1);
	}
}
END_TEST

/* The value as digits and in base64 of both alphabets; then behind one byte, and behind two. */
START_TEST(a_value_is_found_in_every_text)
{
	static const char *const texts[] = {
		"40658aafd4f91e43688db2d7fc21466b90b5daff24496e93b8dd02274c7196bb",
		"40658AAFD4F91E43688DB2D7FC21466B90B5DAFF24496E93B8DD02274C7196BB",
		"key: 40658aafd4f91e43688db2d7fc21466b90b5daff24496e93b8dd02274c7196bb.",
		"40:65:8a:af:d4:f9:1e:43:68:8d:b2:d7:fc:21:46:6b:90:b5:da:ff:24:49:6e:93:b8:dd:02:27:4c:71:96:bb",
		"QGWKr9T5HkNojbLX/CFGa5C12v8kSW6TuN0CJ0xxlrs=",
		"WEBliq/U+R5DaI2y1/whRmuQtdr/JEluk7jdAidMcZa7WQ==",
		"WFhAZYqv1PkeQ2iNstf8IUZrkLXa/yRJbpO43QInTHGWuw==",
		"WEBliq_U-R5DaI2y1_whRmuQtdr_JEluk7jdAidMcZa7WQ==",
		"{\"d\":\"QGWKr9T5HkNojbLX/CFGa5C12v8kSW6TuN0CJ0xxlrs=\"}",
		"WFhAZYqv1PkeQ2iNstf8\nIUZrkLXa/yRJbpO43QInTHGWuw==",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_msg(found_in(bytes_of_text(texts[i])) == 1, "%s: found %u times", texts[i], found_in(bytes_of_text(texts[i])));
}
END_TEST

START_TEST(what_is_cut_is_not_found)
{
	struct bytes hex = bytes_of_text("40658aafd4f91e43688db2d7fc21466b90b5daff24496e93b8dd02274c7196bb");
	struct bytes base64 = bytes_of_text("QGWKr9T5HkNojbLX/CFGa5C12v8kSW6TuN0CJ0xxlrs=");

	ck_assert_uint_eq(found_in(bytes_from(value, sizeof(value) - 1)), 0);
	ck_assert_uint_eq(found_in(bytes_from(hex.at, hex.len - 1)), 0);
	ck_assert_uint_eq(found_in(bytes_from(base64.at, base64.len - 2)), 0);
}
END_TEST

START_TEST(bytes_that_are_no_text_are_taken_as_they_are)
{
	uint8_t answer[HIDDEN_VALUE_LEN + 1] = { 0 };

	ck_assert_uint_eq(count_in(bytes_from(NULL, 0)), 0);
	ck_assert_uint_eq(count_in(bytes_from(answer, HIDDEN_VALUE_LEN - 1)), 0);
	ck_assert_uint_eq(count_in(bytes_from(answer, HIDDEN_VALUE_LEN)), 2);
	ck_assert_uint_eq(count_in(BYTES_OF(answer)), 4);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hidden_values");
	TCase *tests = tcase_create("hidden_values");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, a_value_is_found_at_any_place_in_both_orders);
	tcase_add_test(tests, a_value_is_found_in_every_text);
	tcase_add_test(tests, what_is_cut_is_not_found);
	tcase_add_test(tests, bytes_that_are_no_text_are_taken_as_they_are);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
