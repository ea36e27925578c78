/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_RIG_CHANNEL_H
#define DEVICE_BOARD_RIG_CHANNEL_H

/*
 * The bench's end of the board: up to RIG_CLIENT_COUNT rig programs at a time, each with one
 * question at a time. Only a console read can wait, and keeps nobody else waiting.
 */

#include "reference-impl/device/board/listener.h"
#include "reference-impl/platform/rig_bus.h"

struct board;

enum { RIG_CLIENT_COUNT = 4 };

struct rig_message {
	struct rig_header header;
	uint8_t data[RIG_DATA_MAX_LEN];
};

struct rig_client {
	int fd; /* -1: none */
	bool waiting; /* for console bytes from `since` on */
	uint64_t since, until_ms;
};

/* The bytes of armed second-read faults, and which of them were read. */
struct rig_fault_room {
	size_t used;
	uint8_t altered[RIG_DATA_MAX_LEN];
	uint8_t seen[RIG_DATA_MAX_LEN];
};

struct rig_channel {
	struct listener listener;
	struct rig_client client[RIG_CLIENT_COUNT];
	struct rig_message question, answer;
	struct rig_fault_room faults;
};

void rig_channel_accept(struct board *board);
void rig_channel_read(struct board *board, struct rig_client *client);
/* Answers console reads that wait, if there is something new or their time is over. */
void rig_channel_retry(struct board *board);
void rig_channel_close(struct rig_channel *rig);

/* Handles the question of len bytes of data: sets answer.header and answer.data; rig_operations.c. */
void rig_operation(struct board *board, size_t len);
/* The answer to a console read; false if there is nothing to tell yet. */
bool rig_answer_console(struct board *board, uint64_t since);

#endif
