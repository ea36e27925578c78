/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTS_EMBEDDED_H
#define REPORTS_EMBEDDED_H

/*
 * Files of this folder that are compiled in, byte for byte, so that a program needs nothing
 * beside itself: report.schema.json and report.css.
 */

#include <stddef.h>

extern const unsigned char report_schema_json[];
extern const size_t report_schema_json_len;
extern const unsigned char report_css[];
extern const size_t report_css_len;

#endif
