/* SPDX-License-Identifier: Apache-2.0 */
/* Place by place, form by form; most bytes are no text, which their first digits tell. */

#include "conformance/hidden_values.h"

#include <string.h>

enum { FORM_RAW, FORM_REVERSED, FORM_HEX, FORM_BASE64, FORM_BASE64_SECOND, FORM_BASE64_THIRD, FORM_COUNT };

struct digits {
	int (*value_of)(uint8_t character); /* below 0: it is no digit */
	unsigned int bits, skipped;         /* in each; at the beginning of the first, of what stands before the value */
};

static int hex_value_of(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int base64_value_of(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

static const struct digits DIGITS[FORM_COUNT] = {
	[FORM_HEX] = { hex_value_of, 4, 0 },
	[FORM_BASE64] = { base64_value_of, 6, 0 },
	[FORM_BASE64_SECOND] = { base64_value_of, 6, 2 },
	[FORM_BASE64_THIRD] = { base64_value_of, 6, 4 },
};

static bool is_gap(uint8_t c)
{
	return c == '\r' || c == '\n' || c == '\t' || c == ' ' || c == ':';
}

static bool read_text(struct hidden_values *v, const struct digits *digits)
{
	unsigned int bits = 0;
	uint32_t held = 0;
	size_t used = 0;

	for (size_t at = v->at; at < v->within.len && used < HIDDEN_VALUE_LEN; at++) {
		int digit = digits->value_of(v->within.at[at]);

		if (digit < 0 && at > v->at && is_gap(v->within.at[at]))
			continue;
		if (digit < 0)
			return false;
		held = held << digits->bits | (uint32_t)digit;
		bits += at == v->at ? digits->bits - digits->skipped : digits->bits;
		if (bits < 8)
			continue;
		bits -= 8;
		v->value[used++] = (uint8_t)(held >> bits);
	}
	return used == HIDDEN_VALUE_LEN;
}

static bool read_bytes(struct hidden_values *v, bool reversed)
{
	const uint8_t *from = v->within.at + v->at;

	if (v->within.len - v->at < HIDDEN_VALUE_LEN)
		return false;
	for (size_t i = 0; i < HIDDEN_VALUE_LEN; i++)
		v->value[i] = from[reversed ? HIDDEN_VALUE_LEN - 1 - i : i];
	return true;
}

struct hidden_values hidden_values_in(struct bytes within)
{
	return (struct hidden_values){ .within = within };
}

bool hidden_values_next(struct hidden_values *v)
{
	for (; v->at < v->within.len; v->at++, v->form = 0)
		while (v->form < FORM_COUNT) {
			unsigned int form = v->form++;

			if (DIGITS[form].value_of ? read_text(v, &DIGITS[form]) : read_bytes(v, form == FORM_REVERSED))
				return true;
		}
	return false;
}
