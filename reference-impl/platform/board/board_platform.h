/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_BOARD_BOARD_PLATFORM_H
#define PLATFORM_BOARD_BOARD_PLATFORM_H

/*
 * The chip as a stage sees it: every operation is a message over one of the two sockets that
 * the stage was born with, to the board, or to the root of trust what is measured. Nothing here
 * knows which stage it is in: those two do, and refuse.
 *
 * Call order: board_link_init(&link, BUS_FD), mailbox_link_init(&mailbox, MAILBOX_FD), board_platform().
 */

#include "reference-impl/platform/board/board_link.h"
#include "reference-impl/platform/board/mailbox_link.h"
#include "reference-impl/platform/platform.h"

/*
 * The tables over the links, which must outlive them. A flash.read() longer than a message
 * is asked for in pieces, in order; what came before a failing piece is in the caller's room.
 */
struct platform board_platform(struct board_link *link, struct mailbox_link *mailbox);

/* The tables of board_control.c and board_memory.c, for board_platform(). */
struct control board_control(struct board_link *link);
struct image_memory board_memory(struct board_link *link);

/*
 * Beyond platform.h, for the programs that run last: bytes typed on the console, empty when
 * none came within wait_ms; and the end of the own power.
 */
enum result board_console_read(struct board_link *link, uint32_t wait_ms, struct buffer room, struct bytes *ret_typed) MUST_CHECK;
void board_power_cut(struct board_link *link) __attribute__((noreturn));

#endif
