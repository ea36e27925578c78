/* SPDX-License-Identifier: Apache-2.0 */
/* Console bytes are hostile: bounded lines, printable characters, exact sentences. */

#include "conformance/core/bench_console.h"

#include <string.h>

bool console_line_add(struct console_line *line, uint8_t byte)
{
	bool ended = byte == '\n' || byte == '\r';
	size_t used = line->used;

	if (ended) {
		line->text[used] = '\0';
		line->used = 0;
		return used > 0;
	}
	if (used + 1 < sizeof(line->text))
		line->text[line->used++] = byte < 0x20 || byte > 0x7e ? '?' : (char)byte;
	return false;
}

/* Copies up to the next space or the end; false if that is nothing or does not fit. */
static bool take_word(const char **text, char *room, size_t room_len)
{
	size_t len = strcspn(*text, " ");

	if (len == 0 || len >= room_len)
		return false;
	memcpy(room, *text, len);
	room[len] = '\0';
	*text += len;
	return true;
}

bool console_sentence_read(const char *line, struct console_sentence *ret_sentence)
{
	static const char begins[] = "ASSAY 1 ";
	const char *at = NULL;
	struct console_sentence sentence;

	for (const char *next = strstr(line, begins); next != NULL; next = strstr(next + 1, begins))
		at = next; /* the last: one before it was torn off by a reset */
	if (at == NULL)
		return false;
	at += sizeof(begins) - 1;
	if (!take_word(&at, sentence.name, sizeof(sentence.name)) || *at++ != ' ')
		return false;
	if (!take_word(&at, sentence.word, sizeof(sentence.word)) || *at != '\0')
		return false;
	*ret_sentence = sentence;
	return true;
}
