/* SPDX-License-Identifier: Apache-2.0 */
/* The string that names a transport, taken apart: words first, then the places in them, so a space in a path does no harm. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/core/transport.h"

static const struct {
	const char *prefix;
	enum transport_kind kind;
	char separator; /* between the words */
	size_t least, most;
} kinds[] = {
	{ "exec:", TRANSPORT_EXEC, ' ', 1, TRANSPORT_WORDS_MAX },
	{ "tcp:", TRANSPORT_TCP, ':', 2, 2 },
	{ "unix:", TRANSPORT_UNIX, '\0', 1, 1 },
	{ "serial:", TRANSPORT_SERIAL, ',', 2, 2 },
};
enum { KIND_COUNT = sizeof(kinds) / sizeof(kinds[0]), WORD_MAX = 4096 };

static bool append(char room[WORD_MAX], const char *text, size_t len)
{
	size_t used = strlen(room);

	if (used + len >= WORD_MAX)
		return false;
	memcpy(room + used, text, len);
	room[used + len] = '\0';
	return true;
}

/* The place that text starts with, and how long its name is; NULL: none. */
static const char *place_at(const char *text, const struct transport_places *places, size_t *ret_len)
{
	static const char bin[] = "${BIN}", target[] = "${TARGET}";

	if (strncmp(text, bin, sizeof(bin) - 1) == 0) {
		*ret_len = sizeof(bin) - 1;
		return places->bin;
	}
	if (strncmp(text, target, sizeof(target) - 1) == 0) {
		*ret_len = sizeof(target) - 1;
		return places->target;
	}
	return NULL;
}

/* A new word with its places filled in; NULL: an unknown ${...}, too long, or no memory. */
static char *fill_in(const char *word, size_t len, const struct transport_places *places)
{
	char room[WORD_MAX] = "";
	size_t i = 0;

	while (i < len) {
		size_t name_len = 1;
		const char *place = word[i] == '$' ? place_at(word + i, places, &name_len) : NULL;

		if (place == NULL && word[i] == '$')
			return NULL;
		if (!(place == NULL ? append(room, word + i, 1) : append(room, place, strlen(place))))
			return NULL;
		i += name_len;
	}
	return strdup(room);
}

static bool split(const char *text, char separator, size_t most, const struct transport_places *places,
		  struct transport_address *address)
{
	while (*text != '\0') {
		const char *end = separator == '\0' ? NULL : strchr(text, separator);
		size_t len = end == NULL ? strlen(text) : (size_t)(end - text);

		if (len != 0) {
			if (address->word_count == most)
				return false;
			address->words[address->word_count] = fill_in(text, len, places);
			if (address->words[address->word_count] == NULL)
				return false;
			address->word_count++;
		}
		text += len + (end != NULL);
	}
	return true;
}

void transport_address_release(struct transport_address *address)
{
	for (size_t i = 0; i < address->word_count; i++)
		free(address->words[i]);
	*address = (struct transport_address){ .word_count = 0 };
}

static bool is_number(const char *text, unsigned long most)
{
	return text[0] != '\0' && strlen(text) <= 9 && strspn(text, "0123456789") == strlen(text) && strtoul(text, NULL, 10) <= most &&
	       strtoul(text, NULL, 10) > 0;
}

static const char *fault_of(const struct transport_address *address)
{
	bool with_path = address->kind != TRANSPORT_TCP;

	if (with_path && address->words[0][0] != '/')
		return "its path must be absolute; start it with ${BIN}/ or ${TARGET}/";
	if (address->kind == TRANSPORT_TCP && !is_number(address->words[1], 65535))
		return "its port must be a number from 1 to 65535";
	if (address->kind == TRANSPORT_SERIAL && !is_number(address->words[1], 4000000))
		return "its speed must be a number, say 115200";
	if (address->kind == TRANSPORT_UNIX && strlen(address->words[0]) > 107)
		return "the path of a Unix socket has at most 107 bytes";
	return NULL;
}

enum result transport_parse(const char *text, const struct transport_places *places, struct transport_address *ret_address,
			    struct complaint *ret_why)
{
	struct transport_address address = { .word_count = 0 };
	const char *fault = "it must be exec:PATH ARGS, tcp:HOST:PORT, unix:PATH or serial:/dev/ttyX,115200";

	for (size_t i = 0; i < KIND_COUNT && strlen(text) <= TRANSPORT_TEXT_MAX; i++) {
		size_t len = strlen(kinds[i].prefix);

		if (strncmp(text, kinds[i].prefix, len) != 0)
			continue;
		address.kind = kinds[i].kind;
		if (!split(text + len, kinds[i].separator, kinds[i].most, places, &address))
			fault = "it has too many or too long parts, or a ${...} other than ${BIN} and ${TARGET}";
		else if (address.word_count >= kinds[i].least)
			fault = fault_of(&address);
	}
	if (fault == NULL) {
		*ret_address = address;
		return RESULT_OK;
	}
	complain(ret_why, "the transport \"%.80s\" can't be used: %s", text, fault);
	transport_address_release(&address);
	return RESULT_MALFORMED;
}
