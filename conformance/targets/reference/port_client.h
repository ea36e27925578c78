/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_REFERENCE_PORT_CLIENT_H
#define TARGETS_REFERENCE_PORT_CLIENT_H

/*
 * A field tool at the chip's service port: frames of platform/port.h over the board's socket.
 *
 * Nobody may serve the port yet, and whoever serves it may lose power at any byte: opening
 * waits until somebody answers, and from then on a connection that ends or falls silent is over.
 */

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"
#include "reference-impl/platform/port.h"

struct reference_port {
	int socket;
	int64_t until_ms; /* on the monotonic clock: nothing is waited for beyond it */
	uint8_t frame[PORT_FRAME_MAX_LEN];
	size_t frame_len;
};

/* One command; the fields go out behind one another. */
struct reference_port_command {
	enum port_command command;
	struct bytes fields, data;
};

int64_t reference_port_now_ms(void);

/*
 * Connects to the unit's port, whoever serves it, and asks nothing. RESULT_TIMEOUT when there is no board until then,
 * RESULT_REFUSED without access to the port: both fill *ret_why.
 */
enum result reference_port_connect(struct reference_port *port, unsigned int unit, int64_t until_ms, struct complaint *ret_why) MUST_CHECK;

/*
 * Connects to the unit's port and asks INFO until it is answered; the answer's fields are then in
 * *ret_info, a view into the port's frame. RESULT_TIMEOUT when nobody serves until then, RESULT_REFUSED
 * without access to the port: both fill *ret_why.
 */
enum result reference_port_open(struct reference_port *port, unsigned int unit, int64_t until_ms, struct bytes *ret_info,
				struct complaint *ret_why) MUST_CHECK;

/*
 * Sends a command and waits for its answer: its status, and its fields until the next command.
 * RESULT_IO or RESULT_TIMEOUT when the connection ends or nothing comes; it is of no use then.
 */
enum result reference_port_ask(struct reference_port *port, const struct reference_port_command *command,
			       enum port_status *ret_status, struct bytes *ret_fields) MUST_CHECK;

void reference_port_close(struct reference_port *port);

#endif
