/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOOT_CONSOLE_LINE_H
#define BOOT_CONSOLE_LINE_H

/* One whole line on the console, put together out of up to three texts that fit it. */

#include "reference-impl/platform/platform.h"

enum { BOOT_CONSOLE_LINE_MAX_LEN = 160 };

/* Writes who, what and detail behind one another and a line end; each may be "". */
void boot_say(const struct platform *platform, const char *who, const char *what, const char *detail);

#endif
