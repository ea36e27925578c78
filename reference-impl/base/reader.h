/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_READER_H
#define BASE_READER_H

/*
 * Reads fixed-size fields off the front of hostile bytes.
 *
 * The reader remembers its first failure and stands still from then on: every
 * later read gives zero or empty bytes. The caller reads a whole structure and
 * asks once, with reader_result(). No read looks past the end.
 */

#include "reference-impl/base/bytes.h"

struct reader {
	struct bytes all;
	size_t offset; /* of the next byte, from the start of `all` */
	enum result failed;
};

struct reader reader_over(struct bytes all);

uint8_t reader_u8(struct reader *r);
uint16_t reader_u16_le(struct reader *r);
uint32_t reader_u32_le(struct reader *r);
uint64_t reader_u64_le(struct reader *r);
uint16_t reader_u16_be(struct reader *r);
uint32_t reader_u32_be(struct reader *r);
uint64_t reader_u64_be(struct reader *r);

/* The next len bytes, as a view into `all`; empty after a failure. */
struct bytes reader_take(struct reader *r, uint64_t len);

/* All that is left, without consuming it. */
struct bytes reader_rest(const struct reader *r);

/* RESULT_OK, or RESULT_TRUNCATED when any read so far went past the end. */
enum result reader_result(const struct reader *r) MUST_CHECK;

/* As reader_result(), and RESULT_MALFORMED when bytes are left over. */
enum result reader_finish(const struct reader *r) MUST_CHECK;

#endif
