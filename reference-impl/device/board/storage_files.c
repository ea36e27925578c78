/* SPDX-License-Identifier: Apache-2.0 */
/* Opening, locking, measuring and mapping the files of one chip. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference-impl/device/board/storage_files.h"
#include "reference-impl/platform/fuse_map.h"

static const char *const file_names[STORAGE_FILE_COUNT] = { "flash.bin", "fuses.bin", "counters.bin" };

struct storage_file {
	char path[4096];
	uint64_t expected_len;
	int fd;
};

static bool name_file(struct storage_file *file, const char *state_dir, unsigned int which, const struct nor_layout *layout,
		      struct board_complaint *complaint)
{
	const uint64_t lens[STORAGE_FILE_COUNT] = { nor_flash_len(layout), FUSE_LEN, NOR_COUNTERS_LEN };
	int len = snprintf(file->path, sizeof(file->path), "%s/%s", state_dir, file_names[which]);

	file->expected_len = lens[which];
	file->fd = -1;
	if (len > 0 && (size_t)len < sizeof(file->path))
		return true;
	board_complain(complaint, BOARD_EXIT_USAGE, "--state: the path is too long; use a shorter one");
	return false;
}

static void complain_of_opening(const struct storage_file *file, struct board_complaint *complaint)
{
	const char *way_out = errno == ENOENT ? "; make a unit there with provision" : "";

	board_complain(complaint, BOARD_EXIT_USAGE, "%.300s: %s%s", file->path, strerror(errno), way_out);
}

static bool open_locked(struct storage_file *file, struct board_complaint *complaint)
{
	file->fd = open(file->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (file->fd < 0) {
		complain_of_opening(file, complaint);
		return false;
	}
	if (flock(file->fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	board_complain(complaint, BOARD_EXIT_RIG, "%.300s: in use by another board; end that one, or give another --state",
		       file->path);
	return false;
}

static bool has_expected_len(const struct storage_file *file, struct board_complaint *complaint)
{
	struct stat found;

	if (fstat(file->fd, &found) != 0 || !S_ISREG(found.st_mode)) {
		board_complain(complaint, BOARD_EXIT_USAGE, "%.300s: not a file; give the directory of a unit as --state", file->path);
		return false;
	}
	if ((uint64_t)found.st_size == file->expected_len)
		return true;
	board_complain(complaint, BOARD_EXIT_USAGE, "%.300s: %llu bytes found, %llu expected; make a new unit with provision",
		       file->path, (unsigned long long)found.st_size, (unsigned long long)file->expected_len);
	return false;
}

static bool map(const struct storage_file *file, struct buffer *ret_mapped, struct board_complaint *complaint)
{
	void *at = mmap(NULL, (size_t)file->expected_len, PROT_READ | PROT_WRITE, MAP_SHARED, file->fd, 0);

	if (at == MAP_FAILED) {
		board_complain(complaint, BOARD_EXIT_RIG, "%.300s: cannot be mapped: %s", file->path, strerror(errno));
		return false;
	}
	*ret_mapped = (struct buffer){ at, (size_t)file->expected_len };
	return true;
}

enum result storage_files_open(struct storage_files *files, const char *state_dir, const struct nor_layout *layout,
			       struct board_complaint *complaint)
{
	struct storage_file file;

	*files = (struct storage_files){ .fd = { -1, -1, -1 } };
	for (unsigned int i = 0; i < STORAGE_FILE_COUNT; i++) {
		bool good = name_file(&file, state_dir, i, layout, complaint) && open_locked(&file, complaint);

		files->fd[i] = file.fd;
		if (!good || !has_expected_len(&file, complaint) || !map(&file, &files->mapped[i], complaint))
			return RESULT_IO;
	}
	return RESULT_OK;
}

struct nor_memory storage_files_memory(const struct storage_files *files)
{
	return (struct nor_memory){ files->mapped[0], files->mapped[1], files->mapped[2] };
}

void storage_files_close(struct storage_files *files)
{
	for (unsigned int i = 0; i < STORAGE_FILE_COUNT; i++) {
		if (files->mapped[i].at)
			munmap(files->mapped[i].at, files->mapped[i].len);
		if (files->fd[i] >= 0)
			close(files->fd[i]);
	}
	*files = (struct storage_files){ .fd = { -1, -1, -1 } };
}
