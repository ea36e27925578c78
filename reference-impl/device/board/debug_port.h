/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_DEBUG_PORT_H
#define DEVICE_BOARD_DEBUG_PORT_H

/*
 * The chip's debug port, as the bench has it: closed, until the root of trust says that a token opened it.
 *
 * It is asked for each act, so that rights end with the token's time or with power. The port reaches who runs,
 * the loader or the OS, and never the root of trust or the silicon itself.
 */

#include "reference-impl/base/bytes.h"

struct board;

/* RESULT_REFUSED while it is closed, without power, or with nobody to debug. */
enum result debug_port_attach(struct board *board, struct buffer room, struct bytes *ret_seen) MUST_CHECK;
/* The same; nothing is seen where whoever runs has no memory. RESULT_TOO_LARGE beyond the room. */
enum result debug_port_read(struct board *board, uint64_t address, uint64_t length, struct buffer room, struct bytes *ret_seen) MUST_CHECK;
enum result debug_port_halt(struct board *board) MUST_CHECK;

#endif
