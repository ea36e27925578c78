/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_DER_WRITER_H
#define CODEC_DER_WRITER_H

/*
 * Inside codec/ only: writes DER from its end to its beginning.
 *
 * A length stands in front of its content and is known behind it; so content is written first and
 * its head then put before it. Like every writer here it remembers that it ran out of room.
 */

#include "reference-impl/codec/der_reader.h"

struct der_writer {
	struct buffer room;
	size_t used; /* bytes at the end of room */
	enum result failed;
};

struct der_writer der_writer_over(struct buffer room);

/* Puts bytes as they are before what there is. */
void der_writer_put(struct der_writer *w, struct bytes bytes);

/* Puts a tag and a length before all that was written since used was `since`. */
void der_writer_put_head(struct der_writer *w, uint8_t tag, size_t since);

/* A whole element. */
void der_writer_put_element(struct der_writer *w, uint8_t tag, struct bytes content);
void der_writer_put_unsigned(struct der_writer *w, uint8_t tag, uint64_t value);

/* The big-endian number of these bytes as a positive INTEGER. */
void der_writer_put_integer(struct der_writer *w, struct bytes number);

/* What was written lies at the end of room; RESULT_TOO_LARGE if it did not fit. */
enum result der_writer_finish(const struct der_writer *w, struct bytes *ret_written) MUST_CHECK;

#endif
