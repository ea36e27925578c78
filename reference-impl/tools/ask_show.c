/* SPDX-License-Identifier: Apache-2.0 */
/* Lines for people, as wide as their terminal; one object for machines. */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "reference-impl/tools/answer_sheet.h"
#include "reference-impl/tools/ask_judge.h"
#include "reference-impl/tools/ask_work.h"

enum { LABEL_COLUMN = 9, VALUE_COLUMN = 13, NARROWEST = 40, LINE_LEN = 1024 };

/* Columns of the terminal; what is no terminal has no end. */
static size_t width(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < NARROWEST)
		return LINE_LEN;
	return size.ws_col;
}

static bool has_colour(void)
{
	const char *unwanted = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(unwanted && unwanted[0]) && terminal && strcmp(terminal, "dumb") != 0;
}

static void print_coloured(const char *colour, struct bytes text)
{
	bool on = has_colour();

	printf("%s%.*s%s", on ? colour : "", (int)text.len, (const char *)text.at, on ? "\033[0m" : "");
}

/* Breaks at spaces; what follows a break is indented. A word that is too long stays whole. */
static void print_wrapped(struct bytes line, size_t column, size_t indent)
{
	size_t limit = width();

	while (line.len > 0) {
		const uint8_t *space = memchr(line.at + 1, ' ', line.len - 1);
		size_t len = space ? (size_t)(space - line.at) : line.len;

		if (column + len > limit && column > indent) {
			printf("\n%*s", (int)indent, "");
			column = indent;
			if (line.at[0] == ' ') {
				line = bytes_from(line.at + 1, line.len - 1);
				continue;
			}
		}
		(void)fwrite(line.at, 1, len, stdout);
		column += len;
		line = bytes_from(line.at + len, line.len - len);
	}
	putchar('\n');
}

void ask_show_step(const struct ask_work *work, const char *label, const char *format, ...)
{
	char line[LINE_LEN];
	va_list arguments;

	if (work->request->as_json)
		return;
	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	printf("%-*s", LABEL_COLUMN, label);
	print_wrapped(bytes_of_text(line), LABEL_COLUMN, LABEL_COLUMN);
	(void)fflush(stdout);
}

void ask_show_title(const struct ask_work *work, const char *title)
{
	if (work->request->as_json)
		return;
	putchar('\n');
	print_coloured("\033[1m", bytes_of_text(title));
	putchar('\n');
}

/* "        seen     ..." of the verifier, moved to the left so that a hash has room in 80 columns. */
static void show_under(struct bytes under)
{
	enum { THEIR_INDENT = 8, OUR_INDENT = 4 };

	while (under.len > 0) {
		const uint8_t *end = memchr(under.at, '\n', under.len);
		size_t len = end ? (size_t)(end - under.at) : under.len, taken = end ? len + 1 : len;

		if (len > THEIR_INDENT) {
			printf("%*s", OUR_INDENT, "");
			print_wrapped(bytes_from(under.at + THEIR_INDENT, len - THEIR_INDENT), OUR_INDENT, VALUE_COLUMN);
		}
		under = bytes_from(under.at + taken, under.len - taken);
	}
}

static void show_check(const struct ask_check *check)
{
	enum { WORD_LEN = 4 };
	bool is_met = check->title.at[0] == 'o';

	print_coloured(is_met ? "\033[32m" : "\033[1;31m", bytes_from(check->title.at, WORD_LEN));
	print_wrapped(bytes_from(check->title.at + WORD_LEN, check->title.len - WORD_LEN), WORD_LEN, WORD_LEN + 2);
	show_under(check->under);
}

void ask_show_checks(const struct ask_work *work, struct bytes text, bool is_whole)
{
	struct bytes rest = text;
	struct ask_check check;
	unsigned int met = 0;

	if (work->request->as_json)
		return;
	putchar('\n');
	while (ask_check_next(&rest, &check)) {
		met += check.title.at[0] == 'o';
		if (is_whole || check.title.at[0] != 'o')
			show_check(&check);
	}
	if (!is_whole)
		printf("ok    the other %u checks, as before\n", met);
	putchar('\n');
	fputs(has_colour() ? "\033[1m" : "", stdout);
	print_wrapped(ask_verdict(text), 0, LABEL_COLUMN);
	fputs(has_colour() ? "\033[0m" : "", stdout);
	(void)fflush(stdout);
}

static void begin_json(const struct ask_work *work)
{
	printf("{\"nonce\": \"%s\", \"nonce_is\": \"%s\", \"walls_missing\": ", work->nonce_hex,
	       work->nonce.is_hashed ? "the SHA-256 of the text" : "the digits as given");
	answer_json_string(stdout, bytes_of_text(work->walls));
	fputs(", \"parts\": [", stdout);
}

void ask_show_json_part(struct ask_work *work, const struct ask_part *part, bool as_expected, struct bytes ear)
{
	if (work->parts == 0)
		begin_json(work);
	while (ear.len > 0 && ear.at[ear.len - 1] == '\n')
		ear.len--;
	printf("%s{\"part\": \"%s\", \"as_expected\": %s, \"ear\": %.*s}", work->parts ? ",\n" : "\n", part->name, as_expected ? "true" : "false",
	       (int)ear.len, (const char *)ear.at);
}

void ask_show_end(const struct ask_work *work, bool is_whole)
{
	if (work->request->as_json) {
		if (work->parts == 0)
			begin_json(work);
		printf("\n], \"complete\": %s, \"as_expected\": %s}\n", is_whole ? "true" : "false", is_whole && work->as_expected ? "true" : "false");
		return;
	}
	if (!is_whole)
		return;
	putchar('\n');
	if (!work->as_expected)
		ask_show_step(work, "result", "NOT as it should be: see the checks above that begin with FAIL or WARN, or that should and do not");
	else if (work->parts == 1)
		ask_show_step(work, "result", "as it should be: the device is what its maker made. Now change it: --then all");
	else
		ask_show_step(work, "result", "as it should be: affirmed as it was made, and blamed for what was changed and for nothing else");
	if (work->request->keep)
		ask_show_step(work, "kept", "%s: the file `commands` has each command as it was run in there", work->request->keep);
}
