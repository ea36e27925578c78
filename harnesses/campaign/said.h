/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CAMPAIGN_SAID_H
#define CAMPAIGN_SAID_H

/*
 * Cutting what engines print into lines, words and numbers. The text comes from a program that a
 * hostile input has been driving: every length is the given one, and nothing ends with a NUL.
 */

#include "reference-impl/base/bytes.h"

/* Takes the next line off *rest, without its end; empty at the end of the text. */
struct bytes said_cut(struct bytes *rest);

/* Takes the next word off *line, past blanks; empty when there is none. */
struct bytes said_word(struct bytes *line);

/* What follows the first `mark` in text; false if there is none, and *ret_rest stays. */
bool said_after(struct bytes text, const char *mark, struct bytes *ret_rest);

bool said_starts(struct bytes text, const char *start);

/* The decimal number at the start of text, which may go on behind it. False if there is none or it is beyond 64 bits. */
bool said_number(struct bytes text, uint64_t *ret_number);

/* Writes the text with its bytes outside of printable ASCII as '?', cut off at room - 1 bytes. */
void said_print(struct bytes text, char *ret_text, size_t room);

#endif
