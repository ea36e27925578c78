/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_COMPLAINT_H
#define DEVICE_BOARD_COMPLAINT_H

/*
 * Why the board cannot start, in a sentence that names the thing and the way out.
 */

enum { BOARD_EXIT_RIG = 2, BOARD_EXIT_USAGE = 64 };

struct board_complaint {
	int exit_code; /* 0: nothing to complain about */
	char text[512];
};

void board_complain(struct board_complaint *complaint, int exit_code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
