/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

/*
 * Bytes are a value: pointer and length travel together.
 *
 * `struct bytes` looks at memory that somebody else owns and may not change
 * it; `struct buffer` is memory that may be written. Neither allocates.
 * Lengths are in bytes.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reference-impl/base/result.h"

struct bytes {
	const uint8_t *at;
	size_t len;
};

struct buffer {
	uint8_t *at;
	size_t len;
};

/* The bytes of an array, or of anything with a size known to the compiler. */
#define BYTES_OF(thing) ((struct bytes){ (const uint8_t *)&(thing), sizeof(thing) })
#define BUFFER_OF(thing) ((struct buffer){ (uint8_t *)&(thing), sizeof(thing) })

struct bytes bytes_from(const void *at, size_t len);
struct bytes bytes_of_text(const char *text); /* without the final NUL */
struct bytes bytes_of_buffer(struct buffer buffer);

/* Are a and b the same bytes? Not constant time: for public data only. */
bool bytes_equal(struct bytes a, struct bytes b);

/* Is `part` an interval of the memory of `whole`? An empty part at its end is. */
bool bytes_lie_within(struct bytes part, struct bytes whole);

/* Sets *ret_part to len bytes from offset; RESULT_TRUNCATED if they are not all there. */
enum result bytes_slice(struct bytes whole, uint64_t offset, uint64_t len, struct bytes *ret_part) MUST_CHECK;

/* Copies all of `from` to the start of `to`; RESULT_TOO_LARGE if it does not fit. */
enum result bytes_copy(struct buffer to, struct bytes from) MUST_CHECK;

#endif
