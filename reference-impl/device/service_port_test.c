/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the port lets in, whoever serves it: one line for each image that is offered. A refused one
 * leaves storage as it was, byte for byte, and the device goes on running what it ran.
 */

#include <check.h>
#include <string.h>

#include "reference-impl/boot/running.h"
#include "reference-impl/device/device_fixture.h"

static const struct offer_case {
	const char *name;
	struct boot_fixture_image image;
	bool accepted;
} cases[] = {
	{ "equal counter", { .letter = 'B' }, true },
	{ "newer", { .letter = 'B', .newer = 1 }, true },
	{ "by the second key", { .letter = 'B', .key = KEY_SECOND }, true },
	{ "says that it is an OS", { .letter = 'B', .component = BOOT_COMPONENT_OS }, true },
	{ "one byte", { .letter = 'B', .payload_len = 1 }, true },
	{ "the same again", { .letter = 'A' }, true },
	{ "older", { .letter = 'B', .newer = -1 }, false },
	{ "much newer by an attacker", { .letter = 'B', .newer = 1000, .key = KEY_ATTACKER }, false },
	{ "unsigned", { .letter = 'B', .key = KEY_NONE }, false },
	{ "without a counter", { .letter = 'B', .no_counter = true }, false },
	{ "of another class", { .letter = 'B', .other_class = true }, false },
	{ "a loader", { .letter = 'B', .component = BOOT_COMPONENT_LOADER }, false },
	{ "nothing", { .letter = 'B', .component = 9 }, false },
};

static struct boot_fixture f;
static uint8_t image[BOOT_FIXTURE_IMAGE_MAX_LEN], before[262144];

static struct device_fixture_update offer(struct boot_fixture_image like, uint8_t path)
{
	struct bytes built = boot_fixture_build(&f, like);

	memcpy(image, built.at, built.len);
	return (struct device_fixture_update){ path, bytes_from(image, built.len) };
}

/* A in slot a, its record written by a first boot. */
static void setup(void)
{
	boot_fixture_init(&f);
	boot_fixture_put(&f, FLASH_SLOT_A, (struct boot_fixture_image){ .letter = 'A' });
	device_fixture_live(&f, false, TALK_LOOK, (struct device_fixture_update){ 0 });
	ck_assert_int_eq(f.running, 'A');
	sim_power_off(&f.sim);
}

static void offer_case(const struct offer_case *c, bool strap)
{
	struct device_fixture_update update = offer(c->image, strap ? PORT_PATH_RECOVERY : PORT_PATH_NORMAL);
	struct buffer storage = f.sim.memory.storage;
	uint64_t operations = f.sim.chip.nor.operations;

	ck_assert_uint_le(storage.len, sizeof(before));
	memcpy(before, storage.at, storage.len);
	device_fixture_live(&f, strap, TALK_UPDATE, update);
	if (c->accepted)
		return;
	ck_assert_msg(memcmp(before, storage.at, storage.len) == 0, "%s: left a trace", c->name);
	ck_assert_msg(f.sim.chip.nor.operations == operations, "%s: touched storage", c->name);
}

/* _i: each case, with the OS serving and with the loader. */
START_TEST(good_images_run_and_others_leave_no_trace)
{
	const struct offer_case *c = &cases[_i / 2];
	char expected = c->accepted ? c->image.letter : 'A';

	offer_case(c, _i % 2);
	for (int boots = 0; boots < 2; boots++) {
		device_fixture_live(&f, false, TALK_LOOK, (struct device_fixture_update){ 0 });
		ck_assert_msg(f.running == expected, "%s: %c runs", c->name, f.running ? f.running : '-');
		sim_power_off(&f.sim);
	}
	ck_assert_uint_eq(boot_fixture_counter(&f, COUNTER_OS),
			  (uint32_t)(BOOT_FIXTURE_COUNTER + (c->accepted ? c->image.newer : 0)));
}
END_TEST

/* Updates alternate between the slots, and the one that runs is never written. */
START_TEST(slots_alternate)
{
	for (int i = 0; i < 6; i++) {
		char letter = (char)('B' + i);
		struct device_fixture_update update = offer((struct boot_fixture_image){ .letter = letter, .newer = i }, PORT_PATH_NORMAL);

		device_fixture_live(&f, false, TALK_UPDATE, update);
		device_fixture_live(&f, false, TALK_LOOK, update);
		ck_assert_int_eq(f.running, letter);
	}
	ck_assert(boot_fixture_said(&f, "OS 1.2.3 up slot a"));
	ck_assert(boot_fixture_said(&f, "OS 1.2.3 up slot b"));
}
END_TEST

static enum result begin(struct service_port *port)
{
	return stage_begin(&port->service.stage, PORT_PATH_NORMAL, 100);
}

/* Until a trial is decided neither slot is free. */
START_TEST(a_running_trial_stages_nothing)
{
	static struct service_port port;
	struct boot_fixture_image newer = { .letter = 'B', .newer = 1 };

	device_fixture_live(&f, false, TALK_UPDATE, offer(newer, PORT_PATH_NORMAL));
	boot_fixture_reset(&f, BOOT_RESET);
	ck_assert_int_eq(f.running, 'B');
	ck_assert_int_eq(boot_running_slot(&f.platform), BOOT_SLOT_B);
	service_port_init(&port, &f.platform, PORT_SERVER_OS, BOOT_SLOT_B, "");
	ck_assert_int_eq(begin(&port), RESULT_BUSY);
	ck_assert_int_eq(f.platform.control.confirm(f.platform.control.context), RESULT_OK);
	ck_assert_int_eq(begin(&port), RESULT_OK);
	ck_assert_int_eq(port.service.stage.slot, FLASH_SLOT_A);
}
END_TEST

/* An OS that can't tell its own slot must not write either; a loader without any image takes slot a. */
START_TEST(unknown_slots_are_not_written)
{
	static struct service_port port;

	boot_fixture_power_on(&f, false);
	service_port_init(&port, &f.platform, PORT_SERVER_OS, BOOT_SLOT_NONE, "");
	ck_assert_int_eq(begin(&port), RESULT_REFUSED);
	service_port_init(&port, &f.platform, PORT_SERVER_DOWNLOAD, BOOT_SLOT_NONE, "");
	ck_assert_int_eq(begin(&port), RESULT_OK);
	ck_assert_int_eq(port.service.stage.slot, FLASH_SLOT_A);
}
END_TEST

/* With all of flash but the loader and keys gone, the device takes an image and runs it. */
START_TEST(an_empty_device_is_brought_back)
{
	struct boot_fixture_image newer = { .letter = 'B', .newer = 1 };
	struct device_fixture_update update;

	boot_fixture_init(&f);
	update = offer(newer, PORT_PATH_RECOVERY);
	device_fixture_live(&f, false, TALK_LOOK, update);
	ck_assert(boot_fixture_said(&f, "LOADER: recovery: no slot holds an image that may start"));
	sim_power_off(&f.sim);
	device_fixture_live(&f, false, TALK_UPDATE, update);
	device_fixture_live(&f, false, TALK_LOOK, update);
	ck_assert_int_eq(f.running, 'B');
	ck_assert_uint_eq(boot_fixture_counter(&f, COUNTER_OS), BOOT_FIXTURE_COUNTER + 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("service_port");
	TCase *tcase = tcase_create("offers");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_add_loop_test(tcase, good_images_run_and_others_leave_no_trace, 0, 2 * sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tcase, slots_alternate);
	tcase_add_test(tcase, a_running_trial_stages_nothing);
	tcase_add_test(tcase, unknown_slots_are_not_written);
	tcase_add_test(tcase, an_empty_device_is_brought_back);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
