/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_WRITER_H
#define BASE_WRITER_H

/*
 * Writes fields behind one another into memory of the caller.
 *
 * The writer remembers that it ran out of room and stops writing, but goes on
 * counting: after RESULT_TOO_LARGE, writer_needed() says how large the buffer
 * must be. A writer over an empty buffer measures.
 */

#include "reference-impl/base/bytes.h"

struct writer {
	struct buffer room;
	size_t used; /* bytes asked for so far, also beyond room.len */
	enum result failed;
};

struct writer writer_over(struct buffer room);

void writer_u8(struct writer *w, uint8_t value);
void writer_u16_le(struct writer *w, uint16_t value);
void writer_u32_le(struct writer *w, uint32_t value);
void writer_u64_le(struct writer *w, uint64_t value);
void writer_u16_be(struct writer *w, uint16_t value);
void writer_u32_be(struct writer *w, uint32_t value);
void writer_u64_be(struct writer *w, uint64_t value);
void writer_bytes(struct writer *w, struct bytes bytes);
void writer_text(struct writer *w, const char *text);            /* without the final NUL */
void writer_fill(struct writer *w, uint8_t value, size_t count); /* count times the same byte */

size_t writer_needed(const struct writer *w);

/* What was written, or RESULT_TOO_LARGE. */
enum result writer_finish(const struct writer *w, struct bytes *ret_written) MUST_CHECK;

#endif
