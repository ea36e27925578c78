/* SPDX-License-Identifier: Apache-2.0 */
#include "ci/tcb_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/file.h"

enum { SOURCE_MAX_LEN = 1 << 20, PATH_LEN = 512 };

/* Takes one line off; what of it is no comment and no blank counts. */
static bool says_something(struct bytes *rest, bool *in_comment)
{
	bool says = false;

	while (rest->len > 0) {
		bool opens = rest->len > 1 && memcmp(rest->at, "/*", 2) == 0, closes = rest->len > 1 && memcmp(rest->at, "*/", 2) == 0;
		uint8_t byte = rest->at[0];
		size_t len = (opens && !*in_comment) || (closes && *in_comment) ? 2 : 1;

		*rest = bytes_from(rest->at + len, rest->len - len);
		if (byte == '\n')
			break;
		if (len == 2)
			*in_comment = opens;
		else
			says |= !*in_comment && byte != ' ' && byte != '\t' && byte != '\r';
	}
	return says;
}

size_t tcb_lines_of_code(struct bytes source)
{
	bool in_comment = false;
	size_t lines = 0;

	while (source.len > 0)
		lines += says_something(&source, &in_comment);
	return lines;
}

/* "dice.o" by its place in the list; a program's own object is not in it. */
static void find_source(struct bytes members, const char *object, char path[PATH_LEN])
{
	char wanted[PATH_LEN];
	const uint8_t *found, *start;
	int stem = (int)(strlen(object) - strlen(".o"));

	(void)snprintf(wanted, sizeof(wanted), "/%s", object);
	(void)snprintf(path, PATH_LEN, "reference-impl/device/main/%.*s.c", stem, object);
	found = memmem(members.at, members.len, wanted, strlen(wanted));
	for (start = found; start && start > members.at && start[-1] != ' ' && start[-1] != '\n'; start--)
		;
	start = found ? memmem(start, (size_t)(found - start), "reference-impl/", strlen("reference-impl/")) : NULL;
	if (start)
		(void)snprintf(path, PATH_LEN, "%.*s/%.*s.c", (int)(found - start), (const char *)start, stem, object);
}

enum result tcb_lines_of_object(struct bytes members, const char *object, size_t *ret_lines)
{
	char path[PATH_LEN];
	struct buffer source;
	enum result result;

	if (strlen(object) <= strlen(".o"))
		return RESULT_MALFORMED;
	find_source(members, object, path);
	result = file_load(path, SOURCE_MAX_LEN, &source);
	if (result != RESULT_OK)
		return result;
	*ret_lines = tcb_lines_of_code(bytes_of_buffer(source));
	free(source.at);
	return RESULT_OK;
}
