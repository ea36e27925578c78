/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_CHARACTER_H
#define REPORTS_CHARACTER_H

/*
 * Writes hostile text so that it is seen and not obeyed.
 *
 * Characters that steer (controls, line ends, invisible and text-direction marks, what XML forbids)
 * and bytes that are no UTF-8 become U+FFFD in every form.
 */

#include <stdio.h>

/* How many columns a text takes, one a character. */
size_t character_count(const char *text);

/* As UTF-8, for a terminal or a log. */
void put_plain(FILE *out, const char *text);

/* For HTML and XML, between tags or inside a quoted attribute. */
void put_escaped(FILE *out, const char *text);

#endif
