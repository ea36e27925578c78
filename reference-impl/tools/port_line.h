/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_PORT_LINE_H
#define TOOLS_PORT_LINE_H

/*
 * The tool's end of the service port: frames of platform/port.h, and in them messages to the root of trust.
 *
 * A connection ends with the device's boot, and nobody may serve yet. So the first question is asked again,
 * over a new connection, until it is answered or the time is up; from then on a connection that ends or falls
 * silent is over, and everything that was heard over it is of one boot.
 *
 * Call order: fill path and until_ms, port_line_open(), ask as often as wanted, port_line_close().
 */

#include "reference-impl/platform/mailbox_client.h"
#include "reference-impl/platform/port.h"

struct port_line {
	const char *path;
	int64_t until_ms; /* of unix_line_now_ms(): nothing is waited for beyond it */
	int fd;           /* -1: not connected */
	uint8_t frame[PORT_FRAME_MAX_LEN];
};

/* One command; the fields go out behind one another. */
struct port_question {
	enum port_command command;
	struct bytes fields, data;
};

/*
 * Connects and asks until an answer comes; *ret_fields views the line until the next question.
 * RESULT_IO when there is no board (told on stderr), RESULT_TIMEOUT when nobody answers.
 */
enum result port_line_open(struct port_line *line, const struct port_question *first, enum port_status *ret_status,
			   struct bytes *ret_fields) MUST_CHECK;

/* One question more. RESULT_IO when the connection ended, RESULT_TIMEOUT, RESULT_MALFORMED for no frame. */
enum result port_line_ask(struct port_line *line, const struct port_question *question, enum port_status *ret_status,
			  struct bytes *ret_fields) MUST_CHECK;

/* Waits until the board ends the connection, as it does when the device resets. RESULT_TIMEOUT. */
enum result port_line_await_end(struct port_line *line) MUST_CHECK;

void port_line_close(struct port_line *line);

/* The root of trust behind the line, which must outlive the client; a line that is not open is opened by the first question. */
struct mailbox_client port_line_mailbox(struct port_line *line);

#endif
