/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of entropy_health.h and entropy_pool.h: a healthy source serves, a sick one stops for good. */

#include <check.h>
#include <string.h>

#include "reference-impl/platform/nor_fixture.h"
#include "reference-impl/root_of_trust/entropy_pool.h"

/* How the noise source of the test behaves, and from which sample on. */
enum manner { HEALTHY, STUCK, TWO_VALUES, HALF_ZERO, PERIOD_16, PERIOD_48, PERIOD_100, PERIOD_400, FAILS };

static struct sim sim;
static struct vault vault;
static struct {
	enum manner manner;
	uint64_t sick_from, drawn;
} source;
static struct entropy_pool pool;

static uint8_t sample(uint64_t i)
{
	static const uint64_t period[] = { [PERIOD_16] = 16, [PERIOD_48] = 48, [PERIOD_100] = 100, [PERIOD_400] = 400 };
	struct crypto_sha256 block;
	uint64_t number = i;

	if (i >= source.sick_from && source.manner >= PERIOD_16 && source.manner <= PERIOD_400)
		number = source.sick_from + (i - source.sick_from) % period[source.manner];
	ck_assert_int_eq(crypto_sha256(BYTES_OF(number), &block), RESULT_OK);
	if (i < source.sick_from)
		return block.at[0];
	if (source.manner == STUCK)
		return 0xa5;
	if (source.manner == TWO_VALUES)
		return block.at[0] & 1;
	return source.manner == HALF_ZERO && block.at[1] & 1 ? 0 : block.at[0];
}

static enum result draw_noise(void *context, struct buffer into)
{
	(void)context;
	if (source.manner == FAILS && source.drawn >= source.sick_from)
		return RESULT_IO;
	for (size_t i = 0; i < into.len; i++)
		into.at[i] = sample(source.drawn++);
	return RESULT_OK;
}

static void set_source(enum manner manner, uint64_t sick_from)
{
	source.manner = manner;
	source.sick_from = sick_from;
	source.drawn = 0;
}

static void setup(void)
{
	nor_fixture_sim(&sim);
	vault = sim_vault(&sim);
	sim_power_on(&sim, false);
	vault.draw_noise = draw_noise;
	set_source(HEALTHY, UINT64_MAX);
}

START_TEST(a_healthy_source_serves_every_length_and_never_the_same)
{
	uint8_t all[70][70] = { { 0 } };

	ck_assert_int_eq(entropy_pool_begin(&pool, &vault), RESULT_OK);
	for (size_t len = 1; len < 70; len++) {
		ck_assert_int_eq(entropy_pool_fill(&pool, (struct buffer){ all[len], len }), RESULT_OK);
		ck_assert_uint_eq(all[len][len], 0);
		for (size_t other = 16; other < len && len >= 16; other++)
			ck_assert_mem_ne(all[len], all[other], 16);
	}
}
END_TEST

START_TEST(a_quarter_mebibyte_of_good_noise_raises_no_alarm)
{
	static uint8_t block[1024];
	struct entropy_health health = { .alarm = ENTROPY_HEALTHY };

	for (int i = 0; i < 256; i++) {
		ck_assert_int_eq(draw_noise(NULL, BUFFER_OF(block)), RESULT_OK);
		ck_assert_int_eq(entropy_health_take(&health, BYTES_OF(block)), RESULT_OK);
	}
}
END_TEST

static const struct {
	enum manner manner;
	enum entropy_alarm alarm;
} SICK[] = {
	{ STUCK, ENTROPY_STUCK },         { TWO_VALUES, ENTROPY_STUCK },       { HALF_ZERO, ENTROPY_BIASED },
	{ PERIOD_16, ENTROPY_REPEATING }, { PERIOD_48, ENTROPY_REPEATING },    { PERIOD_100, ENTROPY_REPEATING },
	{ PERIOD_400, ENTROPY_REPEATING }
};

START_TEST(a_source_that_is_sick_at_power_on_never_starts)
{
	static const uint8_t zeros[32];
	uint8_t out[32];

	set_source(SICK[_i].manner, 0);
	ck_assert_int_eq(entropy_pool_begin(&pool, &vault), RESULT_REFUSED);
	memset(out, 0xaa, sizeof(out));
	ck_assert_int_eq(entropy_pool_fill(&pool, BUFFER_OF(out)), RESULT_REFUSED);
	ck_assert_mem_eq(out, zeros, sizeof(zeros));
}
END_TEST

START_TEST(a_source_that_falls_sick_is_stopped_and_stays_so)
{
	uint8_t out[32];
	int served = 0;

	set_source(SICK[_i].manner, 5000);
	ck_assert_int_eq(entropy_pool_begin(&pool, &vault), RESULT_OK);
	while (served < 1000 && entropy_pool_fill(&pool, BUFFER_OF(out)) == RESULT_OK)
		served++;
	/* 5000 good samples are 62 blocks; two windows later at most it has been noticed. */
	ck_assert_int_ge(served, 61);
	ck_assert_int_le(served, 61 + 2 * ENTROPY_PROPORTION_WINDOW / ENTROPY_NOISE_PER_BLOCK + 1);
	ck_assert(pool.health.alarm == SICK[_i].alarm || SICK[_i].manner == TWO_VALUES || SICK[_i].manner == HALF_ZERO);
	ck_assert_int_ne(pool.health.alarm, ENTROPY_HEALTHY);
	set_source(HEALTHY, UINT64_MAX);
	ck_assert_int_eq(entropy_pool_fill(&pool, BUFFER_OF(out)), RESULT_REFUSED);
	ck_assert_uint_eq(source.drawn, 0);
	ck_assert_int_eq(entropy_pool_begin(&pool, &vault), RESULT_OK);
}
END_TEST

START_TEST(a_source_that_fails_is_stopped_too)
{
	uint8_t out[32];

	set_source(FAILS, 1100);
	ck_assert_int_eq(entropy_pool_begin(&pool, &vault), RESULT_OK);
	while (source.drawn < 1100)
		ck_assert_int_eq(entropy_pool_fill(&pool, BUFFER_OF(out)), RESULT_OK);
	ck_assert_int_eq(entropy_pool_fill(&pool, BUFFER_OF(out)), RESULT_IO);
	set_source(HEALTHY, UINT64_MAX);
	ck_assert_int_eq(entropy_pool_fill(&pool, BUFFER_OF(out)), RESULT_REFUSED);
}
END_TEST

START_TEST(eight_in_a_row_are_chance_and_nine_are_not)
{
	uint8_t row[16] = { 1, 2, 7, 7, 7, 7, 7, 7, 7, 7, 3, 4, 5, 6, 8, 9 };
	struct entropy_health health = { .alarm = ENTROPY_HEALTHY };

	ck_assert_int_eq(entropy_health_take(&health, BYTES_OF(row)), RESULT_OK);
	health = (struct entropy_health){ .alarm = ENTROPY_HEALTHY };
	row[10] = 7;
	ck_assert_int_eq(entropy_health_take(&health, BYTES_OF(row)), RESULT_REFUSED);
	ck_assert_int_eq(health.alarm, ENTROPY_STUCK);
}
END_TEST

START_TEST(what_was_given_out_does_not_follow_from_the_same_noise)
{
	uint8_t first[32], second[32];
	struct entropy_pool early;

	ck_assert_int_eq(entropy_pool_begin(&pool, &vault), RESULT_OK);
	early = pool;
	ck_assert_int_eq(entropy_pool_fill(&pool, BUFFER_OF(first)), RESULT_OK);
	ck_assert_mem_ne(early.key, pool.key, sizeof(pool.key));
	source.drawn -= ENTROPY_NOISE_PER_BLOCK;
	pool.health = early.health;
	ck_assert_int_eq(entropy_pool_fill(&pool, BUFFER_OF(second)), RESULT_OK);
	ck_assert_mem_ne(first, second, sizeof(first));
	entropy_pool_release(&pool);
	ck_assert_int_eq(entropy_pool_fill(&pool, BUFFER_OF(second)), RESULT_REFUSED);
}
END_TEST

int main(void)
{
	enum { SICK_COUNT = sizeof(SICK) / sizeof(SICK[0]) };
	Suite *suite = suite_create("entropy");
	TCase *tests = tcase_create("entropy");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, a_healthy_source_serves_every_length_and_never_the_same);
	tcase_add_test(tests, a_quarter_mebibyte_of_good_noise_raises_no_alarm);
	tcase_add_loop_test(tests, a_source_that_is_sick_at_power_on_never_starts, 0, SICK_COUNT);
	tcase_add_loop_test(tests, a_source_that_falls_sick_is_stopped_and_stays_so, 0, SICK_COUNT);
	tcase_add_test(tests, a_source_that_fails_is_stopped_too);
	tcase_add_test(tests, eight_in_a_row_are_chance_and_nine_are_not);
	tcase_add_test(tests, what_was_given_out_does_not_follow_from_the_same_noise);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
