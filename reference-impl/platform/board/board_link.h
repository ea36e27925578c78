/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PLATFORM_BOARD_BOARD_LINK_H
#define PLATFORM_BOARD_BOARD_LINK_H

/*
 * A stage's end of the bus: one question, one answer, and never a second question before.
 *
 * The link owns a message's room (60 KiB, so keep it static) and the image memory, but not
 * the socket.
 */

#include "reference-impl/platform/board/image_memfd.h"
#include "reference-impl/platform/bus.h"

struct board_link {
	int bus_fd;
	struct image_memfd image;
	struct bus_header header; /* of the last answer */
	uint8_t data[BUS_DATA_MAX_LEN];
};

struct board_question {
	unsigned int op; /* enum bus_op, or what the other end knows */
	unsigned int region;
	uint32_t arg;
	uint32_t asked_len; /* of the data asked for; 0 when data goes with the question */
	struct bytes data;
	const int *fd; /* goes along, when not NULL */
};

/* Speaks over bus_fd, which stays the caller's; BUS_FD in a stage. */
void board_link_init(struct board_link *link, int bus_fd);

/*
 * What the board answers; *ret_data views the link and lives until the next question.
 * RESULT_TOO_LARGE for more than a message holds, RESULT_IO when the board is gone.
 */
enum result board_link_ask(struct board_link *link, const struct board_question *question, struct bytes *ret_data) MUST_CHECK;

/* For questions without an answer: waits for the board to end this process. */
void board_link_ask_for_the_end(struct board_link *link, enum bus_op op) __attribute__((noreturn));

#endif
