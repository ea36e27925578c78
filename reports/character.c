/* SPDX-License-Identifier: Apache-2.0 */
/* One decoder for all forms, so that none of them sees what another took out. */
#include "reports/character.h"

#include <stdint.h>

enum { REPLACEMENT = 0xfffd };

static const struct {
	uint32_t first, last;
} harmful[] = {
	{ 0x00, 0x1f },     { 0x7f, 0x9f },     { 0xad, 0xad },     { 0x61c, 0x61c },   { 0x180e, 0x180e },
	{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xd800, 0xdfff }, { 0xfeff, 0xfeff },
	{ 0xfff0, 0xffff }, { 0xe0000, 0xe0fff },
};

static uint32_t harmless(uint32_t character)
{
	for (size_t i = 0; i < sizeof(harmful) / sizeof(harmful[0]); i++)
		if (character >= harmful[i].first && character <= harmful[i].last)
			return REPLACEMENT;
	return character > 0x10ffff ? REPLACEMENT : character;
}

/* How many bytes follow a first byte, and its own bits; 0 bytes for ASCII and for what begins nothing. */
static unsigned int following(uint8_t first, uint32_t *ret_bits)
{
	if (first >= 0xc2 && first < 0xe0) {
		*ret_bits = first & 0x1fu;
		return 1;
	}
	if (first >= 0xe0 && first < 0xf0) {
		*ret_bits = first & 0x0fu;
		return 2;
	}
	if (first >= 0xf0 && first < 0xf5) {
		*ret_bits = first & 0x07u;
		return 3;
	}
	*ret_bits = first < 0x80 ? first : REPLACEMENT;
	return 0;
}

/* The character at *text, harmless; moves behind it. 0 at the end. */
static uint32_t next_of(const char **text)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const uint8_t *at = (const uint8_t *)*text;
	uint32_t character;
	unsigned int more = following(*at, &character);

	if (*at == 0)
		return 0;
	for (unsigned int i = 1; i <= more; i++) {
		if ((at[i] & 0xc0) != 0x80) {
			*text += 1;
			return REPLACEMENT;
		}
		character = character << 6 | (at[i] & 0x3fu);
	}
	*text += 1 + more;
	return character < least[more] ? REPLACEMENT : harmless(character);
}

size_t character_count(const char *text)
{
	size_t count = 0;

	while (next_of(&text) != 0)
		count++;
	return count;
}

static void put_character(FILE *out, uint32_t c)
{
	if (c < 0x80) {
		fputc((int)c, out);
	} else if (c < 0x800) {
		fputc((int)(0xc0 | c >> 6), out);
		fputc((int)(0x80 | (c & 0x3f)), out);
	} else {
		if (c < 0x10000)
			fputc((int)(0xe0 | c >> 12), out);
		else
			fprintf(out, "%c%c", (int)(0xf0 | c >> 18), (int)(0x80 | (c >> 12 & 0x3f)));
		fprintf(out, "%c%c", (int)(0x80 | (c >> 6 & 0x3f)), (int)(0x80 | (c & 0x3f)));
	}
}

void put_plain(FILE *out, const char *text)
{
	uint32_t c;

	while ((c = next_of(&text)) != 0)
		put_character(out, c);
}

void put_escaped(FILE *out, const char *text)
{
	uint32_t c;

	while ((c = next_of(&text)) != 0) {
		if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'')
			fprintf(out, "&#%u;", c);
		else
			put_character(out, c);
	}
}
