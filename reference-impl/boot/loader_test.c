/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loader's choice: one line for each world, as what lies in the slots and what the record
 * says of it, and what must run then.
 */

#include <check.h>

#include "reference-impl/boot/boot_fixture.h"

/* What lies in a slot. */
enum content {
	NONE, GOOD, OLDER, NEWER, FLIPPED_FIRST, FLIPPED_LAST, FLIPPED_HEADER, ATTACKER, UNSIGNED, REVOKED, OTHER_CLASS,
	LOADER_IMAGE, NO_COUNTER
};

/* What the record says of it. */
enum says { NOTHING, CONFIRMED, TRIAL, FAILED, OTHER_IMAGE_CONFIRMED };

struct choice_case {
	const char *name;
	enum content a, b;
	enum says record_a, record_b;
	enum boot_fixture_marks marks;
	char runs; /* 'A', 'B', or 0: recovery */
	bool on_trial;
};

static const struct choice_case cases[] = {
	{ "factory", GOOD, NONE, CONFIRMED, NOTHING, MARKS_NONE, 'A', false },
	{ "factory without a record", GOOD, NONE, NOTHING, NOTHING, MARKS_NONE, 'A', false },
	{ "confirmed in b", NONE, GOOD, NOTHING, CONFIRMED, MARKS_NONE, 'B', false },
	{ "b without a record", NONE, GOOD, NOTHING, NOTHING, MARKS_NONE, 'B', false },
	{ "nothing anywhere", NONE, NONE, NOTHING, NOTHING, MARKS_NONE, 0, false },
	{ "fresh trial in b", GOOD, GOOD, CONFIRMED, TRIAL, MARKS_NONE, 'B', true },
	{ "fresh trial in a", GOOD, GOOD, TRIAL, CONFIRMED, MARKS_NONE, 'A', true },
	{ "fresh newer trial", GOOD, NEWER, CONFIRMED, TRIAL, MARKS_NONE, 'B', true },
	{ "trial was not confirmed", GOOD, NEWER, CONFIRMED, TRIAL, MARKS_TRIED, 'A', false },
	{ "trial was confirmed", GOOD, NEWER, CONFIRMED, TRIAL, MARKS_TRIED_AND_CONFIRMED, 'B', false },
	{ "confirmed trial is broken, the other equal", GOOD, FLIPPED_LAST, CONFIRMED, TRIAL, MARKS_TRIED_AND_CONFIRMED, 'A', false },
	{ "trial failed for good", GOOD, GOOD, CONFIRMED, FAILED, MARKS_NONE, 'A', false },
	{ "only a failed image", NONE, GOOD, NOTHING, FAILED, MARKS_NONE, 0, false },
	{ "only a tried image", NONE, NEWER, NOTHING, TRIAL, MARKS_TRIED, 0, false },
	{ "trial alone", NONE, NEWER, NOTHING, TRIAL, MARKS_NONE, 'B', true },
	{ "trial is older", GOOD, OLDER, CONFIRMED, TRIAL, MARKS_NONE, 'A', false },
	{ "trial is altered", GOOD, FLIPPED_FIRST, CONFIRMED, TRIAL, MARKS_NONE, 'A', false },
	{ "trial by an attacker", GOOD, ATTACKER, CONFIRMED, TRIAL, MARKS_NONE, 'A', false },
	{ "unsigned trial", GOOD, UNSIGNED, CONFIRMED, TRIAL, MARKS_NONE, 'A', false },
	{ "trial by a revoked key", GOOD, REVOKED, CONFIRMED, TRIAL, MARKS_NONE, 'A', false },
	{ "trial of another class", GOOD, OTHER_CLASS, CONFIRMED, TRIAL, MARKS_NONE, 'A', false },
	{ "a loader in an OS slot", GOOD, LOADER_IMAGE, CONFIRMED, TRIAL, MARKS_NONE, 'A', false },
	{ "trial without a counter", GOOD, NO_COUNTER, CONFIRMED, TRIAL, MARKS_NONE, 'A', false },
	{ "record calls an older one confirmed", OLDER, NONE, CONFIRMED, NOTHING, MARKS_NONE, 0, false },
	{ "record calls an altered one confirmed", FLIPPED_LAST, NONE, CONFIRMED, NOTHING, MARKS_NONE, 0, false },
	{ "record calls a forged one confirmed", ATTACKER, NONE, CONFIRMED, NOTHING, MARKS_NONE, 0, false },
	{ "altered header", FLIPPED_HEADER, GOOD, CONFIRMED, NOTHING, MARKS_NONE, 'B', false },
	{ "confirmed is older, other is good", OLDER, GOOD, CONFIRMED, NOTHING, MARKS_NONE, 'B', false },
	{ "confirmed by a revoked key, other is good", REVOKED, GOOD, CONFIRMED, CONFIRMED, MARKS_NONE, 'B', false },
	{ "unknown newer image beside a confirmed one", GOOD, NEWER, CONFIRMED, NOTHING, MARKS_NONE, 'A', false },
	{ "unknown newer image alone", NONE, NEWER, NOTHING, NOTHING, MARKS_NONE, 'B', true },
	{ "two unknown newer images", NEWER, NEWER, NOTHING, NOTHING, MARKS_NONE, 'A', true },
	{ "unknown newer beside an unknown equal one", NEWER, GOOD, NOTHING, NOTHING, MARKS_NONE, 'B', false },
	{ "unknown older image", OLDER, NONE, NOTHING, NOTHING, MARKS_NONE, 0, false },
	{ "record is about another image, newer", NEWER, GOOD, OTHER_IMAGE_CONFIRMED, CONFIRMED, MARKS_NONE, 'B', false },
	{ "record is about another image, equal", GOOD, NONE, OTHER_IMAGE_CONFIRMED, NOTHING, MARKS_NONE, 'A', false },
	{ "both confirmed", GOOD, GOOD, CONFIRMED, CONFIRMED, MARKS_NONE, 'A', false },
};

static struct boot_fixture f;

static struct boot_fixture_image image_of(enum content content, char letter)
{
	struct boot_fixture_image like = { .letter = letter };

	if (content == ATTACKER)
		like.key = KEY_ATTACKER;
	if (content == UNSIGNED)
		like.key = KEY_NONE;
	if (content == REVOKED)
		like.key = KEY_SECOND;
	like.newer = content == OLDER ? -1 : content == NEWER ? 1 : 0;
	like.other_class = content == OTHER_CLASS;
	like.no_counter = content == NO_COUNTER;
	like.component = content == LOADER_IMAGE ? BOOT_COMPONENT_LOADER : 0;
	return like;
}

static void spoil(enum flash_region region, enum content content)
{
	uint8_t byte;
	struct bytes view;
	uint64_t offset = content == FLIPPED_FIRST ? 32 : content == FLIPPED_LAST ? 32 + 2999 : 28;

	if (content != FLIPPED_FIRST && content != FLIPPED_LAST && content != FLIPPED_HEADER)
		return;
	ck_assert_int_eq(nor_inspect(&f.sim.chip.nor, region, offset, 1, &view), RESULT_OK);
	byte = view.at[0] ^ 0x10;
	ck_assert_int_eq(sim_put(&f.sim, region, offset, BYTES_OF(byte)), RESULT_OK);
}

static struct boot_slot_record fill(enum flash_region region, enum content content, enum says says, char letter)
{
	static const enum boot_slot_status statuses[] = { BOOT_SLOT_UNKNOWN, BOOT_SLOT_CONFIRMED, BOOT_SLOT_TRIAL, BOOT_SLOT_FAILED,
							  BOOT_SLOT_CONFIRMED };
	struct boot_slot_record record = { .status = statuses[says] };

	if (content != NONE)
		record.digest = boot_fixture_put(&f, region, image_of(content, letter));
	record.digest.at[0] ^= says == OTHER_IMAGE_CONFIRMED;
	spoil(region, content);
	return record;
}

static void make_world(const struct choice_case *c)
{
	struct boot_state state = { .sequence = 7 };

	boot_fixture_init(&f);
	state.slot[BOOT_SLOT_A] = fill(FLASH_SLOT_A, c->a, c->record_a, 'A');
	state.slot[BOOT_SLOT_B] = fill(FLASH_SLOT_B, c->b, c->record_b, 'B');
	if (c->record_a != NOTHING || c->record_b != NOTHING)
		boot_fixture_record(&f, &state, c->marks);
	if (c->a == REVOKED || c->b == REVOKED)
		boot_fixture_revoke(&f, KEY_SECOND);
}

static void expect(const struct choice_case *c)
{
	ck_assert_msg(f.running == c->runs, "%s: runs '%c'", c->name, f.running ? f.running : '-');
	ck_assert_msg(f.served == !c->runs, "%s", c->name);
	ck_assert_msg(boot_fixture_said(&f, "LOADER: recovery: ") == !c->runs, "%s", c->name);
	ck_assert_msg(f.sim.chip.latch.set == c->on_trial, "%s: latch", c->name);
	ck_assert_msg((f.sim.chip.watchdog_ms != 0) == c->on_trial, "%s: watchdog", c->name);
	ck_assert_msg(f.sim.chip.locks == (LOCK_LOADER_SLOT | LOCK_FUSES | LOCK_COUNTERS), "%s: locks", c->name);
}

START_TEST(starts_what_it_should)
{
	make_world(&cases[_i]);
	boot_fixture_power_on(&f, false);
	expect(&cases[_i]);
}
END_TEST

START_TEST(download_mode_changes_nothing)
{
	make_world(&cases[_i]);
	boot_fixture_power_on(&f, true);
	ck_assert_msg(f.running == 0 && f.served, "%s", cases[_i].name);
	ck_assert(boot_fixture_said(&f, "LOADER: download: "));
	boot_fixture_power_on(&f, false);
	expect(&cases[_i]);
}
END_TEST

START_TEST(a_confirmed_image_stays)
{
	make_world(&cases[_i]);
	boot_fixture_power_on(&f, false);
	boot_fixture_power_on(&f, false);
	if (!cases[_i].on_trial)
		expect(&cases[_i]);
	else
		ck_assert_msg(f.running != cases[_i].runs, "%s: tried twice", cases[_i].name);
}
END_TEST

START_TEST(never_raises_the_counter_for_a_trial)
{
	bool confirmed = cases[_i].b == NEWER && cases[_i].marks == MARKS_TRIED_AND_CONFIRMED;
	uint32_t expected = BOOT_FIXTURE_COUNTER + (confirmed ? 1 : 0);

	make_world(&cases[_i]);
	boot_fixture_power_on(&f, false);
	ck_assert_msg(boot_fixture_counter(&f, COUNTER_OS) == expected, "%s", cases[_i].name);
}
END_TEST

int main(void)
{
	enum { COUNT = sizeof(cases) / sizeof(cases[0]) };
	Suite *suite = suite_create("loader");
	TCase *tcase = tcase_create("choice");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, starts_what_it_should, 0, COUNT);
	tcase_add_loop_test(tcase, download_mode_changes_nothing, 0, COUNT);
	tcase_add_loop_test(tcase, a_confirmed_image_stays, 0, COUNT);
	tcase_add_loop_test(tcase, never_raises_the_counter_for_a_trial, 0, COUNT);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
