/* SPDX-License-Identifier: Apache-2.0 */
/* Each first byte allows a range for the second; what follows is 80 to BF. */

#include "reference-impl/codec/cbor_utf8.h"

#include <string.h>

/* First bytes from `first` on: how many bytes follow, and between which the second lies. */
struct sequence {
	uint8_t first, follow, least, greatest;
};

static const struct sequence SEQUENCES[] = {
	{ 0x00, 0, 0, 0 },       { 0x80, 0, 1, 0 },       { 0xc2, 1, 0x80, 0xbf }, { 0xe0, 2, 0xa0, 0xbf }, { 0xe1, 2, 0x80, 0xbf },
	{ 0xed, 2, 0x80, 0x9f }, { 0xee, 2, 0x80, 0xbf }, { 0xf0, 3, 0x90, 0xbf }, { 0xf1, 3, 0x80, 0xbf }, { 0xf4, 3, 0x80, 0x8f },
	{ 0xf5, 0, 1, 0 },
};

static const struct sequence *sequence_of(uint8_t first)
{
	size_t i = sizeof(SEQUENCES) / sizeof(SEQUENCES[0]) - 1;

	while (SEQUENCES[i].first > first)
		i--;
	return &SEQUENCES[i];
}

/* The length of the character at the start of text; 0 if there is none. */
static size_t character_len(struct bytes text)
{
	const struct sequence *sequence = sequence_of(text.at[0]);

	/* A range turned round: no character begins so. */
	if (sequence->least > sequence->greatest || text.len - 1 < sequence->follow)
		return 0;
	if (sequence->follow > 0 && (text.at[1] < sequence->least || text.at[1] > sequence->greatest))
		return 0;
	for (size_t i = 2; i <= sequence->follow; i++) {
		if ((text.at[i] & 0xc0) != 0x80)
			return 0;
	}
	return 1 + (size_t)sequence->follow;
}

/* How many bytes from the start are ASCII for sure, eight at a time. */
static size_t ascii_len(struct bytes text)
{
	size_t len = 0;
	uint64_t eight;

	for (; text.len - len >= sizeof(eight); len += sizeof(eight)) {
		memcpy(&eight, text.at + len, sizeof(eight));
		if (eight & 0x8080808080808080u)
			break;
	}
	return len;
}

bool cbor_utf8_is_valid(struct bytes text)
{
	size_t ascii = ascii_len(text);

	text = ascii > 0 ? bytes_from(text.at + ascii, text.len - ascii) : text;
	while (text.len > 0) {
		size_t len = text.at[0] < 0x80 ? 1 : character_len(text);

		if (len == 0)
			return false;
		text.at += len;
		text.len -= len;
	}
	return true;
}
