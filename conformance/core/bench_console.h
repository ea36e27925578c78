/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_BENCH_CONSOLE_H
#define CORE_BENCH_CONSOLE_H

/*
 * Lines out of a console's bytes, and the three sentences of the suite's payloads in them.
 *
 * A line ends with CR or LF; one longer than the room is cut. Anything may stand before
 * "ASSAY 1": a console starts in the middle of a line when power comes.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CONSOLE_LINE_LEN = 512, CONSOLE_WORD_LEN = 80 };

struct console_line {
	char text[CONSOLE_LINE_LEN]; /* NUL-terminated; bytes that are not printable are '?' */
	size_t used;
};

/* Adds a byte; true when it ended a line that is not empty. The next byte begins a new one. */
bool console_line_add(struct console_line *line, uint8_t byte);

/* "ASSAY 1 <name> <word>": word is "up", "confirmed", or an answer in hexadecimal. */
struct console_sentence {
	char name[17];
	char word[CONSOLE_WORD_LEN];
};

bool console_sentence_read(const char *line, struct console_sentence *ret_sentence);

#endif
