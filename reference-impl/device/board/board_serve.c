/* SPDX-License-Identifier: Apache-2.0 */
/* Building a board, and its loop: one source at a time, each in turn, so that nothing is stale or starved. */

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "reference-impl/device/board/board.h"

enum source {
	SOURCE_STOP,
	SOURCE_VAULT,
	SOURCE_ROOT_END,
	SOURCE_TOOL,
	SOURCE_BUS,
	SOURCE_STAGE_END,
	SOURCE_PORT_LISTENER,
	SOURCE_PORT,
	SOURCE_RIG_LISTENER,
	SOURCE_RIG,
	SOURCE_COUNT = SOURCE_RIG + RIG_CLIENT_COUNT
};

/* Entries with fd -1 are not waited for. The bus is read before its stage's end is seen. */
static void list_sources(const struct board *board, int stop_fd, struct pollfd sources[SOURCE_COUNT])
{
	bool runs = board->stage.pid != 0;
	const struct root_process *root = &board->root;

	sources[SOURCE_STOP] = (struct pollfd){ stop_fd, POLLIN, 0 };
	sources[SOURCE_VAULT] = (struct pollfd){ root->process.bus_fd, POLLIN, 0 };
	sources[SOURCE_ROOT_END] = (struct pollfd){ root->process.pidfd, POLLIN, 0 };
	sources[SOURCE_TOOL] = (struct pollfd){ root->tool, POLLIN, 0 };
	sources[SOURCE_BUS] = (struct pollfd){ runs && !board->bus.waiting ? board->stage.bus_fd : -1, POLLIN, 0 };
	sources[SOURCE_STAGE_END] = (struct pollfd){ runs ? board->stage.pidfd : -1, POLLIN, 0 };
	sources[SOURCE_PORT_LISTENER] = (struct pollfd){ root->process.pid != 0 && board->port.client < 0 ? board->port.listener.fd : -1, POLLIN, 0 };
	sources[SOURCE_PORT] = (struct pollfd){ board->port.client, port_channel_events(&board->port), 0 };
	sources[SOURCE_RIG_LISTENER] = (struct pollfd){ board->rig.listener.fd, POLLIN, 0 };
	for (unsigned int i = 0; i < RIG_CLIENT_COUNT; i++)
		sources[SOURCE_RIG + i] = (struct pollfd){ board->rig.client[i].fd, POLLIN, 0 };
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
	return b != 0 && b < a ? b : a;
}

static int wait_ms(const struct board *board)
{
	uint64_t now = board_now_ms(), due = UINT64_MAX;

	due = sooner(due, board->boot_at_ms);
	due = sooner(due, board->watchdog_at_ms);
	if (board->root.tool_waits)
		due = sooner(due, board->root.tool_until_ms);
	if (board->bus.waiting)
		due = sooner(due, board->bus.until_ms);
	for (unsigned int i = 0; i < RIG_CLIENT_COUNT; i++)
		if (board->rig.client[i].waiting)
			due = sooner(due, board->rig.client[i].until_ms);
	if (due == UINT64_MAX)
		return -1;
	if (due <= now)
		return 0;
	return due - now < 60000 ? (int)(due - now) : 60000;
}

static void serve_source(struct board *board, unsigned int which, short revents)
{
	switch (which) {
	case SOURCE_VAULT:
		root_vault_serve(board);
		board_settle(board);
		return;
	case SOURCE_ROOT_END:
		board->root.is_lost = true;
		board_settle(board);
		return;
	case SOURCE_TOOL:
		root_tool_answer(board);
		board_settle(board);
		return;
	case SOURCE_BUS:
		bus_channel_read(board);
		return;
	case SOURCE_STAGE_END:
		board_reset(board, BOOT_CRASH);
		return;
	case SOURCE_PORT_LISTENER:
		port_channel_accept(&board->port);
		return;
	case SOURCE_PORT:
		port_channel_move(&board->port, revents);
		return;
	case SOURCE_RIG_LISTENER:
		rig_channel_accept(board);
		return;
	default:
		rig_channel_read(board, &board->rig.client[which - SOURCE_RIG]);
	}
}

/* The first source behind `last` that has something; SOURCE_COUNT if none has. */
static unsigned int next_ready(const struct pollfd sources[SOURCE_COUNT], unsigned int last)
{
	for (unsigned int i = 1; i <= SOURCE_COUNT; i++) {
		unsigned int which = (last + i) % SOURCE_COUNT;

		if (sources[which].fd < 0 || !sources[which].revents)
			continue;
		if (which == SOURCE_STAGE_END && sources[SOURCE_BUS].revents & POLLIN)
			continue;
		return which;
	}
	return SOURCE_COUNT;
}

static void loop(struct board *board, int stop_fd)
{
	struct pollfd sources[SOURCE_COUNT];
	unsigned int last = 0;

	for (;;) {
		unsigned int which;

		list_sources(board, stop_fd, sources);
		if (poll(sources, SOURCE_COUNT, wait_ms(board)) < 0 && errno != EINTR)
			return;
		if (sources[SOURCE_STOP].revents)
			return;
		which = next_ready(sources, last);
		if (which < SOURCE_COUNT) {
			last = which;
			serve_source(board, which, sources[which].revents);
		}
		board_tick(board, board_now_ms());
		root_tool_ask(board);
		bus_channel_retry(board);
		rig_channel_retry(board);
	}
}

static void clear(struct board *board, const struct board_config *config)
{
	board->config = config;
	board->files = (struct storage_files){ .fd = { -1, -1, -1 } };
	board->image = image_memfd_empty();
	board->stage = stage_process_none();
	board->root = root_process_none();
	board->console = console_ring_over(BUFFER_OF(board->console_room));
	board->rig.listener.fd = board->port.listener.fd = board->port.client = -1;
	for (unsigned int i = 0; i < RIG_CLIENT_COUNT; i++)
		board->rig.client[i].fd = -1;
}

static enum result build(struct board *board, struct board_complaint *complaint)
{
	const struct board_config *config = board->config;
	enum result result = storage_files_open(&board->files, config->state_dir, config->layout, complaint);
	struct nor_memory memory = storage_files_memory(&board->files);

	if (result == RESULT_OK)
		result = nor_attach(&board->chip.nor, config->layout, &memory);
	if (result == RESULT_OK)
		result = listener_open(&board->rig.listener, config->rig_path, SOCK_SEQPACKET, "--rig", complaint);
	if (result == RESULT_OK)
		result = listener_open(&board->port.listener, config->port_path, SOCK_STREAM, "--port", complaint);
	if (result == RESULT_OK)
		result = root_process_load(&board->root, config->root_of_trust, complaint);
	if (result == RESULT_OK && stage_filter_compile(STAGE_FILTER_STAGE, &board->filter) != RESULT_OK) {
		board_complain(complaint, BOARD_EXIT_RIG, "cannot make the system-call filter of stages; libseccomp 2.5 is needed");
		result = RESULT_IO;
	}
	if (result != RESULT_OK)
		board_complain(complaint, BOARD_EXIT_RIG, "cannot build the board: %s", result_sentence(result));
	board_offer_home(board);
	return result;
}

static void take_apart(struct board *board)
{
	board_power_off(board);
	root_process_unload(&board->root);
	rig_channel_close(&board->rig);
	port_channel_close(&board->port);
	storage_files_close(&board->files);
}

static void announce(void)
{
	if (!stage_process_has_own_uid())
		fputs("assay-device: wall missing: own uid of stages; start as root to have it\n", stderr);
	if (!root_process_can_lock())
		fputs("assay-device: wall missing: locked memory of the root of trust; raise the limit (ulimit -l) or start as root\n", stderr);
	puts("assay-device: ready, power is off");
	fflush(stdout);
}

int board_serve(const struct board_config *config, int stop_fd)
{
	struct board *board = calloc(1, sizeof(*board));
	struct board_complaint complaint = { 0 };

	if (!board) {
		fputs("assay-device: out of memory\n", stderr);
		return BOARD_EXIT_RIG;
	}
	clear(board, config);
	if (build(board, &complaint) == RESULT_OK) {
		announce();
		loop(board, stop_fd);
	} else {
		fprintf(stderr, "assay-device: %s\n", complaint.text);
	}
	take_apart(board);
	free(board);
	return complaint.exit_code;
}
