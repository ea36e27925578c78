/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SCORING_FIELD_H
#define SCORING_FIELD_H

/*
 * Reads the suite's own data files strictly: every field is there, none is unknown, each has
 * its type and one of its values. What is wrong is said with file, field, value and way out,
 * because whoever reads it has just added a file and wants to know what to type instead.
 */

#include <jansson.h>
#include <stdbool.h>

#include "reference-impl/base/result.h"

enum { FAULT_LEN = 1024 };

/* Why the data cannot be used, as one line for people. */
struct fault {
	char text[FAULT_LEN];
};

enum field_kind {
	FIELD_TEXT,
	FIELD_TEXT_OR_NULL,
	FIELD_NAME, /* lower-case letters, digits and underscores: it becomes a part of a path */
	FIELD_NAME_OR_NULL,
	FIELD_WEIGHT, /* 1 to 100 */
	FIELD_BOOLEAN,
	FIELD_LIST
};

struct field {
	const char *name;
	enum field_kind kind;
	const char *const *words; /* NULL-terminated closed set; NULL: any */
};

/* Fills *ret_fault with one sentence; returns RESULT_MALFORMED, so that it can be returned at once. */
enum result fault_say(struct fault *ret_fault, const char *file, const char *field, const char *value,
		      const char *way_out) MUST_CHECK;

/*
 * Does `object` hold exactly these fields? RESULT_MALFORMED and *ret_fault if not. Lists are
 * looked at by the caller.
 */
enum result fields_hold(const char *file, json_t *object, const struct field *fields, size_t count,
			struct fault *ret_fault) MUST_CHECK;

/* Reads one JSON object, new in *ret_object; a key that comes twice is a fault. */
enum result field_file_read(const char *file, json_t **ret_object, struct fault *ret_fault) MUST_CHECK;

#endif
