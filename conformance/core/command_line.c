/* SPDX-License-Identifier: Apache-2.0 */
/* The distance is Damerau's, with neighbours exchanged once: what fingers do. */

#include "conformance/core/command_line.h"

#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_MAX = 64, OPTIONS_MAX = 32 };

static size_t least(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Both words have at most WORD_MAX letters. */
static size_t distance(const char *a, const char *b)
{
	size_t a_len = strlen(a), b_len = strlen(b), rows[3][WORD_MAX + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_len; j++)
		above[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *oldest = before;

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];

			row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
			if (exchanged && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
		before = above;
		above = row;
		row = oldest;
	}
	return above[b_len];
}

void command_near(const char *typed, const char *const *names, size_t count, char ret_words[COMMAND_NEAR_LEN])
{
	size_t letters = strlen(typed + strspn(typed, "-"));
	size_t nearest = letters < 3 ? 2 : letters / 3 + 1; /* one less is allowed */

	ret_words[0] = '\0';
	if (strlen(typed) > WORD_MAX || strlen(typed) < 2)
		return;
	for (size_t i = 0; i < count; i++) {
		size_t slips = strlen(names[i]) > WORD_MAX ? WORD_MAX : distance(typed, names[i]);

		if (slips >= nearest)
			continue;
		nearest = slips;
		(void)snprintf(ret_words, COMMAND_NEAR_LEN, " (did you mean \"%s\"?)", names[i]);
	}
}

void command_near_file(const char *typed, const char *pattern, char ret_words[COMMAND_NEAR_LEN])
{
	const char *star = strrchr(pattern, '*');
	const char **names;
	glob_t found;

	ret_words[0] = '\0';
	if (star == NULL || glob(pattern, 0, NULL, &found) != 0)
		return;
	names = calloc(found.gl_pathc + 1, sizeof(*names));
	for (size_t i = 0; names != NULL && i < found.gl_pathc; i++) {
		char *path = found.gl_pathv[i];

		path[strlen(path) - strlen(star + 1)] = '\0';
		names[i] = path + (star - pattern);
	}
	if (names != NULL)
		command_near(typed, names, found.gl_pathc, ret_words);
	free(names);
	globfree(&found);
}

int command_wrong(const char *program, const char *says, const char *value, const char *near)
{
	fprintf(stderr, "%s: %s \"%.200s\"%s; see %s --help\n", program, says, value, near, program);
	return COMMAND_WRONG_USAGE;
}

int command_wrong_option(const char *program, int key, char *const *argv, const struct option *options)
{
	const char *typed = argv[optind - 1], *names[OPTIONS_MAX];
	char near[COMMAND_NEAR_LEN] = "", word[WORD_MAX + 1], spelled[OPTIONS_MAX][WORD_MAX];
	size_t count = 0;

	if (key == ':')
		return command_wrong(program, "a value is missing behind", typed, "");
	if (strncmp(typed, "--", 2) != 0)
		return command_wrong(program, "there is no option", typed, "");
	(void)snprintf(word, sizeof(word), "%.*s", (int)strcspn(typed, "="), typed);
	for (; options[count].name != NULL && count < OPTIONS_MAX; count++) {
		(void)snprintf(spelled[count], WORD_MAX, "--%s", options[count].name);
		names[count] = spelled[count];
		if (strcmp(word, spelled[count]) == 0)
			return command_wrong(program, "no value is taken by", word, "");
	}
	command_near(word, names, count, near);
	return command_wrong(program, "there is no option", word, near);
}
