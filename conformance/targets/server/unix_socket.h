/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TARGETS_SERVER_UNIX_SOCKET_H
#define TARGETS_SERVER_UNIX_SOCKET_H

/*
 * Reaching a program of the target at a Unix socket that it makes when it starts.
 */

#include <sys/types.h>

#include "conformance/core/complaint.h"
#include "reference-impl/base/bytes.h"

/* Connects once; type is SOCK_STREAM or SOCK_SEQPACKET. -1 with errno set; ENAMETOOLONG beyond 107 bytes. */
int unix_socket_connect(const char *path, int type);

/*
 * Connects to a child that was just started, waiting until it listens. A child that does not within ten
 * seconds is ended. RESULT_IO or RESULT_TIMEOUT fill *ret_why; the child is gone then.
 */
enum result unix_socket_await(const char *path, int type, pid_t child, int *ret_socket, struct complaint *ret_why) MUST_CHECK;

#endif
