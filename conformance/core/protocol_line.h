/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_PROTOCOL_LINE_H
#define CORE_PROTOCOL_LINE_H

/*
 * The first look at a hostile line, before a JSON library sees it.
 *
 * It bounds what a parser may be made to do: length, nesting, number of values; and it says
 * which texts may ever reach a terminal or a report.
 */

#include <stdbool.h>

#include "reference-impl/base/bytes.h"

enum { PROTOCOL_VALUES_MAX = 4096 };

/*
 * NULL if the line (without its newline) may be parsed, else why not, as a static sentence: longer
 * than PROTOCOL_LINE_MAX, a NUL, not UTF-8, deeper than PROTOCOL_DEPTH_MAX, or more commas than
 * PROTOCOL_VALUES_MAX. Strings are skipped as JSON has them.
 */
const char *protocol_line_fault(struct bytes line);

/*
 * Is it UTF-8 (shortest form, no surrogates), at most PROTOCOL_TEXT_MAX bytes, and free of control
 * characters: C0, DEL, C1, line and paragraph separators, and those that turn writing round?
 */
bool protocol_text_is_plain(struct bytes text);

/* Is it canonical base64, of any length? */
bool protocol_base64_is_canonical(struct bytes text);

#endif
