/* SPDX-License-Identifier: Apache-2.0 */
/* Escapes are written here and nowhere else; everything that comes from outside passes put_plain(). */
#include "reports/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "reports/character.h"

enum { WIDTH_UNKNOWN = 96, WIDTH_MIN = 60, WIDTH_MAX = 110, WORD_LEN = 1024 };

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0';
}

static size_t width_of(int fd)
{
	struct winsize size;

	if (fd < 0 || ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return WIDTH_UNKNOWN;
	if (size.ws_col < WIDTH_MIN)
		return WIDTH_MIN;
	return size.ws_col < WIDTH_MAX ? size.ws_col : WIDTH_MAX;
}

enum paint paint_of_verdict(const char *verdict)
{
	if (strcmp(verdict, "fail") == 0)
		return PAINT_RED;
	if (strcmp(verdict, "pass") == 0)
		return PAINT_GREEN;
	if (strcmp(verdict, "absent") == 0)
		return PAINT_BLUE;
	return verdict[0] == '\0' ? PAINT_DIM : PAINT_YELLOW;
}

struct terminal terminal_on(FILE *out)
{
	const char *kind = getenv("TERM");
	int fd = fileno(out);

	return (struct terminal){
		.out = out,
		.colour = fd >= 0 && isatty(fd) && !is_set("NO_COLOR") && (kind == NULL || strcmp(kind, "dumb") != 0),
		.width = width_of(fd),
	};
}

static void switch_to(const struct terminal *t, enum paint paint)
{
	static const char *const codes[] = {
		[PAINT_NONE] = "\033[0m",  [PAINT_BOLD] = "\033[1m",    [PAINT_DIM] = "\033[2m",   [PAINT_RED] = "\033[1;31m",
		[PAINT_GREEN] = "\033[32m", [PAINT_YELLOW] = "\033[33m", [PAINT_BLUE] = "\033[34m",
	};

	if (t->colour)
		fputs(codes[paint], t->out);
}

void terminal_put(const struct terminal *t, enum paint paint, const char *text)
{
	if (paint != PAINT_NONE)
		switch_to(t, paint);
	put_plain(t->out, text);
	if (paint != PAINT_NONE)
		switch_to(t, PAINT_NONE);
}

void terminal_repeat(const struct terminal *t, enum paint paint, const char *text, size_t count)
{
	if (count == 0)
		return;
	if (paint != PAINT_NONE)
		switch_to(t, paint);
	for (size_t i = 0; i < count; i++)
		fputs(text, t->out);
	if (paint != PAINT_NONE)
		switch_to(t, PAINT_NONE);
}

void terminal_put_wrapped(const struct terminal *t, const char *text, size_t column, size_t indent)
{
	bool first = true;

	while (*text != '\0') {
		char word[WORD_LEN];
		size_t len = strcspn(text, " "), columns;

		snprintf(word, sizeof(word), "%.*s", (int)(len < WORD_LEN ? len : WORD_LEN - 1), text);
		columns = character_count(word);
		if (!first && column + 1 + columns > t->width) {
			fprintf(t->out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!first) {
			fputc(' ', t->out);
			column++;
		}
		put_plain(t->out, word);
		column += columns;
		first = false;
		text += len;
		text += strspn(text, " ");
	}
	fputc('\n', t->out);
}
