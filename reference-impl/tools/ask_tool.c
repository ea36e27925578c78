/* SPDX-License-Identifier: Apache-2.0 */
/* Running a tool of the family, and reading what it left. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/tools/ask_work.h"
#include "reference-impl/tools/whole_file.h"

enum { FILE_MAX_LEN = 64 << 20 };

void ask_hex(struct bytes bytes, char ret_hex[ASK_HEX_LEN])
{
	struct writer w = writer_over((struct buffer){ (uint8_t *)ret_hex, ASK_HEX_LEN - 1 });

	memset(ret_hex, 0, ASK_HEX_LEN);
	text_write_hex(&w, bytes);
}

static enum result complain(struct ask_work *work, const char *tool, enum result result)
{
	char said[PROGRAM_SAID_LEN];

	if (work->desk.is_stopped)
		return RESULT_REFUSED;
	program_last_complaint(&work->desk, said);
	fprintf(stderr, "assay ask: %s %s%s%s\n", tool, result == RESULT_TIMEOUT ? "does not come to an end" : "failed", said[0] ? ": " : "", said);
	return RESULT_IO;
}

enum result ask_tool(struct ask_work *work, const char *const argv[], const char *out)
{
	int exit_code = 0;
	enum result result = program_run(&work->desk, argv, out, &exit_code);

	return result == RESULT_OK && exit_code == 0 ? RESULT_OK : complain(work, argv[0], result);
}

static bool find(const struct ask_work *work, const char *name, char path[PROGRAM_PATH_LEN])
{
	bool fits = program_file(&work->desk, name, path);

	if (!fits)
		fprintf(stderr, "assay ask: %s: the name is too long; choose a shorter folder\n", work->desk.folder);
	return fits;
}

enum result ask_read(struct ask_work *work, const char *name, struct buffer *ret_text)
{
	char path[PROGRAM_PATH_LEN];
	enum result result = find(work, name, path) ? whole_file_read(path, FILE_MAX_LEN, ret_text) : RESULT_TOO_LARGE;

	if (result == RESULT_OK)
		ret_text->at[ret_text->len] = '\0'; /* whole_file_read() leaves room for one more */
	return result;
}

enum result ask_write(struct ask_work *work, const char *name, struct bytes content)
{
	char path[PROGRAM_PATH_LEN];

	return find(work, name, path) ? whole_file_write(path, content, 0600) : RESULT_TOO_LARGE;
}

static bool take_value(const char *line, const char *name, char ret_value[ASK_HEX_LEN])
{
	size_t len = strlen(name), value_len;

	if (strncmp(line, name, len) != 0 || line[len] != ' ')
		return false;
	line += len + strspn(line + len, " ");
	value_len = strcspn(line, "\n");
	if (value_len == 0 || value_len >= ASK_HEX_LEN)
		return false;
	memcpy(ret_value, line, value_len);
	ret_value[value_len] = '\0';
	return true;
}

enum result ask_value(struct ask_work *work, const char *out, const char *name, char ret_value[ASK_HEX_LEN])
{
	struct buffer text;
	bool found = false;
	enum result result = ask_read(work, out, &text);

	if (result != RESULT_OK)
		return result;
	for (const char *line = (const char *)text.at; line && !found; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		found = take_value(line, name, ret_value);
	free(text.at);
	if (!found)
		fprintf(stderr, "assay ask: %s: says no %s\n", out, name);
	return found ? RESULT_OK : RESULT_MALFORMED;
}
