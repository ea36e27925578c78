/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CI_LINE_H
#define CI_LINE_H

/*
 * Text, line by line, as views into it.
 */

#include "reference-impl/base/bytes.h"

/* The line at the front of *text, without its end of line; *text moves behind it. */
struct bytes line_next(struct bytes *text);

/* Does the line begin with these words? */
bool line_starts(struct bytes line, const char *words);

/* Sets *ret_rest to what follows `words` at the front of the line, if they are there. */
bool line_after(struct bytes line, const char *words, struct bytes *ret_rest);

/* Does it contain these words? */
bool line_has(struct bytes line, const char *words);

/* The line without blanks and tabs at its front. */
struct bytes line_unindented(struct bytes line);

#endif
