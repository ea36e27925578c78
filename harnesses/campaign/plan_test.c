/* SPDX-License-Identifier: Apache-2.0 */
/* Times, engines, pairs and seeds, from words that anybody may type. */
#include <check.h>
#include <string.h>

#include "harnesses/campaign/options.h"
#include "harnesses/campaign/plan.h"

START_TEST(reads_times)
{
	static const struct {
		const char *text;
		uint64_t ms;
	} good[] = { { "1", 1000 }, { "30s", 30000 }, { "2m", 120000 }, { "1h", 3600000 }, { "720h", 2592000000u } };
	static const char *const bad[] = { "", "0", "0s", "s", "-1", "1.5m", "1d", "30 s", "30sec", "721h", "99999999999999999999999h", " 1", "+1" };
	uint64_t ms;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		ck_assert(plan_time_read(good[i].text, &ms));
		ck_assert_uint_eq(ms, good[i].ms);
	}
	ms = 7;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!plan_time_read(bad[i], &ms), "%s", bad[i]);
	ck_assert_uint_eq(ms, 7);
}
END_TEST

START_TEST(pairs_every_surface_with_every_engine)
{
	static const char *const surfaces[] = { "a", "b" };
	struct plan_pair pairs[PLAN_PAIRS_MAX];

	ck_assert_uint_eq(plan_pairs(surfaces, 2, 1u << PLAN_LIBFUZZER | 1u << PLAN_AFL, pairs), 4);
	ck_assert_str_eq(pairs[1].surface, "a");
	ck_assert_int_eq(pairs[1].engine, PLAN_AFL);
	ck_assert_str_eq(pairs[2].surface, "b");
	ck_assert_int_eq(pairs[2].engine, PLAN_LIBFUZZER);
	ck_assert_uint_eq(plan_pairs(surfaces, 2, 1u << PLAN_AFL, pairs), 2);
	ck_assert_uint_eq(plan_pairs(surfaces, 0, 3, pairs), 0);
}
END_TEST

START_TEST(tells_how_long_it_takes)
{
	ck_assert_uint_eq(plan_duration_ms(5, 2, 1000), 3000);
	ck_assert_uint_eq(plan_duration_ms(4, 2, 1000), 2000);
	ck_assert_uint_eq(plan_duration_ms(1, 8, 1000), 1000);
	ck_assert_uint_eq(plan_duration_ms(1, 0, 1000), 0);
}
END_TEST

START_TEST(surfaces_are_words)
{
	static const char *const bad[] = { "", "..", "a/b", "A", "a.c", "a b", "-x", "a\n" };
	char too_long[PLAN_NAME_LEN + 1];

	memset(too_long, 'a', PLAN_NAME_LEN);
	too_long[PLAN_NAME_LEN] = '\0';
	ck_assert(plan_is_surface("mcuboot_image2"));
	ck_assert(!plan_is_surface(too_long));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert(!plan_is_surface(bad[i]));
}
END_TEST

START_TEST(seeds_repeat_and_differ)
{
	ck_assert_uint_eq(plan_seed(1, 2, 3), plan_seed(1, 2, 3));
	ck_assert_uint_ne(plan_seed(1, 2, 3), plan_seed(1, 2, 4));
	ck_assert_uint_ne(plan_seed(1, 2, 3), plan_seed(1, 3, 3));
	ck_assert_uint_ne(plan_seed(1, 2, 3), plan_seed(2, 2, 3));
	for (unsigned int i = 0; i < 10000; i++)
		ck_assert_uint_ne(plan_seed(0, 0, i), 0);
}
END_TEST

START_TEST(reads_the_command_line)
{
	char *argv[] = { "assay-fuzz", "--time", "2m", "boot", "--engine", "afl", "--seed", "1f", "--jobs", "3", "--json", "image", NULL };
	struct campaign_options options;

	ck_assert(campaign_options_read(12, argv, &options));
	ck_assert_uint_eq(options.time_ms, 120000);
	ck_assert_uint_eq(options.engines, 1u << PLAN_AFL);
	ck_assert_uint_eq(options.seed, 0x1f);
	ck_assert_uint_eq(options.jobs, 3);
	ck_assert(options.json && !options.quiet && options.has_seed);
	ck_assert_uint_eq(options.surface_count, 2);
	ck_assert_str_eq(options.surfaces[1], "image");
}
END_TEST

START_TEST(refuses_a_wrong_command_line)
{
	static char *const wrong[][4] = {
		{ "x", "--time", "5x", NULL },	{ "x", "--engine", "hongg", NULL }, { "x", "--seed", "12345678123456780", NULL },
		{ "x", "--seed", "1F", NULL },	{ "x", "--jobs", "257", NULL },	    { "x", "--jobs", "1x", NULL },
		{ "x", "a", "a", NULL },	{ "x", "../a", "b", NULL },	    { "x", "--out", "", NULL },
		{ "x", "--bin", "", NULL },	{ "x", "a", "--nothing", NULL },
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct campaign_options options;
		char *argv[4];

		memcpy(argv, wrong[i], sizeof(argv));
		ck_assert_msg(!campaign_options_read(3, argv, &options), "%s %s", argv[1], argv[2]);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("plan");
	TCase *tests = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, reads_times);
	tcase_add_test(tests, pairs_every_surface_with_every_engine);
	tcase_add_test(tests, tells_how_long_it_takes);
	tcase_add_test(tests, surfaces_are_words);
	tcase_add_test(tests, seeds_repeat_and_differ);
	tcase_add_test(tests, reads_the_command_line);
	tcase_add_test(tests, refuses_a_wrong_command_line);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0 ? 1 : 0;
}
