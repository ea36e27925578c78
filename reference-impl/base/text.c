/* SPDX-License-Identifier: Apache-2.0 */
/* Canonical text forms: whatever was read here would be written back the same. */

#include "reference-impl/base/text.h"

static const char hex_digits[] = "0123456789abcdef";
static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum { NO_DIGIT = 0xff };

size_t text_base64_len(size_t len)
{
	/* Divided first: len + 2 could wrap. */
	return (len / 3 + (len % 3 != 0)) * 4;
}

void text_write_hex(struct writer *w, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		writer_u8(w, (uint8_t)hex_digits[bytes.at[i] >> 4]);
		writer_u8(w, (uint8_t)hex_digits[bytes.at[i] & 15]);
	}
}

/* Up to three bytes as four characters. */
static void write_base64_group(struct writer *w, struct bytes group)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < 3; i++)
		bits = bits << 8 | (i < group.len ? group.at[i] : 0);
	for (size_t i = 0; i < 4; i++) {
		uint32_t digit = bits >> (18 - 6 * i) & 63;

		writer_u8(w, i <= group.len ? (uint8_t)base64_digits[digit] : '=');
	}
}

void text_write_base64(struct writer *w, struct bytes bytes)
{
	for (size_t at = 0; at < bytes.len; at += 3) {
		size_t left = bytes.len - at;

		write_base64_group(w, bytes_from(bytes.at + at, left < 3 ? left : 3));
	}
}

static uint8_t hex_digit(uint8_t character)
{
	if (character >= '0' && character <= '9')
		return (uint8_t)(character - '0');
	if (character >= 'a' && character <= 'f')
		return (uint8_t)(character - 'a' + 10);
	return NO_DIGIT;
}

static uint8_t base64_digit(uint8_t character)
{
	if (character >= 'A' && character <= 'Z')
		return (uint8_t)(character - 'A');
	if (character >= 'a' && character <= 'z')
		return (uint8_t)(character - 'a' + 26);
	if (character >= '0' && character <= '9')
		return (uint8_t)(character - '0' + 52);
	if (character == '+')
		return 62;
	return character == '/' ? 63 : NO_DIGIT;
}

enum result text_read_hex(struct bytes text, struct buffer room, struct bytes *ret_bytes)
{
	struct writer w = writer_over(room);

	if (text.len % 2 != 0)
		return RESULT_MALFORMED;
	for (size_t i = 0; i < text.len; i += 2) {
		uint8_t high = hex_digit(text.at[i]);
		uint8_t low = hex_digit(text.at[i + 1]);

		if (high == NO_DIGIT || low == NO_DIGIT)
			return RESULT_MALFORMED;
		writer_u8(&w, (uint8_t)(high << 4 | low));
	}
	return writer_finish(&w, ret_bytes);
}

/* Four characters, of which the last `padding` were equals signs. */
static enum result read_base64_group(struct writer *w, const uint8_t *characters, size_t padding)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < 4; i++) {
		uint8_t digit = i < 4 - padding ? base64_digit(characters[i]) : 0;

		if (digit == NO_DIGIT)
			return RESULT_MALFORMED;
		bits = bits << 6 | digit;
	}
	/* Bits that no byte takes must be zero, or two texts would mean the same bytes. */
	if (bits & ((1u << 8 * padding) - 1))
		return RESULT_MALFORMED;
	for (size_t i = 0; i < 3 - padding; i++)
		writer_u8(w, (uint8_t)(bits >> (16 - 8 * i)));
	return RESULT_OK;
}

static size_t base64_padding(struct bytes text)
{
	if (text.len == 0 || text.at[text.len - 1] != '=')
		return 0;
	return text.at[text.len - 2] == '=' ? 2 : 1;
}

enum result text_read_base64(struct bytes text, struct buffer room, struct bytes *ret_bytes)
{
	struct writer w = writer_over(room);

	if (text.len % 4 != 0)
		return RESULT_MALFORMED;
	for (size_t at = 0; at < text.len; at += 4) {
		size_t padding = at + 4 == text.len ? base64_padding(text) : 0;
		enum result result = read_base64_group(&w, text.at + at, padding);

		if (result != RESULT_OK)
			return result;
	}
	return writer_finish(&w, ret_bytes);
}
