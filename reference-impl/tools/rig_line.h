/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_RIG_LINE_H
#define TOOLS_RIG_LINE_H

/* The bench's end of the board: one question of platform/rig_bus.h, one answer. */

#include "reference-impl/base/bytes.h"
#include "reference-impl/platform/rig_bus.h"

struct rig_line {
	int fd; /* a connected SOCK_SEQPACKET socket */
	int64_t until_ms;
	struct rig_header header; /* the question's, then the answer's */
	uint8_t data[RIG_DATA_MAX_LEN];
};

/*
 * Asks what the header says, without data; the header is the answer's then, and *ret_data views the line. The
 * board's own refusal is the result; RESULT_IO when the connection ended or the answer is none, RESULT_TIMEOUT.
 */
enum result rig_line_ask(struct rig_line *line, struct bytes *ret_data) MUST_CHECK;

#endif
