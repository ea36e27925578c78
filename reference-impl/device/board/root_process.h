/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_ROOT_PROCESS_H
#define DEVICE_BOARD_ROOT_PROCESS_H

/*
 * The root of trust as a process beside the board, from power-on until power goes.
 *
 * Its program is part of the silicon: loaded once, into sealed memory, and measured by the board. It
 * has a uid, a filter and locked memory of its own, and answers on channels alone. The board serves
 * its vault, tells it of power and resets, makes a channel for each stage, and keeps two for
 * itself: the ROM's, and that of a tool at the service port.
 *
 * The ROM waits for its answers, and the vault is served meanwhile; an answer that does not come within
 * ROOT_PATIENCE_MS is none. A root of trust that ended, or broke the rules, is a cold start of the chip.
 */

#include "reference-impl/device/board/complaint.h"
#include "reference-impl/device/board/stage_process.h"
#include "reference-impl/platform/board/image_memfd.h"
#include "reference-impl/platform/boot_log.h"
#include "reference-impl/platform/mailbox_client.h"

enum { ROOT_PATIENCE_MS = 10000 };

struct board;

struct root_process {
	struct image_memfd program;
	struct component self;        /* the program, as it is measured */
	struct stage_filter filter;
	struct stage_process process; /* its bus is the vault */
	int control, rom, tool;       /* the board's ends, -1 without a process */
	bool is_lost;                 /* it ended though power was there */
	bool tool_waits;              /* for the answer to a client's message */
	uint64_t tool_hang_ups;       /* of the port, when that message came */
	uint64_t tool_until_ms;       /* no answer by then means that it is lost */
	uint64_t powered_ms;          /* board_now_ms() at power-on */
	struct mailbox_client as_rom;
};

struct root_process root_process_none(void);

/* Loads and measures the program; complains where it can't. */
enum result root_process_load(struct root_process *root, const char *path, struct board_complaint *complaint) MUST_CHECK;
void root_process_unload(struct root_process *root);

/* True when its whole memory can be kept out of swap, be it that this process may raise its limit; otherwise that wall is missing. */
bool root_process_can_lock(void);

/* Power has come: births it and waits until it is up. RESULT_IO with a line on standard error; then there is none. */
enum result root_power_on(struct board *board) MUST_CHECK;
void root_power_off(struct board *board);

/* The chip was reset. */
enum result root_reset(struct board *board) MUST_CHECK;

/* Makes the channel of the stage that the chip has entered; *ret_fd is the stage's end, the caller's to close. */
enum result root_open_channel(struct board *board, enum mailbox_role role, int *ret_fd) MUST_CHECK;

/* The ROM's boot log, over its channel. */
struct measurements root_measurements(struct board *board);

/* root_vault.c: answers one question on the vault; what it led to (a cut) is the caller's to settle. */
void root_vault_serve(struct board *board);

/* root_tool.c: hands a client's message on, if one is there; takes the answer back. */
void root_tool_ask(struct board *board);
void root_tool_answer(struct board *board);

#endif
