/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOOLS_ANSWER_SHEET_H
#define TOOLS_ANSWER_SHEET_H

/*
 * What a tool found out, printed on stdout: a name and a value a line for people, or one JSON object.
 *
 * Values come from a device, so nothing in them is obeyed by a terminal or ends a JSON string: what is no
 * printable ASCII is a question mark.
 */

#include <stdio.h>

#include "reference-impl/base/bytes.h"

struct answer_sheet {
	bool as_json;
	unsigned int count; /* of values so far */
};

/* name: a word with underscores, as in JSON. */
void answer_text(struct answer_sheet *sheet, const char *name, struct bytes text);
void answer_hex(struct answer_sheet *sheet, const char *name, struct bytes bytes);
void answer_number(struct answer_sheet *sheet, const char *name, uint64_t number);

/* To be called once, behind the last value. */
void answer_end(struct answer_sheet *sheet);

/* The text with quotes around it, as JSON has it. */
void answer_json_string(FILE *out, struct bytes text);

#endif
