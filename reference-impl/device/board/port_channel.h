/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_PORT_CHANNEL_H
#define DEVICE_BOARD_PORT_CHANNEL_H

/*
 * The service port between its Unix socket and whoever runs: one client at a time, the next
 * one waits at the door. A connection lives within one boot; reset and power-off end it.
 *
 * One answer for each frame, to the client whose frame it was, never to his successor: a stage
 * that owes none sends nothing, so none can pass for the root of trust's. While one of the two owes an
 * answer, the other gets no frame. A client that does not read, or announces an impossible frame, is
 * hung up on; nothing that a client does keeps the stage waiting.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/device/board/listener.h"
#include "reference-impl/platform/port.h"

enum { PORT_LENGTH_LEN = 4, PORT_WIRE_MAX_LEN = PORT_LENGTH_LEN + PORT_FRAME_MAX_LEN };

struct port_channel {
	struct listener listener;
	int client; /* -1: none */
	uint64_t stage_owes; /* answers to frames of this client that the stage took */
	bool root_owes;      /* one: the root of trust */
	uint64_t hang_ups;
	size_t in_len, out_len;
	uint8_t in[PORT_WIRE_MAX_LEN];
	uint8_t out[2 * PORT_WIRE_MAX_LEN];
};

/* The poll() events to wait for at the client. */
short port_channel_events(const struct port_channel *port);

void port_channel_accept(struct port_channel *port);
/* Reads and writes as revents allow; hangs up where it must. */
void port_channel_move(struct port_channel *port, short revents);
/* Writes what goes out without waiting, and hangs up. */
void port_channel_hang_up(struct port_channel *port);
void port_channel_close(struct port_channel *port);

/* RESULT_TIMEOUT if no whole frame is there, RESULT_NOT_FOUND without a client. */
enum result port_channel_take(struct port_channel *port, struct buffer into, size_t *ret_len) MUST_CHECK;
/* The message of a PORT_ROOT_OF_TRUST frame, which no stage ever gets; a view until the next read. False if there is none. */
bool port_channel_take_for_root(struct port_channel *port, struct bytes *ret_message);

/* Another stage runs: what the one before owed is not its to answer. */
void port_channel_change_stage(struct port_channel *port);

/* The answer of the stage; of the root of trust. RESULT_NOT_FOUND without a client, or when none is owed to him. */
enum result port_channel_put(struct port_channel *port, struct bytes frame) MUST_CHECK;
enum result port_channel_put_for_root(struct port_channel *port, struct bytes frame) MUST_CHECK;

#endif
