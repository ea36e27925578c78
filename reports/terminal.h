/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_TERMINAL_H
#define REPORTS_TERMINAL_H

/*
 * A stream that people read: colour where it helps and is wanted, and lines that end before
 * the screen does.
 */

#include <stdbool.h>
#include <stdio.h>

enum paint { PAINT_NONE, PAINT_BOLD, PAINT_DIM, PAINT_RED, PAINT_GREEN, PAINT_YELLOW, PAINT_BLUE };

struct terminal {
	FILE *out;
	bool colour;
	size_t width; /* columns */
};

/* The colour of a verdict of the model; debt, which is "", is dim. */
enum paint paint_of_verdict(const char *verdict);

/* In colour if the stream is a terminal that is not dumb, and NO_COLOR is unset or empty. */
struct terminal terminal_on(FILE *out);

/* Text in a colour; the text may be hostile. */
void terminal_put(const struct terminal *t, enum paint paint, const char *text);

/* Words broken into lines, each after the first behind `indent` spaces; `column` is where the first begins. Ends the line. */
void terminal_put_wrapped(const struct terminal *t, const char *text, size_t column, size_t indent);

/* count times the same text. */
void terminal_repeat(const struct terminal *t, enum paint paint, const char *text, size_t count);

#endif
