/* SPDX-License-Identifier: Apache-2.0 */
/* One line for each text: the settings that come out of it, and nothing else ever does. */

#include <check.h>
#include <string.h>

#include "reference-impl/boot/boot_config.h"

static const struct config_case {
	const char *text;
	bool quiet;
	enum boot_slot prefer;
	uint32_t watchdog_ms;
} cases[] = {
	{ "", false, BOOT_SLOT_NONE, BOOT_CONFIG_WATCHDOG_MS },
	{ "console=quiet\n", true, BOOT_SLOT_NONE, BOOT_CONFIG_WATCHDOG_MS },
	{ "console=quiet", true, BOOT_SLOT_NONE, BOOT_CONFIG_WATCHDOG_MS },
	{ "console=quiet \n", false, BOOT_SLOT_NONE, BOOT_CONFIG_WATCHDOG_MS },
	{ "console=shell\n", false, BOOT_SLOT_NONE, BOOT_CONFIG_WATCHDOG_MS },
	{ "prefer=a\nprefer=b\n", false, BOOT_SLOT_B, BOOT_CONFIG_WATCHDOG_MS },
	{ "prefer=c\nprefer=ab\nprefer=\n", false, BOOT_SLOT_NONE, BOOT_CONFIG_WATCHDOG_MS },
	{ "watchdog_ms=1000", false, BOOT_SLOT_NONE, 1000 },
	{ "watchdog_ms=60000\r\n", false, BOOT_SLOT_NONE, BOOT_CONFIG_WATCHDOG_MS },
	{ "watchdog_ms=60000\n", false, BOOT_SLOT_NONE, 60000 },
	{ "watchdog_ms=999\nwatchdog_ms=60001\nwatchdog_ms=0\nwatchdog_ms=-1\n", false, BOOT_SLOT_NONE, BOOT_CONFIG_WATCHDOG_MS },
	{ "watchdog_ms=4294967296000\nwatchdog_ms=\nwatchdog_ms=0x7d0\n", false, BOOT_SLOT_NONE, BOOT_CONFIG_WATCHDOG_MS },
	{ "verify=no\n\n\n=\nprefer=a\ndebug=1", false, BOOT_SLOT_A, BOOT_CONFIG_WATCHDOG_MS },
};

START_TEST(reads_settings)
{
	const struct config_case *c = &cases[_i];
	struct boot_config config;

	boot_config_parse(bytes_of_text(c->text), &config);
	ck_assert_msg(config.quiet == c->quiet, "%s", c->text);
	ck_assert_msg(config.prefer == c->prefer, "%s", c->text);
	ck_assert_msg(config.watchdog_ms == c->watchdog_ms, "%s", c->text);
}
END_TEST

START_TEST(no_text_means_defaults)
{
	struct boot_config config;

	boot_config_parse((struct bytes){ 0 }, &config);
	ck_assert(!config.quiet && config.prefer == BOOT_SLOT_NONE && config.watchdog_ms == BOOT_CONFIG_WATCHDOG_MS);
}
END_TEST

/* Flash of one text, or that fails. */
static enum result read_text(void *context, enum flash_region region, uint32_t offset, struct buffer into)
{
	const char *text = context;

	ck_assert(region == FLASH_BOOT_CONFIG && offset == 0);
	memset(into.at, 0xff, into.len);
	if (text)
		memcpy(into.at, text, strlen(text));
	return text ? RESULT_OK : RESULT_IO;
}

static struct boot_config read_config(const char *text)
{
	const struct platform platform = { .flash = { .context = (void *)(uintptr_t)text, .read = read_text } };
	struct boot_config config;

	ck_assert_int_eq(boot_config_read(&platform, &config), RESULT_OK);
	return config;
}

START_TEST(what_cannot_be_read_is_measured_as_that)
{
	struct boot_config empty = read_config(""), set = read_config("prefer=a\n"), unreadable = read_config(NULL);

	ck_assert(set.prefer == BOOT_SLOT_A && unreadable.prefer == BOOT_SLOT_NONE);
	ck_assert(!bytes_equal(BYTES_OF(set.digest.at), BYTES_OF(empty.digest.at)));
	ck_assert(!bytes_equal(BYTES_OF(unreadable.digest.at), BYTES_OF(empty.digest.at)));
	ck_assert(!bytes_equal(BYTES_OF(unreadable.digest.at), BYTES_OF(set.digest.at)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("boot_config");
	TCase *tcase = tcase_create("settings");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, reads_settings, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, no_text_means_defaults);
	tcase_add_test(tcase, what_cannot_be_read_is_measured_as_that);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
