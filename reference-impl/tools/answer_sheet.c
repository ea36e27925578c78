/* SPDX-License-Identifier: Apache-2.0 */
/* Two forms of the same values. */

#include "reference-impl/tools/answer_sheet.h"

#include <inttypes.h>

enum { NAME_COLUMN = 20 };

static char shown(uint8_t c)
{
	return c >= 0x20 && c < 0x7f ? (char)c : '?';
}

static void print_plain(FILE *out, struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		fputc(shown(text.at[i]), out);
}

void answer_json_string(FILE *out, struct bytes text)
{
	fputc('"', out);
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"' || text.at[i] == '\\')
			fputc('\\', out);
		fputc(shown(text.at[i]), out);
	}
	fputc('"', out);
}

static void print_name(struct answer_sheet *sheet, const char *name)
{
	int len = 0;

	if (sheet->as_json) {
		printf("%s\"%s\": ", sheet->count++ ? ", " : "{", name);
		return;
	}
	for (; name[len] != '\0'; len++)
		putchar(name[len] == '_' ? ' ' : name[len]);
	printf("%*s", len < NAME_COLUMN ? NAME_COLUMN - len : 1, "");
}

void answer_text(struct answer_sheet *sheet, const char *name, struct bytes text)
{
	print_name(sheet, name);
	if (sheet->as_json) {
		answer_json_string(stdout, text);
		return;
	}
	print_plain(stdout, text);
	putchar('\n');
}

void answer_hex(struct answer_sheet *sheet, const char *name, struct bytes bytes)
{
	const char *quote = sheet->as_json ? "\"" : "";

	print_name(sheet, name);
	fputs(quote, stdout);
	for (size_t i = 0; i < bytes.len; i++)
		printf("%02x", bytes.at[i]);
	fputs(quote, stdout);
	if (!sheet->as_json)
		putchar('\n');
}

void answer_number(struct answer_sheet *sheet, const char *name, uint64_t number)
{
	print_name(sheet, name);
	printf("%" PRIu64 "%s", number, sheet->as_json ? "" : "\n");
}

void answer_end(struct answer_sheet *sheet)
{
	if (sheet->as_json)
		puts(sheet->count ? "}" : "{}");
	fflush(stdout);
}
