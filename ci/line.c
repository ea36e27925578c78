/* SPDX-License-Identifier: Apache-2.0 */
/* A last line without an end of line counts as a line. */
#include "ci/line.h"

#include <string.h>

struct bytes line_next(struct bytes *text)
{
	const uint8_t *end = text->len ? memchr(text->at, '\n', text->len) : NULL;
	size_t len = end ? (size_t)(end - text->at) : text->len;
	size_t taken = end ? len + 1 : len;
	struct bytes line = bytes_from(text->at, len);

	*text = bytes_from(text->at + taken, text->len - taken);
	return line;
}

bool line_starts(struct bytes line, const char *words)
{
	struct bytes start = bytes_of_text(words);

	return line.len >= start.len && bytes_equal(bytes_from(line.at, start.len), start);
}

bool line_after(struct bytes line, const char *words, struct bytes *ret_rest)
{
	size_t len = strlen(words);

	if (!line_starts(line, words))
		return false;
	*ret_rest = bytes_from(line.at + len, line.len - len);
	return true;
}

bool line_has(struct bytes line, const char *words)
{
	return line.len > 0 && memmem(line.at, line.len, words, strlen(words)) != NULL;
}

struct bytes line_unindented(struct bytes line)
{
	size_t skip = 0;

	while (skip < line.len && (line.at[skip] == ' ' || line.at[skip] == '\t'))
		skip++;
	return bytes_from(line.at + skip, line.len - skip);
}
