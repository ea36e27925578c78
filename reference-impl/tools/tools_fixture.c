/* SPDX-License-Identifier: Apache-2.0 */
/* Everything is under one folder of /tmp, and goes with the test. */

#include "reference-impl/tools/tools_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/platform/nor.h"
#include "reference-impl/tools/maker_root.h"
#include "reference-impl/tools/provision.h"
#include "reference-impl/tools/root_request.h"
#include "reference-impl/tools/sign.h"
#include "reference-impl/tools/token.h"
#include "reference-impl/tools/whole_file.h"

enum { PATH_LEN = 512, ARGUMENTS_MAX = 32 };

static char folder[PATH_LEN];

char *tools_at(const char *word)
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
		argv[argc++] = tools_at(word);
	argv[argc] = NULL;
	return argc;
}

static int run_sign_image(int argc, char **argv)
{
	struct sign_request request;

	if (sign_request_read(argc, argv, &request) != SIGN_GO)
		return 64;
	return sign_image(&request) == RESULT_OK ? 0 : 2;
}

static int run_provision(int argc, char **argv)
{
	struct provision_request request;

	if (provision_request_read(argc, argv, &request) != PROVISION_GO)
		return 64;
	return provision(&request) == RESULT_OK ? 0 : 2;
}

static int run_make_root(int argc, char **argv)
{
	struct root_request request;

	if (root_request_read(argc, argv, &request) != ROOT_GO)
		return 64;
	return maker_root_make(request.key, request.out) == RESULT_OK ? 0 : 2;
}

static int run_make_token(int argc, char **argv)
{
	struct token_request request;

	if (token_request_read(argc, argv, &request) != TOKEN_GO)
		return 64;
	return make_token(&request) == RESULT_OK ? 0 : 2;
}

int tools_run(const char *line)
{
	static const struct tool {
		const char *name;
		int (*run)(int argc, char **argv);
	} tools[] = { { "sign_image", run_sign_image },
		      { "provision", run_provision },
		      { "make_root", run_make_root },
		      { "make_token", run_make_token } };
	char *argv[ARGUMENTS_MAX];
	int argc = split(line, argv);

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		if (strcmp(argv[0], tools[i].name) == 0)
			return tools[i].run(argc, argv);
	ck_abort_msg("%s is no tool", argv[0]);
	return -1;
}

void tools_put_file(const char *name, const char *text)
{
	ck_assert_int_eq(whole_file_write(tools_at(name), bytes_of_text(text), 0600), RESULT_OK);
}

void tools_setup(void)
{
	memcpy(folder, "/tmp/tools_test.XXXXXX", 23);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	tools_put_file("@loader.elf", "this is the loader");
	tools_put_file("@os.elf", "this is the OS");
	ck_assert_int_eq(tools_run("sign_image --new-key @k1"), 0);
	ck_assert_int_eq(tools_run("sign_image --new-key @k2"), 0);
	ck_assert_int_eq(tools_run("sign_image --key @k1 --payload @loader.elf --component loader --version 1.0.0 --out @loader.img"), 0);
	ck_assert_int_eq(tools_run("sign_image --key @k1 --payload @os.elf --version 1.2.3 --security-counter 7 --out @os.img"), 0);
}

void tools_teardown(void)
{
	char command[PATH_LEN + 16];

	ck_assert_int_lt(snprintf(command, sizeof(command), "rm -r '%s'", folder), (int)sizeof(command));
	ck_assert_int_eq(system(command), 0);
}

struct bytes tools_load(const char *name, struct buffer room)
{
	struct buffer content;
	size_t len;

	ck_assert_int_eq(whole_file_read(tools_at(name), room.len, &content), RESULT_OK);
	len = content.len;
	memcpy(room.at, content.at, len);
	free(content.at);
	return bytes_from(room.at, len);
}

static void load_whole(const char *name, struct buffer into)
{
	ck_assert_uint_eq(tools_load(name, into).len, into.len);
}

void tools_open_device(struct sim *sim)
{
	size_t flash_len = (size_t)nor_flash_len(&nor_chip_layout), image_len = nor_chip_layout.region_len[FLASH_SLOT_A];
	struct sim_memory memory = { .storage.len = sim_storage_len(&nor_chip_layout), .image.len = image_len };

	memory.storage.at = malloc(memory.storage.len);
	memory.image.at = malloc(image_len);
	ck_assert(memory.storage.at && memory.image.at);
	ck_assert_int_eq(sim_init(sim, &nor_chip_layout, &memory), RESULT_OK);
	load_whole("@device/flash.bin", (struct buffer){ memory.storage.at, flash_len });
	load_whole("@device/fuses.bin", (struct buffer){ memory.storage.at + flash_len, FUSE_LEN });
	load_whole("@device/counters.bin", (struct buffer){ memory.storage.at + flash_len + FUSE_LEN, NOR_COUNTERS_LEN });
}

void tools_close_device(struct sim *sim)
{
	free(sim->memory.storage.at);
	free(sim->memory.image.at);
}
