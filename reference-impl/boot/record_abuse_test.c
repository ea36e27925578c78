/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever can write flash can write any record, with a right check, about the very images in the slots.
 * All of them are tried (under valgrind every TEST_STRIDE-th): none makes a bad image run, raises the counter, or leaves the device without a word.
 */

#include <check.h>
#include <string.h>

#include "reference-impl/boot/boot_fixture.h"
#include "reference-impl/boot/boot_record.h"
#include "reference-impl/platform/fuse_map.h"

enum { STATUSES = 4, MARKS = 3, RECORDS = STATUSES * STATUSES * MARKS, NOISES = 40 };

static struct boot_fixture f;

/* What lies in slot b, beside a good A. */
static const struct world {
	const char *name;
	struct boot_fixture_image b;
} worlds[] = {
	{ "older", { .letter = 'B', .newer = -1 } },
	{ "by an attacker", { .letter = 'B', .newer = 9, .key = KEY_ATTACKER } },
	{ "unsigned", { .letter = 'B', .key = KEY_NONE } },
	{ "of another class", { .letter = 'B', .other_class = true } },
	{ "a loader", { .letter = 'B', .component = BOOT_COMPONENT_LOADER } },
	{ "revoking by an attacker", { .letter = 'B', .revokes = KEY_SECOND, .key = KEY_ATTACKER } },
};

static uint8_t fuse(uint64_t offset)
{
	struct bytes view;

	ck_assert_int_eq(nor_inspect(&f.sim.chip.nor, NOR_FUSES, offset, 1, &view), RESULT_OK);
	return view.at[0];
}

START_TEST(no_record_starts_a_bad_image)
{
	int record = _i * TEST_STRIDE;
	const struct world *w = &worlds[record / RECORDS];
	struct boot_state state = { .sequence = 1 };

	boot_fixture_init(&f);
	state.slot[BOOT_SLOT_A].status = (enum boot_slot_status)(record % STATUSES);
	state.slot[BOOT_SLOT_B].status = (enum boot_slot_status)(record / STATUSES % STATUSES);
	state.slot[BOOT_SLOT_A].digest = boot_fixture_put(&f, FLASH_SLOT_A, (struct boot_fixture_image){ .letter = 'A' });
	state.slot[BOOT_SLOT_B].digest = boot_fixture_put(&f, FLASH_SLOT_B, w->b);
	boot_fixture_record(&f, &state, (enum boot_fixture_marks)(record / STATUSES / STATUSES % MARKS));
	for (int boots = 0; boots < 3; boots++) {
		boot_fixture_power_on(&f, boots == 1);
		ck_assert_msg(f.running != 'B', "%s", w->name);
		ck_assert_msg(f.running == 'A' || f.served, "%s", w->name);
		ck_assert_uint_eq(boot_fixture_counter(&f, COUNTER_OS), BOOT_FIXTURE_COUNTER);
		ck_assert_uint_eq(fuse(FUSE_KEY_REVOKED + KEY_SECOND), 0);
	}
}
END_TEST

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* _i: seed. Noise in the boot state and the settings, and rot in a good record: A runs all the same, and stays. */
START_TEST(noise_is_survived)
{
	static uint8_t noise[2 * FLASH_BLOCK_LEN];
	uint32_t seed = (uint32_t)_i;

	boot_fixture_init(&f);
	boot_fixture_put(&f, FLASH_SLOT_A, (struct boot_fixture_image){ .letter = 'A' });
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (uint8_t)next_random(&seed);
	if (_i % 2)
		ck_assert_int_eq(sim_put(&f.sim, FLASH_BOOT_STATE, 0, BYTES_OF(noise)), RESULT_OK);
	ck_assert_int_eq(sim_put(&f.sim, FLASH_BOOT_CONFIG, 0, bytes_from(noise, FLASH_BLOCK_LEN)), RESULT_OK);
	for (int boots = 0; boots < 4; boots++) {
		boot_fixture_power_on(&f, false);
		ck_assert_int_eq(f.running, 'A');
		ck_assert_int_eq(nor_fault_bit_rot(&f.sim.chip.nor, FLASH_BOOT_STATE, 0, 3, seed), RESULT_OK);
		ck_assert_int_eq(nor_fault_bit_rot(&f.sim.chip.nor, FLASH_BOOT_STATE, FLASH_BLOCK_LEN, 3, seed), RESULT_OK);
	}
}
END_TEST

int main(void)
{
	int records = RECORDS * (int)(sizeof(worlds) / sizeof(worlds[0]));
	Suite *suite = suite_create("record_abuse");
	TCase *tcase = tcase_create("records");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, no_record_starts_a_bad_image, 0, (records + TEST_STRIDE - 1) / TEST_STRIDE);
	tcase_add_loop_test(tcase, noise_is_survived, 0, (NOISES + TEST_STRIDE - 1) / TEST_STRIDE);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
