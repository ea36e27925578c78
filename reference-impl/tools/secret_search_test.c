/* SPDX-License-Identifier: Apache-2.0 */
/* What a search must find, and what it must not. */

#include <check.h>
#include <string.h>

#include "reference-impl/tools/secret_canary_fixture.h"

/* A search reads pieces of so many bytes. */
enum { PIECE_LEN = 1 << 20 };

static struct secret_search search;
static uint8_t secret[SECRET_LEN];

static void setup(void)
{
	for (uint8_t i = 0; i < SECRET_LEN; i++)
		secret[i] = i;
	secret_search_init(&search);
	(void)secret_search_add(&search, secret);
}

static void must_be_found(struct bytes bytes, unsigned int times)
{
	secret_search_forget_found(&search);
	secret_search_bytes(&search, bytes);
	ck_assert_msg(search.found[0] == times, "\"%.*s\": found %u times", (int)bytes.len, (const char *)bytes.at, (unsigned int)search.found[0]);
}

/* Written by hand, so that a fault of what writes the forms elsewhere is seen. */
START_TEST(each_half_is_found_in_every_form)
{
	static const char *const halves[] = {
		"000102030405060708090a0b0c0d0e0f", "000102030405060708090A0B0C0D0E0F", "AAECAwQFBgcICQoLDA0ODw==",
		"WAABAgMEBQYHCAkKCwwNDg9Y", "WFgAAQIDBAUGBwgJCgsMDQ4PWA==",
		"101112131415161718191a1b1c1d1e1f", "101112131415161718191A1B1C1D1E1F", "EBESExQVFhcYGRobHB0eHw==",
		"WBAREhMUFRYXGBkaGxwdHh9Y", "WFgQERITFBUWFxgZGhscHR4fWA==",
	};
	uint8_t reversed[SECRET_LEN];

	for (size_t i = 0; i < SECRET_LEN; i++)
		reversed[i] = secret[SECRET_LEN - 1 - i];
	for (size_t i = 0; i < sizeof(halves) / sizeof(halves[0]); i++)
		must_be_found(bytes_of_text(halves[i]), 1);
	for (size_t half = 0; half < SECRET_LEN; half += SECRET_LEN / 2) {
		must_be_found(bytes_from(secret + half, SECRET_LEN / 2), 1);
		must_be_found(bytes_from(reversed + half, SECRET_LEN / 2), 1);
	}
	must_be_found(BYTES_OF(secret), 2);
	must_be_found(BYTES_OF(reversed), 2);
	must_be_found(bytes_from(secret + 1, SECRET_LEN / 2 - 1), 0);
}
END_TEST

START_TEST(every_form_is_found_in_every_place)
{
	for (unsigned int form = 0; form < SECRET_FORMS; form++) {
		struct secret_canary canary;

		secret_canary_put(&canary, 100, secret, (enum secret_form)form);
		for (unsigned int place = 0; place < SECRET_PLACES; place++) {
			secret_search_forget_found(&search);
			secret_canary_search(&canary, (enum secret_place)place, &search);
			ck_assert_msg(search.found[0] == 2, "form %u, place %u: found %u times", form, place, (unsigned int)search.found[0]);
		}
		secret_canary_remove(&canary);
	}
}
END_TEST

START_TEST(what_two_pieces_share_is_found)
{
	for (size_t before = PIECE_LEN - SECRET_LEN; before <= PIECE_LEN; before++) {
		struct secret_canary canary;

		secret_canary_put(&canary, before, secret, SECRET_RAW);
		for (unsigned int place = SECRET_IN_A_FILE; place < SECRET_PLACES; place++) {
			secret_search_forget_found(&search);
			secret_canary_search(&canary, (enum secret_place)place, &search);
			ck_assert_msg(search.found[0] >= 2, "behind %zu, place %u: found %u times", before, place,
				      (unsigned int)search.found[0]);
		}
		secret_canary_remove(&canary);
	}
}
END_TEST

START_TEST(a_place_without_the_secret_has_none)
{
	static const uint8_t other[SECRET_LEN] = { 1, 2, 3 };
	struct secret_canary canary;

	secret_canary_put(&canary, 0, other, SECRET_RAW);
	for (unsigned int place = 0; place < SECRET_PLACES; place++)
		secret_canary_search(&canary, (enum secret_place)place, &search);
	ck_assert_uint_eq(search.found[0], 0);
	ck_assert_uint_gt(search.pages, 0);
	secret_canary_remove(&canary);
}
END_TEST

START_TEST(the_same_secret_has_one_number)
{
	uint8_t other[SECRET_LEN] = { 1 };

	ck_assert_uint_eq(secret_search_add(&search, secret), 0);
	ck_assert_uint_eq(secret_search_add(&search, other), 1);
	ck_assert_uint_eq(secret_search_add(&search, other), 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secret_search");
	TCase *tests = tcase_create("secret_search");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, each_half_is_found_in_every_form);
	tcase_add_test(tests, every_form_is_found_in_every_place);
	tcase_add_test(tests, what_two_pieces_share_is_found);
	tcase_add_test(tests, a_place_without_the_secret_has_none);
	tcase_add_test(tests, the_same_secret_has_one_number);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
