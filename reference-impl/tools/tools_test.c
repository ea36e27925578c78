/* SPDX-License-Identifier: Apache-2.0 */
/* From keys to a device: what the tools make boots on the simulated chip, and what they refuse they refuse whole. */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference-impl/boot/loader.h"
#include "reference-impl/boot/rom.h"
#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/platform/sim/sim.h"
#include "reference-impl/tools/provision.h"
#include "reference-impl/tools/sign.h"
#include "reference-impl/tools/whole_file.h"

enum { PATH_LEN = 512, ARGUMENTS_MAX = 32 };

static char folder[PATH_LEN];

/* The word, with "@name" as a file in the test's folder; good for some words more. */
static char *at(const char *word)
{
	static char words[2 * ARGUMENTS_MAX][PATH_LEN];
	static unsigned int next;
	char *place = words[next++ % (2 * ARGUMENTS_MAX)];
	int len = word[0] == '@' ? snprintf(place, PATH_LEN, "%.400s/%.60s", folder, word + 1) : snprintf(place, PATH_LEN, "%s", word);

	ck_assert_int_lt(len, PATH_LEN);
	return place;
}

static int split(const char *line, char *argv[ARGUMENTS_MAX])
{
	char room[2048];
	int argc = 0;

	ck_assert_uint_lt(strlen(line), sizeof(room));
	memcpy(room, line, strlen(line) + 1);
	for (char *word = strtok(room, " "); word && argc < ARGUMENTS_MAX - 1; word = strtok(NULL, " "))
		argv[argc++] = at(word);
	argv[argc] = NULL;
	return argc;
}

/* Runs a line as the mains do; the exit code. */
static int run(const char *line)
{
	char *argv[ARGUMENTS_MAX];
	int argc = split(line, argv);
	struct sign_request sign;
	struct provision_request make;

	if (strcmp(argv[0], "sign_image") == 0) {
		if (sign_request_read(argc, argv, &sign) != SIGN_GO)
			return 64;
		return sign_image(&sign) == RESULT_OK ? 0 : 2;
	}
	if (provision_request_read(argc, argv, &make) != PROVISION_GO)
		return 64;
	return provision(&make) == RESULT_OK ? 0 : 2;
}

static void put_file(const char *name, const char *text)
{
	ck_assert_int_eq(whole_file_write(at(name), bytes_of_text(text), 0600), RESULT_OK);
}

static void setup(void)
{
	memcpy(folder, "/tmp/tools_test.XXXXXX", 23);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	put_file("@loader.elf", "this is the loader");
	put_file("@os.elf", "this is the OS");
	ck_assert_int_eq(run("sign_image --new-key @k1"), 0);
	ck_assert_int_eq(run("sign_image --new-key @k2"), 0);
	ck_assert_int_eq(run("sign_image --key @k1 --payload @loader.elf --component loader --version 1.0.0 --out @loader.img"), 0);
	ck_assert_int_eq(run("sign_image --key @k1 --payload @os.elf --version 1.2.3 --security-counter 7 --out @os.img"), 0);
}

static void teardown(void)
{
	char command[PATH_LEN + 16];

	ck_assert_int_lt(snprintf(command, sizeof(command), "rm -r '%s'", folder), (int)sizeof(command));
	ck_assert_int_eq(system(command), 0);
}

static void load(const char *name, struct buffer into)
{
	struct buffer content;

	ck_assert_int_eq(whole_file_read(at(name), into.len, &content), RESULT_OK);
	ck_assert_uint_eq(content.len, into.len);
	memcpy(into.at, content.at, content.len);
	free(content.at);
}

/* The device in that folder, on the simulated chip. */
static void open_device(struct sim *sim)
{
	size_t flash_len = (size_t)nor_flash_len(&nor_chip_layout), image_len = nor_chip_layout.region_len[FLASH_SLOT_A];
	struct sim_memory memory = { .storage.len = sim_storage_len(&nor_chip_layout), .image.len = image_len };

	memory.storage.at = malloc(memory.storage.len);
	memory.image.at = malloc(image_len);
	ck_assert(memory.storage.at && memory.image.at);
	ck_assert_int_eq(sim_init(sim, &nor_chip_layout, &memory), RESULT_OK);
	load("@device/flash.bin", (struct buffer){ memory.storage.at, flash_len });
	load("@device/fuses.bin", (struct buffer){ memory.storage.at + flash_len, FUSE_LEN });
	load("@device/counters.bin", (struct buffer){ memory.storage.at + flash_len + FUSE_LEN, NOR_COUNTERS_LEN });
}

static void close_device(struct sim *sim)
{
	free(sim->memory.storage.at);
	free(sim->memory.image.at);
}

START_TEST(what_is_provisioned_boots)
{
	static const struct boot_server nobody = { 0 };
	static struct sim sim;
	struct platform platform;
	uint64_t operations;
	uint8_t id[16];

	ck_assert_int_eq(run("provision --state @device --loader @loader.img --os @os.img --key @k1.pub --key @k2"), 0);
	open_device(&sim);
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
	close_device(&sim);
}
END_TEST

START_TEST(nothing_is_overwritten_unasked)
{
	static const char line[] = "provision --state @device --loader @loader.img --os @os.img --key @k1.pub";

	ck_assert_int_eq(run(line), 0);
	ck_assert_int_eq(run(line), 2);
	ck_assert_int_eq(run("provision --force --state @device --loader @loader.img --os @os.img --key @k1.pub"), 0);
	ck_assert_int_eq(run("sign_image --new-key @k1"), 2);
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

	ck_assert_msg(run(c->line) == c->code, "%s", c->line);
	ck_assert_msg(access(at("@device"), F_OK) != 0, "%s: left something", c->line);
}
END_TEST

START_TEST(secrets_are_not_for_others)
{
	struct stat found;

	ck_assert_int_eq(stat(at("@k1"), &found), 0);
	ck_assert_uint_eq(found.st_mode & 0777, 0600);
	ck_assert_int_eq(run("provision --state @device --loader @loader.img --os @os.img --key @k1"), 0);
	ck_assert_int_eq(stat(at("@device/fuses.bin"), &found), 0);
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
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, what_is_provisioned_boots);
	tcase_add_test(tcase, nothing_is_overwritten_unasked);
	tcase_add_loop_test(tcase, refuses_whole, 0, sizeof(refusals) / sizeof(refusals[0]));
	tcase_add_test(tcase, secrets_are_not_for_others);
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? 1 : 0;
}
