/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 3629's table of byte sequences, and base64 by groups of four. */
#include "harnesses/oracles/plain_text.h"

/* The rows of RFC 3629 section 4: first byte, second byte, and how many tails follow that. */
static const struct row {
	uint8_t first_low, first_high, second_low, second_high, len;
} ROWS[] = {
	{ 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 },
	{ 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

/* The bytes of the character at the front; 0: none that is UTF-8. */
static size_t character_len(struct bytes text)
{
	if (text.at[0] < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
		const struct row *row = &ROWS[i];

		if (text.at[0] < row->first_low || text.at[0] > row->first_high || text.len < row->len)
			continue;
		if (text.at[1] < row->second_low || text.at[1] > row->second_high)
			return 0;
		for (size_t j = 2; j < row->len; j++)
			if (text.at[j] < 0x80 || text.at[j] > 0xbf)
				return 0;
		return row->len;
	}
	return 0;
}

/* C0 and DEL; C1 (U+0080 to U+009F); U+2028, U+2029; U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F, U+061C. */
static bool is_harmless(const uint8_t *at, size_t len)
{
	if (len == 1)
		return at[0] >= 0x20 && at[0] != 0x7f;
	if (len == 2 && at[0] == 0xc2)
		return at[1] > 0x9f;
	if (len == 2 && at[0] == 0xd8)
		return at[1] != 0x9c;
	if (len == 3 && at[0] == 0xe2 && at[1] == 0x80)
		return at[2] != 0x8e && at[2] != 0x8f && (at[2] < 0xa8 || at[2] > 0xae);
	if (len == 3 && at[0] == 0xe2 && at[1] == 0x81)
		return at[2] < 0xa6 || at[2] > 0xa9;
	return true;
}

bool plain_text_is(struct bytes text)
{
	size_t len;

	for (size_t i = 0; i < text.len; i += len) {
		len = character_len(bytes_from(text.at + i, text.len - i));
		if (len == 0 || !is_harmless(text.at + i, len))
			return false;
	}
	return true;
}

/* Its value, 64 for '=', 65 for what is no digit. */
static unsigned int digit(uint8_t character)
{
	if (character >= 'A' && character <= 'Z')
		return (unsigned int)(character - 'A');
	if (character >= 'a' && character <= 'z')
		return (unsigned int)(character - 'a') + 26;
	if (character >= '0' && character <= '9')
		return (unsigned int)(character - '0') + 52;
	return character == '+' ? 62 : character == '/' ? 63 : character == '=' ? 64 : 65;
}

/* Padding stands at the end of the last group alone, and its neighbour has no bits to spare. */
static bool is_group(const uint8_t *at, bool last)
{
	unsigned int d[4];

	for (unsigned int i = 0; i < 4; i++)
		d[i] = digit(at[i]);
	if (d[0] >= 64 || d[1] >= 64 || d[2] > 64 || d[3] > 64)
		return false;
	if (d[2] == 64)
		return last && d[3] == 64 && (d[1] & 15) == 0;
	return d[3] < 64 || (last && (d[2] & 3) == 0);
}

bool plain_base64_is(struct bytes text)
{
	if (text.len % 4 != 0)
		return false;
	for (size_t i = 0; i < text.len; i += 4)
		if (!is_group(text.at + i, i + 4 == text.len))
			return false;
	return true;
}

struct bytes plain_base64_decode(struct bytes text, struct buffer room)
{
	size_t used = 0;

	for (size_t i = 0; i + 4 <= text.len && used + 3 <= room.len; i += 4) {
		unsigned int c = digit(text.at[i + 2]), d = digit(text.at[i + 3]);
		unsigned int group = digit(text.at[i]) << 18 | digit(text.at[i + 1]) << 12 | (c & 63) << 6 | (d & 63);

		room.at[used] = (uint8_t)(group >> 16);
		room.at[used + 1] = (uint8_t)(group >> 8);
		room.at[used + 2] = (uint8_t)group;
		used += c == 64 ? 1 : d == 64 ? 2 : 3;
	}
	return bytes_from(room.at, used);
}
