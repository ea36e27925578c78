/* SPDX-License-Identifier: Apache-2.0 */
/* Lines, words and numbers of hostile text. */
#include "harnesses/campaign/said.h"

#include <string.h>

struct bytes said_cut(struct bytes *rest)
{
	const uint8_t *end = rest->len > 0 ? memchr(rest->at, '\n', rest->len) : NULL;
	size_t len = end != NULL ? (size_t)(end - rest->at) : rest->len;
	struct bytes line = bytes_from(rest->at, len);

	if (end != NULL)
		len++;
	*rest = bytes_from(len > 0 ? rest->at + len : rest->at, rest->len - len);
	return line;
}

static bool is_blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

struct bytes said_word(struct bytes *line)
{
	size_t start = 0, end;
	struct bytes word;

	while (start < line->len && is_blank(line->at[start]))
		start++;
	for (end = start; end < line->len && !is_blank(line->at[end]);)
		end++;
	word = bytes_from(start > 0 ? line->at + start : line->at, end - start);
	*line = bytes_from(end > 0 ? line->at + end : line->at, line->len - end);
	return word;
}

bool said_after(struct bytes text, const char *mark, struct bytes *ret_rest)
{
	size_t len = strlen(mark);
	const uint8_t *found = text.len > 0 ? memmem(text.at, text.len, mark, len) : NULL;

	if (found == NULL)
		return false;
	*ret_rest = bytes_from(found + len, text.len - (size_t)(found - text.at) - len);
	return true;
}

bool said_starts(struct bytes text, const char *start)
{
	size_t len = strlen(start);

	return text.len >= len && memcmp(text.at, start, len) == 0;
}

bool said_number(struct bytes text, uint64_t *ret_number)
{
	uint64_t number = 0;
	size_t i;

	for (i = 0; i < text.len && text.at[i] >= '0' && text.at[i] <= '9'; i++) {
		uint64_t digit = (uint64_t)(text.at[i] - '0');

		if (number > (UINT64_MAX - digit) / 10)
			return false;
		number = 10 * number + digit;
	}
	if (i == 0)
		return false;
	*ret_number = number;
	return true;
}

void said_print(struct bytes text, char *ret_text, size_t room)
{
	size_t len = text.len < room ? text.len : room - 1;

	for (size_t i = 0; i < len; i++)
		ret_text[i] = text.at[i] >= 0x20 && text.at[i] < 0x7f ? (char)text.at[i] : '?';
	ret_text[len] = '\0';
}
