/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_ROOT_LINE_H
#define DEVICE_BOARD_ROOT_LINE_H

/*
 * Questions of the board itself to the root of trust, whose vault is served while it waits for the answer.
 *
 * When power is cut meanwhile the answer is RESULT_IO, and the cut is the caller's to settle.
 */

#include "reference-impl/device/board/root_process.h"
#include "reference-impl/platform/vault_bus.h"

struct root_order {
	enum control_op op;
	uint16_t region;
	struct bytes data;
	int fd; /* goes along; -1: none */
};

/* Tells it on the control line and waits for what it says. A line that breaks means that it is lost. */
enum result root_tell(struct board *board, const struct root_order *order) MUST_CHECK;

#endif
