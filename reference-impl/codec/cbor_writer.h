/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CODEC_CBOR_WRITER_H
#define CODEC_CBOR_WRITER_H

/*
 * Writes deterministic CBOR behind one another with a writer of base/, which remembers that it
 * ran out of room and counts on.
 *
 * Heads are always the shortest. An array's members and a map's keys and values are written by
 * the caller behind cbor_write_array() or cbor_write_map(), in the order that counts and keys
 * demand; cbor_write_finish() reads everything back and hands nothing out that is against
 * CBOR_DETERMINISTIC. An item that is CBOR already is written by writer_bytes().
 * Source: RFC 8949 section 4.2.1.
 */

#include "reference-impl/base/writer.h"
#include "reference-impl/codec/cbor_reader.h"

void cbor_write_unsigned(struct writer *w, uint64_t value);
void cbor_write_int(struct writer *w, int64_t value);
void cbor_write_bytes(struct writer *w, struct bytes bytes);
void cbor_write_text(struct writer *w, const char *text);
void cbor_write_text_bytes(struct writer *w, struct bytes utf8);
void cbor_write_array(struct writer *w, uint64_t member_count);
void cbor_write_map(struct writer *w, uint64_t pair_count);
void cbor_write_tag(struct writer *w, uint64_t number); /* of the item that is written next */
void cbor_write_bool(struct writer *w, bool value);
void cbor_write_null(struct writer *w);

/* The head of a byte string whose len bytes the caller writes or hashes elsewhere. */
void cbor_write_bytes_head(struct writer *w, uint64_t len);

/*
 * What was written, if it is exactly one deterministic item. RESULT_TOO_LARGE when it did not
 * fit; otherwise as cbor_parse(), which is then a mistake of the caller.
 */
enum result cbor_write_finish(const struct writer *w, struct bytes *ret_written) MUST_CHECK;

#endif
