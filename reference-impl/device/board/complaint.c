/* SPDX-License-Identifier: Apache-2.0 */
/* The first complaint stays: what follows from it is of no use to anybody. */

#include <stdarg.h>
#include <stdio.h>

#include "reference-impl/device/board/complaint.h"

void board_complain(struct board_complaint *complaint, int exit_code, const char *format, ...)
{
	va_list arguments;

	if (complaint->exit_code != 0)
		return;
	complaint->exit_code = exit_code;
	va_start(arguments, format);
	vsnprintf(complaint->text, sizeof(complaint->text), format, arguments);
	va_end(arguments);
}
