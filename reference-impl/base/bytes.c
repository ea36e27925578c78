/* SPDX-License-Identifier: Apache-2.0 */
/* Views and copies whose bounds are compared in 64 bits before memory is touched. */

#include "reference-impl/base/bytes.h"

#include <string.h>

struct bytes bytes_from(const void *at, size_t len)
{
	return (struct bytes){ at, len };
}

struct bytes bytes_of_text(const char *text)
{
	size_t len = 0;

	while (text[len])
		len++;
	return bytes_from(text, len);
}

struct bytes bytes_of_buffer(struct buffer buffer)
{
	return bytes_from(buffer.at, buffer.len);
}

bool bytes_equal(struct bytes a, struct bytes b)
{
	if (a.len != b.len)
		return false;
	/* memcmp() must not see a null pointer, which an empty view may hold. */
	return a.len == 0 || memcmp(a.at, b.at, a.len) == 0;
}

bool bytes_lie_within(struct bytes part, struct bytes whole)
{
	/* As numbers: comparing pointers into different objects is undefined. */
	uintptr_t part_at = (uintptr_t)part.at;
	uintptr_t whole_at = (uintptr_t)whole.at;

	if (part_at < whole_at || part.len > whole.len)
		return false;
	return part_at - whole_at <= whole.len - part.len;
}

enum result bytes_slice(struct bytes whole, uint64_t offset, uint64_t len, struct bytes *ret_part)
{
	if (offset > whole.len || len > whole.len - offset)
		return RESULT_TRUNCATED;
	/* Adding even zero to a null pointer is undefined in C. */
	*ret_part = bytes_from(whole.at ? whole.at + (size_t)offset : NULL, (size_t)len);
	return RESULT_OK;
}

enum result bytes_copy(struct buffer to, struct bytes from)
{
	if (from.len > to.len)
		return RESULT_TOO_LARGE;
	if (from.len > 0)
		memmove(to.at, from.at, from.len);
	return RESULT_OK;
}
