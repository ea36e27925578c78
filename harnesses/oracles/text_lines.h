/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ORACLES_TEXT_LINES_H
#define ORACLES_TEXT_LINES_H

/*
 * A text as lines, the way everybody means it.
 */

#include "reference-impl/base/bytes.h"

/* Takes the first line off the text, without its newline; false when no newline is left. */
bool text_lines_next(struct bytes *text, struct bytes *ret_line);

#endif
