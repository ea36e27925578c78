/* SPDX-License-Identifier: Apache-2.0 */
/* Up to the newline, and on behind it. */
#include "harnesses/oracles/text_lines.h"

#include <string.h>

bool text_lines_next(struct bytes *text, struct bytes *ret_line)
{
	const uint8_t *newline = text->len == 0 ? NULL : memchr(text->at, '\n', text->len);
	size_t len;

	if (newline == NULL)
		return false;
	len = (size_t)(newline - text->at);
	*ret_line = bytes_from(text->at, len);
	*text = bytes_from(newline + 1, text->len - len - 1);
	return true;
}
