/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_BOARD_H
#define DEVICE_BOARD_BOARD_H

/*
 * The board: the silicon as a process. It alone opens flash, fuses and counters, runs the ROM inside
 * itself, the root of trust beside itself, and each later stage as a process that has nothing but the
 * bus and a mailbox.
 *
 * One thread, one loop over poll(); all memory is in struct board, nothing grows. What comes in
 * over bus, rig and port is hostile. A cut or a reset kills the stage's whole process group;
 * the board lives on, as a bench supply does, and boots again when told or when due.
 */

#include "reference-impl/device/board/bus_channel.h"
#include "reference-impl/device/board/port_channel.h"
#include "reference-impl/device/board/rig_channel.h"
#include "reference-impl/device/board/root_process.h"
#include "reference-impl/device/board/stage_process.h"
#include "reference-impl/device/board/storage_files.h"
#include "reference-impl/platform/board/image_memfd.h"
#include "reference-impl/platform/chip.h"
#include "reference-impl/platform/console_ring.h"

enum { BOARD_CONSOLE_LEN = 256 << 10, BOARD_TYPED_LEN = 4096, BOARD_PATH_MAX_LEN = 4096 };

/* What the board is made from; all must outlive it. */
struct board_config {
	const char *state_dir, *rig_path, *port_path;
	const char *root_of_trust; /* its program; from the options: NULL until it was found */
	char root_of_trust_beside[BOARD_PATH_MAX_LEN];
	const struct nor_layout *layout;
	enum result (*rom)(const struct platform *platform);
};

/* Bytes typed on the console that no stage has read. */
struct board_typed {
	size_t len;
	uint8_t at[BOARD_TYPED_LEN];
};

struct board {
	const struct board_config *config;
	struct storage_files files;
	struct chip chip;
	struct platform home; /* the chip's tables, and the ROM's memory, console and entropy */
	struct image_memfd image; /* the ROM's */
	struct stage_filter filter;
	struct root_process root;
	struct stage_process stage;
	struct bus_channel bus;
	struct rig_channel rig;
	struct port_channel port;
	struct console_ring console;
	struct board_typed typed;
	uint64_t boot_at_ms, last_boot_ms; /* when the reset that is due is carried out; 0: none is */
	enum boot_cause due_cause;
	bool due_cold; /* power goes and comes instead */
	uint64_t watchdog_at_ms; /* 0: it is stopped */
	uint64_t watchdog_kicks; /* of the chip, when the moment above was set */
	uint8_t console_room[BOARD_CONSOLE_LEN];
};

/* Serves until stop_fd is readable. The exit code of the program; complaints are on standard error. */
int board_serve(const struct board_config *config, int stop_fd);

/* Milliseconds on a clock that never steps. */
uint64_t board_now_ms(void);

/* board_power.c: the chip's life. Power off and a lost power are the same. */
void board_power_on(struct board *board, bool strap);
void board_power_off(struct board *board);
/* Ends the stage; the next boot comes at once, or after a while the longer the more went wrong. */
void board_reset(struct board *board, enum boot_cause cause);
/* Carries out what an operation has led to: a cut that fired, a reset that was asked for. */
void board_settle(struct board *board);
/* Boots if it is due; bites if the watchdog is. */
void board_tick(struct board *board, uint64_t now_ms);
/* Replaces what runs by the sealed image: the stage that the chip has entered. RESULT_IO if it can't be. */
enum result board_run_stage(struct board *board, int image_fd) MUST_CHECK;

/* board_rom.c: the home of the ROM, which runs inside the board. */
void board_offer_home(struct board *board);

#endif
