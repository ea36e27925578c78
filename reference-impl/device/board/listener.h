/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DEVICE_BOARD_LISTENER_H
#define DEVICE_BOARD_LISTENER_H

/*
 * A Unix socket that the board waits at: only its own user may connect, a dead board's
 * leftover is replaced, a living board's socket or any other file never is.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/device/board/complaint.h"

struct listener {
	int fd; /* -1: none */
	const char *path;
};

/* type: SOCK_STREAM or SOCK_SEQPACKET; option names the path in a complaint. The path must outlive the listener. */
enum result listener_open(struct listener *listener, const char *path, int type, const char *option,
			  struct board_complaint *complaint) MUST_CHECK;

/* The next connection, non-blocking, or -1. */
int listener_accept(const struct listener *listener);

/* Unlinks the path that it made; harmless on one that was never opened but is { -1, NULL }. */
void listener_close(struct listener *listener);

#endif
