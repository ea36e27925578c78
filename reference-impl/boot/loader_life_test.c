/* SPDX-License-Identifier: Apache-2.0 */
/* What the loader does over several boots: trial, confirm, revert, revoke, loops, lying storage, settings. */

#include <check.h>
#include <string.h>

#include "reference-impl/boot/boot_fixture.h"
#include "reference-impl/boot/boot_config.h"
#include "reference-impl/platform/fuse_map.h"

static struct boot_fixture f;

/* A confirmed in slot a, and in slot b a fresh trial B like this. */
static void make_trial(struct boot_fixture_image like)
{
	struct boot_state state = { .sequence = 1 };

	boot_fixture_init(&f);
	state.slot[BOOT_SLOT_A].status = BOOT_SLOT_CONFIRMED;
	state.slot[BOOT_SLOT_A].digest = boot_fixture_put(&f, FLASH_SLOT_A, (struct boot_fixture_image){ .letter = 'A' });
	like.letter = 'B';
	state.slot[BOOT_SLOT_B].status = BOOT_SLOT_TRIAL;
	state.slot[BOOT_SLOT_B].digest = boot_fixture_put(&f, FLASH_SLOT_B, like);
	boot_fixture_record(&f, &state, MARKS_NONE);
}

static void make_confirmed(void)
{
	boot_fixture_init(&f);
	boot_fixture_put(&f, FLASH_SLOT_A, (struct boot_fixture_image){ .letter = 'A' });
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 'A');
	sim_power_off(&f.sim);
}

static enum result confirm(void)
{
	return f.platform.control.confirm(f.platform.control.context);
}

static uint8_t revoked(enum boot_fixture_key key)
{
	struct bytes view;

	ck_assert_int_eq(nor_inspect(&f.sim.chip.nor, NOR_FUSES, (uint64_t)(FUSE_KEY_REVOKED + (int)key), 1, &view), RESULT_OK);
	return view.at[0];
}

START_TEST(a_trial_confirms_and_stays)
{
	make_trial((struct boot_fixture_image){ .newer = 1 });
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 'B');
	ck_assert_uint_eq(boot_fixture_counter(&f, COUNTER_OS), BOOT_FIXTURE_COUNTER);
	ck_assert_int_eq(confirm(), RESULT_OK);
	ck_assert_uint_eq(boot_fixture_counter(&f, COUNTER_OS), BOOT_FIXTURE_COUNTER + 1);
	for (int i = 0; i < 3; i++) {
		boot_fixture_power_on(&f, false);
		ck_assert_int_eq(f.running, 'B');
	}
}
END_TEST

START_TEST(a_trial_that_bites_the_dog_reverts)
{
	make_trial((struct boot_fixture_image){ .newer = 1 });
	boot_fixture_power_on(&f, false);
	ck_assert_uint_eq(f.sim.chip.watchdog_ms, BOOT_CONFIG_WATCHDOG_MS);
	boot_fixture_reset(&f, BOOT_WATCHDOG);
	ck_assert_int_eq(f.running, 'A');
	ck_assert_uint_eq(f.sim.chip.watchdog_ms, 0);
	ck_assert_int_eq(confirm(), RESULT_OK);
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 'A');
	ck_assert_uint_eq(boot_fixture_counter(&f, COUNTER_OS), BOOT_FIXTURE_COUNTER);
}
END_TEST

/* After the newer image was confirmed, the older one in the other slot is dead, broken fallback or not. */
START_TEST(no_way_back_after_confirmation)
{
	uint8_t zeros[64] = { 0 };

	make_trial((struct boot_fixture_image){ .newer = 1 });
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(confirm(), RESULT_OK);
	ck_assert_int_eq(sim_put(&f.sim, FLASH_SLOT_B, 32, BYTES_OF(zeros)), RESULT_OK);
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 0);
	ck_assert(f.served);
	ck_assert_int_eq(f.kept, BOOT_SLOT_NONE);
}
END_TEST

START_TEST(half_done_confirmation_is_finished_first)
{
	bool strap = _i;

	make_trial((struct boot_fixture_image){ .newer = 1 });
	boot_fixture_power_on(&f, false);
	nor_arm_cut(&f.sim.chip.nor, 2, RIG_TEAR_NONE);
	ck_assert_int_eq(confirm(), RESULT_IO);
	boot_fixture_power_on(&f, strap);
	ck_assert_int_eq(f.running, strap ? 0 : 'B');
	ck_assert_int_eq(f.kept, strap ? BOOT_SLOT_B : BOOT_SLOT_NONE);
	ck_assert_uint_eq(boot_fixture_counter(&f, COUNTER_OS), BOOT_FIXTURE_COUNTER + 1);
}
END_TEST

START_TEST(a_confirmed_image_revokes_a_key)
{
	make_trial((struct boot_fixture_image){ .revokes = KEY_SECOND });
	boot_fixture_put(&f, FLASH_SLOT_A, (struct boot_fixture_image){ .letter = 'A', .key = KEY_SECOND });
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 'B');
	ck_assert_int_eq(confirm(), RESULT_OK);
	ck_assert_uint_eq(revoked(KEY_SECOND), 0);
	boot_fixture_power_on(&f, _i);
	ck_assert_uint_eq(revoked(KEY_SECOND), 0xff);
	ck_assert_uint_eq(revoked(KEY_TRUSTED), 0);
}
END_TEST

START_TEST(a_trial_revokes_nothing)
{
	make_trial((struct boot_fixture_image){ .revokes = KEY_SECOND });
	boot_fixture_power_on(&f, false);
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 'A');
	ck_assert_uint_eq(revoked(KEY_SECOND), 0);
}
END_TEST

START_TEST(no_image_revokes_its_own_key)
{
	make_trial((struct boot_fixture_image){ .key = KEY_SECOND, .revokes = KEY_SECOND });
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(confirm(), RESULT_OK);
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 'B');
	ck_assert_uint_eq(revoked(KEY_SECOND), 0);
}
END_TEST

START_TEST(crashes_in_a_row_end_in_recovery)
{
	make_confirmed();
	boot_fixture_power_on(&f, false);
	for (int i = 0; i < 3; i++) {
		boot_fixture_reset(&f, BOOT_CRASH);
		ck_assert_int_eq(f.running, 'A');
	}
	boot_fixture_reset(&f, BOOT_CRASH);
	ck_assert_int_eq(f.running, 0);
	ck_assert_int_eq(f.kept, BOOT_SLOT_A);
	ck_assert(boot_fixture_said(&f, "LOADER: recovery: too many crashes in a row"));
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 'A');
}
END_TEST

START_TEST(a_fresh_trial_ends_a_boot_loop)
{
	make_trial((struct boot_fixture_image){ .newer = 1 });
	sim_power_on(&f.sim, false);
	for (int i = 0; i < 4; i++)
		sim_reset(&f.sim, BOOT_CRASH);
	boot_fixture_reset(&f, BOOT_CRASH);
	ck_assert_int_eq(f.running, 'B');
	boot_fixture_reset(&f, BOOT_CRASH);
	ck_assert_int_eq(f.running, 0);
	ck_assert(f.served);
}
END_TEST

/* Storage that answers differently the second time may stop the boot, never alter what runs. */
START_TEST(second_reads_fool_nobody)
{
	static uint8_t altered[4096], seen[4096];
	struct nor *nor = &f.sim.chip.nor;
	enum flash_region region = _i == 0 ? FLASH_SLOT_A : FLASH_LOADER;

	make_confirmed();
	memset(altered, 'X', sizeof(altered));
	ck_assert_int_eq(nor_fault_second_read(nor, region, 0, BYTES_OF(altered), BUFFER_OF(seen)), RESULT_OK);
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 'A');
	ck_assert_uint_eq(nor->faults.fired, 0);
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 0);
}
END_TEST

/* Whatever can't be read, the chip says so or runs what it can verify, and is well afterwards. */
START_TEST(read_errors_are_survived)
{
	static const unsigned int spaces[] = { FLASH_LOADER, FLASH_SLOT_A, FLASH_SLOT_B, FLASH_BOOT_STATE, FLASH_BOOT_CONFIG,
					       FLASH_KEYS, NOR_FUSES, NOR_COUNTERS };
	bool needed = spaces[_i] != FLASH_SLOT_B && spaces[_i] != FLASH_BOOT_STATE && spaces[_i] != FLASH_BOOT_CONFIG;

	make_confirmed();
	ck_assert_int_eq(nor_fault_read_error(&f.sim.chip.nor, spaces[_i], 0, 64), RESULT_OK);
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, needed ? 0 : 'A');
	ck_assert(!needed || boot_fixture_said(&f, "recovery: "));
	nor_fault_clear(&f.sim.chip.nor);
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 'A');
}
END_TEST

/* The registers as a verifier would compute them. */
static struct crypto_sha256 extended(struct crypto_sha256 digest)
{
	struct crypto_sha256 chain[2] = { { { 0 } }, digest }, value;

	ck_assert_int_eq(crypto_sha256(BYTES_OF(chain), &value), RESULT_OK);
	return value;
}

START_TEST(what_runs_is_measured)
{
	struct crypto_sha256 loader, os, expected, served;

	make_confirmed();
	os = boot_fixture_put(&f, FLASH_SLOT_A, (struct boot_fixture_image){ .letter = 'A' });
	loader = boot_fixture_put(&f, FLASH_LOADER, (struct boot_fixture_image){ .letter = 'L', .component = BOOT_COMPONENT_LOADER });
	boot_fixture_power_on(&f, false);
	expected = extended(loader);
	ck_assert_mem_eq(&f.sim.log.measured[COMPONENT_LOADER], &expected, sizeof(expected));
	expected = extended(os);
	ck_assert_mem_eq(&f.sim.log.measured[COMPONENT_OS], &expected, sizeof(expected));
	boot_fixture_power_on(&f, true);
	served = f.sim.log.measured[COMPONENT_OS];
	ck_assert_mem_ne(&served, &expected, sizeof(expected));
	ck_assert_uint_eq(f.sim.chip.locks, LOCK_LOADER_SLOT | LOCK_FUSES | LOCK_COUNTERS);
}
END_TEST

START_TEST(settings_are_measured_and_harmless)
{
	static const char *const texts[] = { "verify=no\n", "console=quiet\nprefer=b\n", "watchdog_ms=0\nsecurity=off\nkey=any\n" };
	struct crypto_sha256 before;

	make_trial((struct boot_fixture_image){ .key = KEY_ATTACKER });
	boot_fixture_power_on(&f, true);
	before = f.sim.log.measured[COMPONENT_CONFIG];
	ck_assert_int_eq(sim_put(&f.sim, FLASH_BOOT_CONFIG, 0, bytes_of_text(texts[_i])), RESULT_OK);
	boot_fixture_power_on(&f, false);
	ck_assert_int_eq(f.running, 'A');
	ck_assert_mem_ne(&f.sim.log.measured[COMPONENT_CONFIG], &before, sizeof(before));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("loader_life");
	TCase *tcase = tcase_create("boots");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, a_trial_confirms_and_stays);
	tcase_add_test(tcase, a_trial_that_bites_the_dog_reverts);
	tcase_add_test(tcase, no_way_back_after_confirmation);
	tcase_add_loop_test(tcase, half_done_confirmation_is_finished_first, 0, 2);
	tcase_add_loop_test(tcase, a_confirmed_image_revokes_a_key, 0, 2);
	tcase_add_test(tcase, a_trial_revokes_nothing);
	tcase_add_test(tcase, no_image_revokes_its_own_key);
	tcase_add_test(tcase, crashes_in_a_row_end_in_recovery);
	tcase_add_test(tcase, a_fresh_trial_ends_a_boot_loop);
	tcase_add_loop_test(tcase, second_reads_fool_nobody, 0, 2);
	tcase_add_loop_test(tcase, read_errors_are_survived, 0, 8);
	tcase_add_test(tcase, what_runs_is_measured);
	tcase_add_loop_test(tcase, settings_are_measured_and_harmless, 0, 3);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
