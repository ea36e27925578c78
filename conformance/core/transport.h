/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_TRANSPORT_H
#define CORE_TRANSPORT_H

/*
 * Lines to and from an adapter, whatever carries them: exec:PATH ARGS, tcp:HOST:PORT, unix:PATH,
 * serial:/dev/ttyX,115200.
 *
 * Everything is bounded: a line by PROTOCOL_LINE_MAX, a wait by a point in time of the host's monotonic
 * clock, the adapter's log by TRANSPORT_LOG_MAX. An adapter that floods fills a socket, not memory.
 *
 * Call order: transport_parse(), transport_open(), then send and receive in turn, transport_close().
 */

#include "conformance/core/sandbox.h"
#include "reference-impl/base/bytes.h"

enum transport_kind { TRANSPORT_EXEC, TRANSPORT_TCP, TRANSPORT_UNIX, TRANSPORT_SERIAL };
enum { TRANSPORT_WORDS_MAX = 32, TRANSPORT_TEXT_MAX = 1023, TRANSPORT_LOG_MAX = 65536 };

/* The words of exec; host and port; the path; the path and the speed. Owned: transport_address_release(). */
struct transport_address {
	enum transport_kind kind;
	char *words[TRANSPORT_WORDS_MAX + 1]; /* NULL-terminated */
	size_t word_count;
};

/* ${BIN} and ${TARGET} in words become these. */
struct transport_places {
	const char *bin, *target;
};

/* RESULT_MALFORMED fills *ret_why with what is expected. */
enum result transport_parse(const char *text, const struct transport_places *places, struct transport_address *ret_address,
			    struct complaint *ret_why) MUST_CHECK;
void transport_address_release(struct transport_address *address);

struct transport;

/*
 * Starts or connects. `order` is for exec alone, without its argv; log_path is the file that the program's stderr
 * is kept in, cut off, or NULL. RESULT_IO fills *ret_why. The caller owns *ret_transport: transport_close().
 */
enum result transport_open(const struct transport_address *address, const struct sandbox_order *order, const char *log_path,
			   struct transport **ret_transport, struct complaint *ret_why) MUST_CHECK;

/* Sends len bytes before until_ms; RESULT_TIMEOUT, or RESULT_IO when the adapter is gone. */
enum result transport_send(struct transport *transport, struct bytes line, uint64_t until_ms) MUST_CHECK;

/*
 * The next line, without its newline; it lives until the next call. RESULT_TIMEOUT, RESULT_TOO_LARGE for a
 * line beyond the limit, RESULT_TRUNCATED when the adapter ended within a line, RESULT_IO when it ended.
 */
enum result transport_receive(struct transport *transport, uint64_t until_ms, struct bytes *ret_line) MUST_CHECK;

/* Has it said nothing that was not asked for, and is it still there? RESULT_REFUSED, RESULT_IO. */
enum result transport_quiet(struct transport *transport) MUST_CHECK;

/* Missing walls of the program, bits of enum sandbox_wall. */
uint32_t transport_missing(const struct transport *transport);

/* Ends the program within grace_ms, or the connection; NULL is allowed. */
void transport_close(struct transport *transport, uint32_t grace_ms);

/* Milliseconds of the host's monotonic clock. */
uint64_t transport_now_ms(void);

#endif
