/* SPDX-License-Identifier: Apache-2.0 */
/* From keys to a device: what the tools make boots on the simulated chip, and what they refuse they refuse whole. */

#include <check.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference-impl/boot/loader.h"
#include "reference-impl/boot/rom.h"
#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/tools/tools_fixture.h"

START_TEST(what_is_provisioned_boots)
{
	static const struct boot_server nobody = { 0 };
	static struct sim sim;
	struct platform platform;
	uint64_t operations;
	uint8_t id[16];

	ck_assert_int_eq(tools_run("provision --state @device --loader @loader.img --os @os.img --key @k1.pub --key @k2"), 0);
	tools_open_device(&sim);
	platform = sim_platform(&sim);
	sim_power_on(&sim, false);
	operations = sim.chip.nor.operations;
	ck_assert_int_eq(rom_boot(&platform), RESULT_OK);
	ck_assert_int_eq(loader_boot(&platform, &nobody), RESULT_OK);
	ck_assert_uint_eq(sim.started.payload.len, 14);
	ck_assert_mem_eq(sim.started.payload.at, "this is the OS", 14);
	ck_assert_uint_eq(sim.chip.nor.operations, operations);
	ck_assert(!sim.chip.latch.set);
	ck_assert_int_eq(platform.fuses.read(platform.fuses.context, FUSE_DEVICE_ID, BUFFER_OF(id)), RESULT_OK);
	tools_close_device(&sim);
}
END_TEST

START_TEST(nothing_is_overwritten_unasked)
{
	static const char line[] = "provision --state @device --loader @loader.img --os @os.img --key @k1.pub";

	ck_assert_int_eq(tools_run(line), 0);
	ck_assert_int_eq(tools_run(line), 2);
	ck_assert_int_eq(tools_run("provision --force --state @device --loader @loader.img --os @os.img --key @k1.pub"), 0);
	ck_assert_int_eq(tools_run("sign_image --new-key @k1"), 2);
}
END_TEST

/* One line for each thing wrong: the exit code, and that no device came of it. */
static const struct refusal_case {
	const char *line;
	int code;
} refusals[] = {
	{ "provision --state @device --loader @loader.img --os @os.img --key @k2.pub", 2 },
	{ "provision --state @device --loader @os.img --os @os.img --key @k1.pub", 2 },
	{ "provision --state @device --loader @loader.img --os @loader.img --key @k1.pub", 2 },
	{ "provision --state @device --loader @loader.img --os @os.elf --key @k1.pub", 2 },
	{ "provision --state @device --loader @loader.img --os @missing --key @k1.pub", 2 },
	{ "provision --state @device --loader @loader.img --os @os.img --key @os.img", 2 },
	{ "provision --state @device --loader @loader.img --os @os.img --key @k1 --class 01234567-89ab-cdef-0123-456789abcdef", 2 },
	{ "provision --state @device --loader @loader.img --os @os.img", 64 },
	{ "provision --loader @loader.img --os @os.img --key @k1", 64 },
	{ "provision --state @device --loader @loader.img --os @os.img --key @k1 --device-id 12", 64 },
	{ "provision --state @device --loader @loader.img --os @os.img --key @k1 --key @k1 --key @k1 --key @k1 --key @k1", 64 },
	{ "provision --state @device --loader @loader.img --os @os.img --key @k1 more", 64 },
	{ "provision --state @device --loader @loader.img --os @os.img --key @k1 --service-key @os.img", 2 },
	{ "provision --state @device --loader @loader.img --os @os.img --key @k1 --lifecycle secured", 64 },
	{ "provision --state @device --loader @loader.img --os @os.img --key @k1 --endorse @k2", 64 },
	{ "provision --state @device --loader @loader.img --os @os.img --key @k1 --endorse @k2 --endorse-issuer @os.img --endorsement @e", 2 },
	{ "provision --state @device --loader @loader.img --os @os.img --key @k1 --device-id 00000000000000000000000000000000", 2 },
	{ "make_root --key @k1.pub --out @device", 2 },
	{ "make_root --key @k1", 64 },
	{ "make_root --out @device", 64 },
	{ "make_root --key @k1 --out @device more", 64 },
	{ "sign_image --key @k1 --payload @os.elf", 64 },
	{ "sign_image --key @k1 --payload @os.elf --out @device --version 1", 64 },
	{ "sign_image --key @k1 --payload @os.elf --out @device --header-len 31", 64 },
	{ "sign_image --key @k1 --payload @os.elf --out @device --component app", 64 },
	{ "sign_image --key @k1.pub --payload @os.elf --out @device", 2 },
	{ "sign_image --key @k1 --payload @missing --out @device", 2 },
	{ "sign_image --key @k1 --payload @os.elf --revoke @os.elf --out @device", 2 },
};

START_TEST(refuses_whole)
{
	const struct refusal_case *c = &refusals[_i];

	ck_assert_msg(tools_run(c->line) == c->code, "%s", c->line);
	ck_assert_msg(access(tools_at("@device"), F_OK) != 0, "%s: left something", c->line);
}
END_TEST

START_TEST(secrets_are_not_for_others)
{
	struct stat found;

	ck_assert_int_eq(stat(tools_at("@k1"), &found), 0);
	ck_assert_uint_eq(found.st_mode & 0777, 0600);
	ck_assert_int_eq(tools_run("provision --state @device --loader @loader.img --os @os.img --key @k1"), 0);
	ck_assert_int_eq(stat(tools_at("@device/fuses.bin"), &found), 0);
	ck_assert_uint_eq(found.st_mode & 0777, 0600);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tools");
	TCase *tcase = tcase_create("maker");
	SRunner *runner = srunner_create(suite);
	int failures;

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, tools_setup, tools_teardown);
	tcase_add_test(tcase, what_is_provisioned_boots);
	tcase_add_test(tcase, nothing_is_overwritten_unasked);
	tcase_add_loop_test(tcase, refuses_whole, 0, sizeof(refusals) / sizeof(refusals[0]));
	tcase_add_test(tcase, secrets_are_not_for_others);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
