/* SPDX-License-Identifier: Apache-2.0 */
/* Three files in a folder that is made aside and renamed into place. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference-impl/platform/fuse_map.h"
#include "reference-impl/tools/chip_memory.h"
#include "reference-impl/tools/whole_file.h"

enum { PATH_MAX_LEN = 4096 };

static const char *const file_names[] = { "flash.bin", "fuses.bin", "counters.bin" };

static struct buffer allocate(size_t len)
{
	uint8_t *at = malloc(len);

	return (struct buffer){ at, at ? len : 0 };
}

enum result chip_memory_init(struct chip_memory *bench)
{
	enum result result;

	bench->memory.flash = allocate((size_t)nor_flash_len(&nor_chip_layout));
	bench->memory.fuses = allocate(FUSE_LEN);
	bench->memory.counters = allocate(NOR_COUNTERS_LEN);
	result = nor_attach(&bench->chip.nor, &nor_chip_layout, &bench->memory);
	if (result != RESULT_OK)
		return RESULT_IO;
	nor_format(&bench->chip.nor);
	chip_power_on(&bench->chip, false);
	return RESULT_OK;
}

void chip_memory_release(struct chip_memory *bench)
{
	free(bench->memory.flash.at);
	free(bench->memory.fuses.at);
	free(bench->memory.counters.at);
	*bench = (struct chip_memory){ 0 };
}

static enum result complain(const char *folder, const char *what)
{
	fprintf(stderr, "provision: --state %s: %s\n", folder, what);
	return RESULT_IO;
}

static bool join(char path[PATH_MAX_LEN], const char *folder, const char *name)
{
	int len = snprintf(path, PATH_MAX_LEN, "%s/%s", folder, name);

	return len > 0 && len < PATH_MAX_LEN;
}

static enum result write_files(const struct chip_memory *bench, const char *folder)
{
	const struct buffer content[] = { bench->memory.flash, bench->memory.fuses, bench->memory.counters };
	enum result result = RESULT_OK;
	char path[PATH_MAX_LEN];

	for (size_t i = 0; i < sizeof(content) / sizeof(content[0]) && result == RESULT_OK; i++) {
		if (!join(path, folder, file_names[i]))
			return complain(folder, "the name is too long");
		result = whole_file_write(path, bytes_of_buffer(content[i]), 0600);
	}
	return result;
}

static void remove_folder(const char *folder)
{
	char path[PATH_MAX_LEN];

	for (size_t i = 0; i < sizeof(file_names) / sizeof(file_names[0]); i++)
		if (join(path, folder, file_names[i]))
			(void)unlink(path);
	(void)rmdir(folder);
}

static enum result give_name(const char *temporary, const char *folder)
{
	if (rename(temporary, folder) == 0)
		return RESULT_OK;
	if (errno != ENOTEMPTY && errno != EEXIST)
		return complain(folder, strerror(errno));
	complain(folder, "is there and not empty; choose another folder, or replace the device in it with --force");
	return RESULT_REFUSED;
}

static enum result store_anew(const struct chip_memory *bench, const char *folder)
{
	char temporary[PATH_MAX_LEN];
	int folder_len = (int)strnlen(folder, PATH_MAX_LEN), len;
	enum result result;

	while (folder_len > 1 && folder[folder_len - 1] == '/')
		folder_len--;
	len = snprintf(temporary, sizeof(temporary), "%.*s.new-%ld", folder_len, folder, (long)getpid());
	if (len < 0 || (size_t)len >= sizeof(temporary))
		return complain(folder, "the name is too long");
	if (mkdir(temporary, 0700) != 0)
		return complain(folder, strerror(errno));
	result = write_files(bench, temporary);
	if (result == RESULT_OK)
		result = give_name(temporary, folder);
	if (result != RESULT_OK)
		remove_folder(temporary);
	return result;
}

enum result chip_memory_store(const struct chip_memory *bench, const char *folder, bool replace)
{
	struct stat found;

	if (replace && stat(folder, &found) == 0 && S_ISDIR(found.st_mode))
		return write_files(bench, folder);
	return store_anew(bench, folder);
}
