/* SPDX-License-Identifier: Apache-2.0 */
/* Heads in their one form, and the few contents that are more than bytes. */

#include "conformance/readers/der_walk.h"

enum { LONG_TAG = 0x1f, LONG_LENGTH = 0x80, LENGTH_BYTES_MAX = 4, SECONDS_A_DAY = 86400 };

/* A length at at[1]; false unless it is whole, definite and in its shortest form. */
static bool read_length(struct bytes rest, uint64_t *ret_length, size_t *ret_head_len)
{
	size_t more;
	uint64_t length = 0;

	if (rest.len < 2)
		return false;
	*ret_head_len = 2;
	*ret_length = rest.at[1];
	if (rest.at[1] < LONG_LENGTH)
		return true;
	more = rest.at[1] & 0x7f;
	if (more == 0 || more > LENGTH_BYTES_MAX || more > rest.len - 2 || rest.at[2] == 0)
		return false;
	for (size_t i = 0; i < more; i++)
		length = length << 8 | rest.at[2 + i];
	*ret_length = length;
	*ret_head_len = 2 + more;
	return length >= LONG_LENGTH;
}

enum result der_take(struct bytes *rest, struct der_item *ret_item)
{
	uint64_t length;
	size_t head_len;

	if (rest->len == 0)
		return RESULT_TRUNCATED;
	if ((rest->at[0] & LONG_TAG) == LONG_TAG || !read_length(*rest, &length, &head_len))
		return RESULT_MALFORMED;
	if (length > rest->len - head_len)
		return RESULT_TRUNCATED;
	/* The last number of an identifier has its end. */
	if (rest->at[0] == DER_OID && (length == 0 || rest->at[head_len + length - 1] >= 0x80))
		return RESULT_MALFORMED;
	*ret_item = (struct der_item){ rest->at[0], bytes_from(rest->at, head_len + (size_t)length), head_len };
	*rest = bytes_from(rest->at + ret_item->whole.len, rest->len - ret_item->whole.len);
	return RESULT_OK;
}

enum result der_take_tag(struct bytes *rest, uint8_t tag, struct der_item *ret_item)
{
	struct bytes after = *rest;
	struct der_item item;
	enum result result = der_take(&after, &item);

	if (result != RESULT_OK)
		return result;
	if (item.tag != tag)
		return RESULT_MALFORMED;
	*ret_item = item;
	*rest = after;
	return RESULT_OK;
}

enum result der_only(struct bytes all, uint8_t tag, struct der_item *ret_item)
{
	struct der_item item;
	enum result result = der_take_tag(&all, tag, &item);

	if (result != RESULT_OK)
		return result;
	if (all.len > 0)
		return RESULT_MALFORMED;
	*ret_item = item;
	return RESULT_OK;
}

uint8_t der_next_tag(struct bytes rest)
{
	return rest.len > 0 ? rest.at[0] : 0;
}

struct bytes der_content(const struct der_item *item)
{
	return bytes_from(item->whole.at + item->head_len, item->whole.len - item->head_len);
}

bool der_read_number(struct bytes content, int64_t *ret_number)
{
	int64_t number = 0;

	if (content.len == 0 || content.len > sizeof(number) || content.at[0] >= 0x80)
		return false;
	if (content.len > 1 && content.at[0] == 0 && content.at[1] < 0x80)
		return false;
	for (size_t i = 0; i < content.len; i++)
		number = number << 8 | content.at[i];
	*ret_number = number;
	return true;
}

bool der_read_bits(struct bytes content, uint32_t *ret_bits)
{
	uint32_t bits = 0;
	size_t unused = content.len > 0 ? content.at[0] : 8;

	if (unused > 7 || content.len > 1 + sizeof(bits) || (content.len == 1 && unused > 0))
		return false;
	for (size_t i = 0; i < (content.len - 1) * 8; i++)
		bits |= (uint32_t)(content.at[1 + i / 8] >> (7 - i % 8) & 1) << i;
	if (unused > 0 && (content.at[content.len - 1] & ((1u << unused) - 1)) != 0)
		return false;
	*ret_bits = bits;
	return true;
}

static bool read_digits(struct bytes text, size_t at, size_t count, int64_t *ret_number)
{
	int64_t number = 0;

	for (size_t i = at; i < at + count; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
		number = number * 10 + (text.at[i] - '0');
	}
	*ret_number = number;
	return true;
}

/* Days since 1970-01-01 in the Gregorian calendar; the year begins in March, so that the odd day is last. */
static int64_t days_since_1970(int64_t year, int64_t month, int64_t day)
{
	int64_t of_year, era;

	if (month <= 2)
		year--;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	era = year / 400;
	year -= era * 400;
	return era * 146097 + year * 365 + year / 4 - year / 100 + of_year - 719468;
}

static bool is_a_date(int64_t year, int64_t month, int64_t day)
{
	static const int64_t DAYS[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1] + (month == 2 && is_leap);
}

bool der_read_time(const struct der_item *item, int64_t *ret_seconds)
{
	struct bytes text = der_content(item);
	size_t year_len = item->tag == DER_GENERALIZED_TIME ? 4 : 2;
	int64_t year, rest[5]; /* month, day, hour, minute, second */

	if ((item->tag != DER_UTC_TIME && item->tag != DER_GENERALIZED_TIME) || text.len != year_len + 11 || text.at[text.len - 1] != 'Z' ||
	    !read_digits(text, 0, year_len, &year))
		return false;
	for (size_t i = 0; i < 5; i++)
		if (!read_digits(text, year_len + 2 * i, 2, &rest[i]))
			return false;
	if (year_len == 2)
		year += year < 50 ? 2000 : 1900;
	if (!is_a_date(year, rest[0], rest[1]) || rest[2] > 23 || rest[3] > 59 || rest[4] > 59)
		return false;
	*ret_seconds = days_since_1970(year, rest[0], rest[1]) * SECONDS_A_DAY + rest[2] * 3600 + rest[3] * 60 + rest[4];
	return true;
}
