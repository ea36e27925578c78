/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_STAGE_BIRTH_H
#define DEVICE_BOARD_STAGE_BIRTH_H

/*
 * The child's side of a start: everything between fork and the image's first instruction.
 */

#include "reference-impl/device/board/stage_process.h"

struct stage_inheritance {
	int bus_fd, second_fd, image_fd;
	int complaint_fd; /* gets the name of the step that failed; closed by a success */
	pid_t board;
};

void stage_birth_become(const struct stage_birth *birth, const struct stage_inheritance *inheritance)
	__attribute__((noreturn));

#endif
