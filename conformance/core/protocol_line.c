/* SPDX-License-Identifier: Apache-2.0 */
/* Bounds first: one pass over the bytes, no recursion, no allocation. */

#include "conformance/core/protocol_line.h"

#include "conformance/core/protocol.h"
#include "reference-impl/base/text.h"

/* The character at the front and its length in bytes; 0: not UTF-8. */
static size_t utf8_next(struct bytes text, uint32_t *ret_character)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint8_t first = text.at[0];
	size_t len = first < 0x80 ? 1 : (first & 0xe0) == 0xc0 ? 2 : (first & 0xf0) == 0xe0 ? 3 : (first & 0xf8) == 0xf0 ? 4 : 0;
	uint32_t character = len == 1 ? first : len == 0 ? 0 : (uint32_t)(first & (0x7f >> len));

	if (len == 0 || len > text.len)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((text.at[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | (text.at[i] & 0x3f);
	}
	if (character < least[len] || character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff))
		return 0;
	*ret_character = character;
	return len;
}

static bool is_control(uint32_t character)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = { { 0, 0x1f }, { 0x7f, 0x9f }, { 0x61c, 0x61c }, { 0x200b, 0x200f }, { 0x2028, 0x202e },
		       { 0x2060, 0x206f }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe007f } };

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (character >= ranges[i].first && character <= ranges[i].last)
			return true;
	}
	return false;
}

bool protocol_text_is_plain(struct bytes text)
{
	uint32_t character;
	size_t step;

	if (text.len > PROTOCOL_TEXT_MAX)
		return false;
	for (size_t i = 0; i < text.len; i += step) {
		step = utf8_next(bytes_from(text.at + i, text.len - i), &character);
		if (step == 0 || is_control(character))
			return false;
	}
	return true;
}

static bool is_utf8_without_nul(struct bytes text)
{
	uint32_t character;
	size_t step;

	for (size_t i = 0; i < text.len; i += step) {
		step = utf8_next(bytes_from(text.at + i, text.len - i), &character);
		if (step == 0 || character == 0)
			return false;
	}
	return true;
}

struct nesting {
	size_t depth, commas;
	bool in_string;
};

/* The index behind the byte at i, or behind an escape. */
static size_t nesting_step(struct nesting *n, struct bytes line, size_t i)
{
	uint8_t c = line.at[i];

	if (n->in_string) {
		n->in_string = c != '"';
		return c == '\\' ? i + 2 : i + 1;
	}
	n->in_string = c == '"';
	n->commas += c == ',';
	if (c == '[' || c == '{')
		n->depth++;
	if ((c == ']' || c == '}') && n->depth > 0)
		n->depth--;
	return i + 1;
}

const char *protocol_line_fault(struct bytes line)
{
	struct nesting nesting = { 0, 0, false };

	if (line.len > PROTOCOL_LINE_MAX)
		return "the line is longer than 8 MiB";
	if (!is_utf8_without_nul(line))
		return "the line is not UTF-8, or holds a NUL";
	for (size_t i = 0; i < line.len;) {
		i = nesting_step(&nesting, line, i);
		if (nesting.depth > PROTOCOL_DEPTH_MAX)
			return "the line is nested deeper than 16";
		if (nesting.commas > PROTOCOL_VALUES_MAX)
			return "the line holds more than 4096 values";
	}
	return NULL;
}

bool protocol_base64_is_canonical(struct bytes text)
{
	enum { PIECE = 4096 };
	uint8_t room[PIECE / 4 * 3];
	struct bytes got;

	for (size_t i = 0; i < text.len; i += PIECE) {
		size_t len = text.len - i < PIECE ? text.len - i : PIECE;
		bool last = i + len == text.len;

		if (text_read_base64(bytes_from(text.at + i, len), BUFFER_OF(room), &got) != RESULT_OK)
			return false;
		if (!last && got.len != sizeof(room))
			return false;
	}
	return true;
}
