/* SPDX-License-Identifier: Apache-2.0 */
/* The ROM starts a good loader and nothing else, and says so. */

#include <check.h>

#include "reference-impl/boot/boot_fixture.h"
#include "reference-impl/boot/rom.h"

static struct boot_fixture f;

static const struct rom_case {
	const char *name;
	struct boot_fixture_image loader;
	bool starts;
} cases[] = {
	{ "good", { .letter = 'L', .component = BOOT_COMPONENT_LOADER }, true },
	{ "newer", { .letter = 'L', .component = BOOT_COMPONENT_LOADER, .newer = 1 }, true },
	{ "by the second key", { .letter = 'L', .component = BOOT_COMPONENT_LOADER, .key = KEY_SECOND }, true },
	{ "older", { .letter = 'L', .component = BOOT_COMPONENT_LOADER, .newer = -1 }, false },
	{ "by an attacker", { .letter = 'L', .component = BOOT_COMPONENT_LOADER, .key = KEY_ATTACKER }, false },
	{ "unsigned", { .letter = 'L', .component = BOOT_COMPONENT_LOADER, .key = KEY_NONE }, false },
	{ "of another class", { .letter = 'L', .component = BOOT_COMPONENT_LOADER, .other_class = true }, false },
	{ "an OS", { .letter = 'A', .component = BOOT_COMPONENT_OS }, false },
	{ "an OS that does not say so", { .letter = 'A' }, false },
};

START_TEST(starts_good_loaders_only)
{
	const struct rom_case *c = &cases[_i];

	boot_fixture_init(&f);
	boot_fixture_put(&f, FLASH_LOADER, c->loader);
	sim_power_on(&f.sim, false);
	ck_assert_msg((rom_boot(&f.platform) == RESULT_OK) == c->starts, "%s", c->name);
	ck_assert_msg(f.sim.started.count == c->starts, "%s", c->name);
	ck_assert_msg(boot_fixture_said(&f, "ROM: recovery: ") == !c->starts, "%s", c->name);
	ck_assert_msg(!c->starts || f.sim.chip.locks == LOCK_LOADER_SLOT, "%s", c->name);
}
END_TEST

START_TEST(a_revoked_key_signs_no_loader)
{
	boot_fixture_init(&f);
	boot_fixture_put(&f, FLASH_LOADER, (struct boot_fixture_image){ .component = BOOT_COMPONENT_LOADER, .key = KEY_SECOND });
	boot_fixture_revoke(&f, KEY_SECOND);
	sim_power_on(&f.sim, false);
	ck_assert_int_ne(rom_boot(&f.platform), RESULT_OK);
}
END_TEST

/* A key in flash whose fuse does not vouch for it is as good as none. */
START_TEST(keys_in_flash_count_by_their_fuses)
{
	boot_fixture_init(&f);
	boot_fixture_put(&f, FLASH_LOADER, (struct boot_fixture_image){ .component = BOOT_COMPONENT_LOADER, .key = KEY_ATTACKER });
	ck_assert_int_eq(sim_put(&f.sim, FLASH_KEYS, 0, BYTES_OF(f.keys[KEY_ATTACKER].spki)), RESULT_OK);
	sim_power_on(&f.sim, false);
	ck_assert_int_eq(rom_boot(&f.platform), RESULT_UNKNOWN_KEY);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rom");
	TCase *tcase = tcase_create("boots");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, starts_good_loaders_only, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, a_revoked_key_signs_no_loader);
	tcase_add_test(tcase, keys_in_flash_count_by_their_fuses);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
