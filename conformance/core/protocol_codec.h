/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROTOCOL_CODEC_H
#define CORE_PROTOCOL_CODEC_H

/*
 * Requests as lines, and the lines of a hostile adapter as answers.
 *
 * Whatever the line holds, the answer is one of enum answer_kind with a printable reason, and
 * ANSWER_GIVEN means that the result holds exactly what the schema lists: every mandatory field,
 * no unknown one, each of its type and within its bounds.
 */

#include "conformance/core/link.h"
#include "conformance/core/protocol.h"

/*
 * The question as a line with its newline, to be freed; NULL if it does not fit PROTOCOL_LINE_MAX
 * or there is no memory. *ret_len counts the newline.
 */
char *protocol_request_line(uint64_t id, const struct question *question, size_t *ret_len) MUST_CHECK;

/*
 * Reads the line (without its newline) as the answer to request `id` of `method`. Fills *ret_answer but for
 * `ms`. `method` may be NULL, for a method that the schema does not have: then any result is outside it.
 */
void protocol_read_answer(struct bytes line, uint64_t id, const struct protocol_method *method, struct answer *ret_answer);

/* An answer without result; the reason is cut off and made printable. */
void answer_without_result(enum answer_kind kind, struct answer *ret_answer, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
