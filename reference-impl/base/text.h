/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

/*
 * Bytes as text and back: lower-case hexadecimal, and base64 (RFC 4648 section 4)
 * in its one canonical form: padded, no white space, unused bits zero.
 */

#include "reference-impl/base/bytes.h"
#include "reference-impl/base/writer.h"

/* Characters that base64 needs for len bytes, without a final NUL. */
size_t text_base64_len(size_t len);

void text_write_hex(struct writer *w, struct bytes bytes);
void text_write_base64(struct writer *w, struct bytes bytes);

/*
 * Decodes into `room` and sets *ret_bytes to the part used. RESULT_MALFORMED for
 * anything but the canonical form (upper case hex is refused), RESULT_TOO_LARGE if
 * room is short; room may be changed then.
 */
enum result text_read_hex(struct bytes text, struct buffer room, struct bytes *ret_bytes) MUST_CHECK;
enum result text_read_base64(struct bytes text, struct buffer room, struct bytes *ret_bytes) MUST_CHECK;

#endif
