/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_BUS_CHANNEL_H
#define DEVICE_BOARD_BUS_CHANNEL_H

/*
 * The board's end of the bus: a stage's questions, judged by who runs, answered one by one.
 *
 * A question that must wait (port, console) is kept until it can be answered or its time is
 * over. A stage that breaks the rules of the channel has crashed.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/platform/bus.h"

struct board;

struct bus_message {
	struct bus_header header;
	uint8_t data[BUS_DATA_MAX_LEN];
};

struct bus_channel {
	bool waiting; /* for what `question` asks */
	uint64_t until_ms;
	uint64_t hang_ups; /* of the port, when the question came */
	struct bus_message question, answer;
};

/* A new stage, a new channel. */
void bus_channel_reset(struct board *board);

/* Takes one question from the stage, and answers it, or waits. Not while one waits already. */
void bus_channel_read(struct board *board);

/* Answers the question that waits if that is possible now, or its time is over. */
void bus_channel_retry(struct board *board);

/* What handling a question led to. */
enum bus_outcome {
	BUS_ANSWERED, /* answer.header.result and its data are set */
	BUS_WAITS,    /* to be tried again */
	BUS_ENDED     /* the stage that asked is gone, or will never hear of it */
};

/* Handles a well-formed question that the stage has a grant for; bus_operations.c. `fd` is -1 or sealed memory. */
enum bus_outcome bus_operation(struct board *board, int fd);

/* What the question asks or brings: bus_operations.c. */
enum bus_data_rule { BUS_DATA_NONE, BUS_DATA_BROUGHT, BUS_DATA_ASKED };
enum bus_data_rule bus_operation_data(enum bus_op op);

#endif
