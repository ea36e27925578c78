/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_STORAGE_FILES_H
#define DEVICE_BOARD_STORAGE_FILES_H

/*
 * The three files of a --state directory: flash.bin, fuses.bin, counters.bin.
 *
 * They are mapped, so what an operation changed is there however the board ends, and locked,
 * so that one chip is never two. Their lengths are the layout's, or the board does not start.
 */

#include "reference-impl/device/board/complaint.h"
#include "reference-impl/platform/nor.h"

enum { STORAGE_FILE_COUNT = 3 };

struct storage_files {
	int fd[STORAGE_FILE_COUNT]; /* -1: not open */
	struct buffer mapped[STORAGE_FILE_COUNT];
};

/*
 * Opens, locks and maps; complains about a file that is missing, in use, or of another length.
 * To be closed in any case.
 */
enum result storage_files_open(struct storage_files *files, const char *state_dir, const struct nor_layout *layout,
			       struct board_complaint *complaint) MUST_CHECK;

struct nor_memory storage_files_memory(const struct storage_files *files);

void storage_files_close(struct storage_files *files);

#endif
