/* SPDX-License-Identifier: Apache-2.0 */
/* Promise of rot_world.h: its noise is good by the device's own tests, and a life begins anew each time. */

#include <check.h>
#include <string.h>

#include "harnesses/worlds/rot_world.h"

static struct rot_world w;

static void setup(void)
{
	rot_world_init(&w);
}

/* The surfaces leave the health tests out (ci/make/fuzz.mk); here they are in. */
START_TEST(the_noise_is_what_health_tests_take_for_good)
{
	struct entropy_health health = { .alarm = ENTROPY_HEALTHY };
	uint8_t noise[ENTROPY_NOISE_PER_BLOCK];

	for (unsigned int i = 0; i < 1024; i++) {
		ck_assert_int_eq(w.vault.draw_noise(w.vault.context, BUFFER_OF(noise)), RESULT_OK);
		ck_assert_int_eq(entropy_health_take(&health, BYTES_OF(noise)), RESULT_OK);
	}
}
END_TEST

START_TEST(each_life_begins_where_the_last_one_did)
{
	const struct mailbox_caller os = rot_world_caller(MAILBOX_OS, 0, 0);
	uint8_t first[ROT_WORLD_REPLY_LEN];
	struct rot_cells before, after;

	rot_world_begin(&w, (enum rot_world_start)_i);
	rot_world_look(&w, &before);
	rot_world_ask(&w, &os, MAILBOX_CHALLENGE, bytes_from(NULL, 0), ROT_MEMORY_STEADY);
	ck_assert_int_eq(rot_world_result(&w), RESULT_OK);
	memcpy(first, w.reply, sizeof(first));
	rot_world_ask(&w, &os, MAILBOX_SEAL_ADVANCE, bytes_from("", 1), ROT_MEMORY_STEADY);
	ck_assert_int_eq(rot_world_result(&w), RESULT_OK);
	rot_world_begin(&w, (enum rot_world_start)_i);
	rot_world_look(&w, &after);
	ck_assert_mem_eq(&before, &after, sizeof(before));
	rot_world_ask(&w, &os, MAILBOX_CHALLENGE, bytes_from(NULL, 0), ROT_MEMORY_CHANGING);
	ck_assert_mem_eq(first, w.reply, sizeof(first));
}
END_TEST

START_TEST(nobody_answers_without_power)
{
	const struct mailbox_caller os = rot_world_caller(MAILBOX_OS, 0, 0);

	rot_world_begin(&w, ROT_BOOTED);
	nor_arm_cut(&w.sim.chip.nor, 1, RIG_TEAR_NONE);
	rot_world_ask(&w, &os, MAILBOX_SEAL_ADVANCE, bytes_from("", 1), ROT_MEMORY_STEADY);
	ck_assert(!w.sim.chip.nor.powered);
	rot_world_ask(&w, &os, MAILBOX_SECURITY_STATE, bytes_from(NULL, 0), ROT_MEMORY_STEADY);
	ck_assert_int_eq(rot_world_result(&w), RESULT_IO);
	rot_world_power(&w);
	rot_world_ask(&w, &os, MAILBOX_SECURITY_STATE, bytes_from(NULL, 0), ROT_MEMORY_STEADY);
	ck_assert_int_eq(rot_world_result(&w), RESULT_OK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rot_world");
	TCase *tests = tcase_create("rot_world");
	SRunner *runner = srunner_create(suite);
	int failures;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_test(tests, the_noise_is_what_health_tests_take_for_good);
	tcase_add_loop_test(tests, each_life_begins_where_the_last_one_did, 0, ROT_START_COUNT);
	tcase_add_test(tests, nobody_answers_without_power);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
