/* SPDX-License-Identifier: Apache-2.0 */
/* Small readers without surprises: no sign, no white space, no rest. */

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "reference-impl/base/text.h"
#include "reference-impl/tools/field_text.h"

enum { UUID_TEXT_LEN = 36, HEX_MAX_LEN = 64 };

/* Reads digits off the front of *text. */
static bool take_number(const char **text, uint32_t max, uint32_t *ret_number)
{
	uint64_t number = 0;
	const char *at = *text;

	for (; isdigit((unsigned char)*at) && number <= max; at++)
		number = number * 10 + (uint64_t)(*at - '0');
	if (at == *text || number > max)
		return false;
	*text = at;
	*ret_number = (uint32_t)number;
	return true;
}

static bool take_char(const char **text, char wanted)
{
	if (**text != wanted)
		return false;
	++*text;
	return true;
}

bool field_number(const char *text, uint32_t max, uint32_t *ret_number)
{
	uint32_t number;

	if (!take_number(&text, max, &number) || *text != '\0')
		return false;
	*ret_number = number;
	return true;
}

bool field_version(const char *text, struct mcuboot_version *ret_version)
{
	uint32_t major, minor, revision, build = 0;

	if (!take_number(&text, UINT8_MAX, &major) || !take_char(&text, '.') || !take_number(&text, UINT8_MAX, &minor) ||
	    !take_char(&text, '.') || !take_number(&text, UINT16_MAX, &revision))
		return false;
	if (take_char(&text, '+') && !take_number(&text, UINT32_MAX, &build))
		return false;
	if (*text != '\0')
		return false;
	*ret_version = (struct mcuboot_version){ (uint8_t)major, (uint8_t)minor, (uint16_t)revision, build };
	return true;
}

bool field_hex(const char *text, size_t len, uint8_t *ret_bytes)
{
	char lower[2 * HEX_MAX_LEN];
	uint8_t room[HEX_MAX_LEN];
	struct bytes read;

	if (len > HEX_MAX_LEN || strlen(text) != 2 * len)
		return false;
	for (size_t i = 0; i < 2 * len; i++)
		lower[i] = (char)tolower((unsigned char)text[i]);
	if (text_read_hex(bytes_from(lower, 2 * len), (struct buffer){ room, len }, &read) != RESULT_OK)
		return false;
	memcpy(ret_bytes, room, len);
	return true;
}

bool field_uuid(const char *text, uint8_t ret_uuid[MCUBOOT_UUID_LEN])
{
	char digits[2 * MCUBOOT_UUID_LEN + 1];
	size_t used = 0;

	if (strlen(text) != UUID_TEXT_LEN)
		return false;
	for (size_t i = 0; i < UUID_TEXT_LEN; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash != (text[i] == '-'))
			return false;
		if (!dash)
			digits[used++] = text[i];
	}
	digits[used] = '\0';
	return field_hex(digits, MCUBOOT_UUID_LEN, ret_uuid);
}
