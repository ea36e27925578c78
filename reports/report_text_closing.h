/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_REPORT_TEXT_CLOSING_H
#define REPORTS_REPORT_TEXT_CLOSING_H

/*
 * The last lines of the report for a terminal: each check that did not pass, the worst first,
 * with what it says. They are what is seen first on a screen, and all that is seen of a log
 * of which only the end is kept.
 */

#include <jansson.h>

#include "reports/terminal.h"

/* Writes nothing if all passed. */
void report_text_put_closing(const struct terminal *t, const json_t *report);

#endif
