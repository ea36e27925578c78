/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Power fails at each storage operation of an update, up to confirmed, with each tear: afterwards the
 * old image runs or the new one, in one boot, and the update can be done again.
 */

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/device/device_fixture.h"
#include "reference-impl/platform/fuse_map.h"

enum { OPERATIONS_MAX = 40, RECOVERY_OPERATIONS = 4 };

static const struct scenario {
	const char *name;
	bool strap; /* through download mode */
	struct boot_fixture_image b;
	uint32_t operations;
} scenarios[] = {
	{ "same counter", false, { .letter = 'B', .payload_len = 6144 }, 13 },
	{ "newer", false, { .letter = 'B', .newer = 1, .payload_len = 6144 }, 14 },
	{ "newer, in download mode", true, { .letter = 'B', .newer = 1, .payload_len = 6144 }, 14 },
	{ "revokes a key", false, { .letter = 'B', .newer = 1, .revokes = KEY_SECOND, .payload_len = 5000 }, 14 },
};

static const enum rig_tear tears[] = { RIG_TEAR_NONE, RIG_TEAR_PAGE, RIG_TEAR_WORD };

static struct boot_fixture f;
static uint8_t snapshot[sizeof(struct sim) + 262144], image_b[BOOT_FIXTURE_IMAGE_MAX_LEN];
static struct device_fixture_update update;

static struct buffer snapshot_room(void)
{
	ck_assert_uint_le(sim_snapshot_len(&f.sim), sizeof(snapshot));
	return (struct buffer){ snapshot, sim_snapshot_len(&f.sim) };
}

/* A confirmed in slot a, slot b erased, power off; B ready to be offered. */
static void make_start(const struct scenario *s)
{
	struct boot_state state = { .sequence = 1, .slot[BOOT_SLOT_A].status = BOOT_SLOT_CONFIRMED };
	struct bytes built;

	boot_fixture_init(&f);
	state.slot[BOOT_SLOT_A].digest =
		boot_fixture_put(&f, FLASH_SLOT_A, (struct boot_fixture_image){ .letter = 'A', .payload_len = 6144 });
	boot_fixture_record(&f, &state, MARKS_NONE);
	built = boot_fixture_build(&f, s->b);
	memcpy(image_b, built.at, built.len);
	update = (struct device_fixture_update){ s->strap ? PORT_PATH_RECOVERY : PORT_PATH_NORMAL, bytes_from(image_b, built.len) };
	ck_assert_int_eq(sim_snapshot(&f.sim, snapshot_room()), RESULT_OK);
}

static void restore(void)
{
	ck_assert_int_eq(sim_restore(&f.sim, bytes_of_buffer(snapshot_room())), RESULT_OK);
}

/* Offer, trial with confirmation, one boot more; ends early when power fails. */
static void do_update(const struct scenario *s)
{
	device_fixture_live(&f, s->strap, TALK_UPDATE, update);
	for (int i = 0; i < 2 && f.sim.chip.nor.powered; i++)
		device_fixture_live(&f, false, TALK_LOOK, update);
}

static void expect_updated(const struct scenario *s, uint64_t n, enum rig_tear tear)
{
	struct bytes revoked;

	ck_assert_msg(f.running == 'B', "%s, operation %u, tear %d: not repeatable", s->name, (unsigned int)n, (int)tear);
	ck_assert_uint_eq(boot_fixture_counter(&f, COUNTER_OS), (uint32_t)(BOOT_FIXTURE_COUNTER + s->b.newer));
	ck_assert_int_eq(nor_inspect(&f.sim.chip.nor, NOR_FUSES, FUSE_KEY_REVOKED, FUSE_KEY_COUNT, &revoked), RESULT_OK);
	ck_assert((revoked.at[KEY_SECOND] != 0) == (s->b.revokes == KEY_SECOND));
	ck_assert_uint_eq(revoked.at[KEY_TRUSTED], 0);
}

static uint64_t count_operations(const struct scenario *s)
{
	restore();
	nor_arm_cut(&f.sim.chip.nor, 0, RIG_TEAR_NONE);
	do_update(s);
	ck_assert_msg(f.running == 'B', "%s", s->name);
	return f.sim.chip.nor.cut.counted;
}

static bool settles(void)
{
	for (int boots = 0; boots < 4; boots++) {
		sim_power_off(&f.sim);
		device_fixture_live(&f, false, TALK_LOOK, update);
		if (f.sim.chip.nor.powered)
			return f.running == 'A' || f.running == 'B';
		nor_arm_cut(&f.sim.chip.nor, 0, RIG_TEAR_NONE);
	}
	return false;
}

/* What settled stays, and the update can be done again. */
static void expect_recovered(const struct scenario *s, uint64_t n, enum rig_tear tear)
{
	char settled = f.running;
	uint32_t counter = boot_fixture_counter(&f, COUNTER_OS);

	ck_assert_msg(settled == 'B' || counter == BOOT_FIXTURE_COUNTER, "%s, %u", s->name, (unsigned int)n);
	sim_power_off(&f.sim);
	device_fixture_live(&f, false, TALK_LOOK, update);
	ck_assert_msg(f.running == settled, "%s, operation %u, tear %d: changed again", s->name, (unsigned int)n, (int)tear);
	do_update(s);
	expect_updated(s, n, tear);
}

static void cut_at(const struct scenario *s, uint64_t n, enum rig_tear tear)
{
	restore();
	nor_arm_cut(&f.sim.chip.nor, n, tear);
	do_update(s);
	ck_assert_msg(f.sim.chip.nor.cut.fired, "%s, operation %u: never came", s->name, (unsigned int)n);
}

START_TEST(takes_few_operations_and_always_as_many)
{
	const struct scenario *s = &scenarios[_i];

	make_start(s);
	ck_assert_uint_eq(count_operations(s), s->operations);
	ck_assert_uint_eq(count_operations(s), s->operations);
	ck_assert_uint_lt(s->operations, OPERATIONS_MAX);
}
END_TEST

START_TEST(every_cut_leaves_old_or_new)
{
	const struct scenario *s = &scenarios[_i / 3];
	enum rig_tear tear = tears[_i % 3];

	make_start(s);
	for (uint64_t n = 1; n <= s->operations; n++) {
		cut_at(s, n, tear);
		ck_assert_msg(settles(), "%s, operation %u, tear %d: neither runs", s->name, (unsigned int)n, (int)tear);
		expect_recovered(s, n, tear);
	}
}
END_TEST

/* The boot that recovers is cut as well, at each of its first operations. */
START_TEST(cuts_during_recovery_too)
{
	const struct scenario *s = &scenarios[_i];

	make_start(s);
	for (uint64_t n = 1; n <= s->operations; n++) {
		for (uint64_t again = 1; again <= RECOVERY_OPERATIONS; again++) {
			cut_at(s, n, RIG_TEAR_WORD);
			nor_arm_cut(&f.sim.chip.nor, again, RIG_TEAR_WORD);
			ck_assert_msg(settles(), "%s, operations %u and %u", s->name, (unsigned int)n, (unsigned int)again);
			nor_arm_cut(&f.sim.chip.nor, 0, RIG_TEAR_NONE);
			expect_recovered(s, n, RIG_TEAR_WORD);
		}
	}
}
END_TEST

int main(void)
{
	enum { COUNT = sizeof(scenarios) / sizeof(scenarios[0]) };
	Suite *suite = suite_create("update_cut");
	TCase *tcase = tcase_create("cuts");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 600);
	tcase_add_loop_test(tcase, takes_few_operations_and_always_as_many, 0, COUNT);
	tcase_add_loop_test(tcase, every_cut_leaves_old_or_new, 0, 3 * COUNT);
	tcase_add_loop_test(tcase, cuts_during_recovery_too, 0, COUNT);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
