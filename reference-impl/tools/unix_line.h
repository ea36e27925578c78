/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_UNIX_LINE_H
#define TOOLS_UNIX_LINE_H

/*
 * A Unix socket of a board, waited for up to a moment and not beyond it.
 *
 * Moments are milliseconds on a clock that never steps. A board that starts has no socket yet, so
 * connecting is tried again until then.
 */

#include <stdint.h>

#include "reference-impl/base/result.h"

int64_t unix_line_now_ms(void);

/* Sleeps a little, before something is looked at again. */
void unix_line_pause(void);

/* type: SOCK_STREAM or SOCK_SEQPACKET. RESULT_IO: told on stderr with path and reason; *ret_fd is the caller's to close. */
enum result unix_line_connect(const char *path, int type, int64_t until_ms, int *ret_fd) MUST_CHECK;

/* Until the socket is ready for events of poll(): RESULT_TIMEOUT, RESULT_IO. */
enum result unix_line_wait(int fd, short events, int64_t until_ms) MUST_CHECK;

#endif
