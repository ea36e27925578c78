/* SPDX-License-Identifier: Apache-2.0 */
/* Power, resets and what runs: each change ends the stage first. */

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "reference-impl/device/board/board.h"

/* A loop of resets is no faster than this, and one of crashes slows down. */
enum { BOOT_SPACING_MS = 10, CRASH_SPACING_MS = 20, CRASH_SPACING_MAX_MS = 1000, CRASH_DOUBLINGS_MAX = 6 };

static const struct {
	const char *name;
	uid_t uid;
	enum mailbox_role role;
} stages[] = {
	[CHIP_LOADER] = { "loader", 64001, MAILBOX_LOADER },
	[CHIP_OS] = { "os", 64002, MAILBOX_OS },
};

uint64_t board_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

enum result board_run_stage(struct board *board, int image_fd)
{
	struct stage_birth birth = {
		.name = stages[board->chip.stage].name,
		.uid = stages[board->chip.stage].uid,
		.image_fd = image_fd,
		.filter = &board->filter,
	};
	enum result result;

	stage_process_kill(&board->stage);
	bus_channel_reset(board);
	port_channel_change_stage(&board->port);
	result = root_open_channel(board, stages[board->chip.stage].role, &birth.second_fd);
	if (result != RESULT_OK)
		return result;
	result = stage_process_start(&board->stage, &birth);
	close(birth.second_fd);
	return result;
}

/* What a stage leaves behind is gone with it; the storage alone stays. */
static void end_stage(struct board *board)
{
	stage_process_kill(&board->stage);
	bus_channel_reset(board);
	port_channel_hang_up(&board->port);
	image_memfd_release(&board->image);
	board->typed.len = 0;
	board->watchdog_at_ms = 0;
	board->watchdog_kicks = board->chip.watchdog_kicks;
	board->boot_at_ms = 0;
	board->due_cold = false;
	board->chip.stage = CHIP_OFF;
}

void board_power_off(struct board *board)
{
	end_stage(board);
	root_power_off(board);
	chip_power_off(&board->chip);
}

/* The ROM says itself, on the console, why nothing runs; then only the bench can help. */
static void boot(struct board *board)
{
	enum result result;

	board->last_boot_ms = board_now_ms();
	result = board->config->rom(&board->home);
	image_memfd_release(&board->image);
	if (result != RESULT_OK)
		board->chip.stage = CHIP_OFF;
	board_settle(board);
}

void board_power_on(struct board *board, bool strap)
{
	chip_power_on(&board->chip, strap);
	/* Without a root of trust nothing can be measured, so the ROM starts nothing, and says so. */
	if (root_power_on(board) == RESULT_OK || board->chip.nor.powered)
		boot(board);
	else
		board_settle(board);
}

static uint64_t spacing_ms(const struct board *board, enum boot_cause cause)
{
	uint32_t before = board->chip.reason.abnormal_count;
	unsigned int doublings = before < CRASH_DOUBLINGS_MAX ? before : CRASH_DOUBLINGS_MAX;
	uint64_t ms = (uint64_t)CRASH_SPACING_MS << doublings;

	if (cause == BOOT_RESET)
		return BOOT_SPACING_MS;
	return ms < CRASH_SPACING_MAX_MS ? ms : CRASH_SPACING_MAX_MS;
}

void board_reset(struct board *board, enum boot_cause cause)
{
	end_stage(board);
	board->chip.reset_asked = false;
	board->due_cause = cause;
	board->boot_at_ms = board->last_boot_ms + spacing_ms(board, cause);
}

static void follow_watchdog(struct board *board)
{
	const struct chip *chip = &board->chip;

	if (board->watchdog_kicks == chip->watchdog_kicks)
		return;
	board->watchdog_kicks = chip->watchdog_kicks;
	board->watchdog_at_ms = chip->watchdog_ms ? board_now_ms() + chip->watchdog_ms : 0;
}

/* What it remembered is gone with it, so all begins anew, and not too fast. */
static void lose_root(struct board *board)
{
	fputs("assay-device: the root of trust has ended; power goes and comes\n", stderr);
	board_power_off(board);
	board->due_cold = true;
	board->boot_at_ms = board_now_ms() + CRASH_SPACING_MAX_MS;
}

void board_settle(struct board *board)
{
	if (!board->chip.nor.powered)
		board_power_off(board);
	else if (board->root.is_lost)
		lose_root(board);
	else if (board->chip.reset_asked)
		board_reset(board, BOOT_RESET);
	else
		follow_watchdog(board);
}

static void boot_again(struct board *board)
{
	if (board->due_cold) {
		board->due_cold = false;
		board_power_on(board, false);
		return;
	}
	chip_reset(&board->chip, board->due_cause);
	if (root_reset(board) == RESULT_OK) {
		boot(board);
		return;
	}
	board->root.is_lost = true;
	board_settle(board);
}

void board_tick(struct board *board, uint64_t now_ms)
{
	if (board->boot_at_ms && now_ms >= board->boot_at_ms) {
		board->boot_at_ms = 0;
		boot_again(board);
	} else if (board->watchdog_at_ms && now_ms >= board->watchdog_at_ms) {
		board_reset(board, BOOT_WATCHDOG);
	} else if (board->root.tool_waits && now_ms >= board->root.tool_until_ms) {
		board->root.is_lost = true;
		board_settle(board);
	}
}
