/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_CANONICAL_JSON_H
#define CORE_CANONICAL_JSON_H

/*
 * JSON in the one form that the suite writes, hashes and signs: sorted keys, no spaces,
 * no floating-point numbers, UTF-8. A file in this form ends with one newline.
 *
 * Reading is strict: what is not byte-equal to its own canonical form is refused, so two
 * readers can never disagree about what was signed. Depth and size are bounded before a
 * parser sees the bytes.
 */

#include <jansson.h>

#include "reference-impl/base/bytes.h"

enum { CANONICAL_JSON_DEPTH_MAX = 16 };

/* Why text was refused, for people; `at` is the byte offset, or -1 where there is none. */
struct json_complaint {
	long long at;
	char says[160];
};

/* The canonical text of value, NUL-terminated, to be released with free(); NULL if value holds a float or memory is out. */
char *canonical_json_text(const json_t *value);

/* Reads one JSON object without a final newline. Without `strict` any spacing and key order is taken. */
enum result canonical_json_read(struct bytes text, bool strict, json_t **ret_object, struct json_complaint *ret_complaint) MUST_CHECK;

/* As read, but of a whole file of at most max_len bytes; strict demands the one final newline. */
enum result canonical_json_load(const char *path, size_t max_len, bool strict, json_t **ret_object,
				struct json_complaint *ret_complaint) MUST_CHECK;

/* Writes the canonical text and a newline to path by way of a temporary name: whole or not at all. */
enum result canonical_json_store(const char *path, const json_t *value) MUST_CHECK;

#endif
