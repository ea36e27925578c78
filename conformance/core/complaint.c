/* SPDX-License-Identifier: Apache-2.0 */
/* The sentence for the person; what it quotes may be hostile, so it is made printable here. */

#include "conformance/core/complaint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void complain(struct complaint *ret_complaint, const char *format, ...)
{
	char text[COMPLAINT_LEN];
	va_list arguments;

	if (ret_complaint == NULL)
		return;
	va_start(arguments, format);
	if (vsnprintf(text, sizeof(text), format, arguments) < 0)
		text[0] = '\0';
	va_end(arguments);
	for (char *c = text; *c != '\0'; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	}
	memcpy(ret_complaint->text, text, sizeof(text));
}
