/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 3339 by places: each digit and each sign stands where it has to. */

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "reference-impl/service/verifier/verifier_request.h"

/* 'd' is a digit, everything else itself; T may be t or a space, as the RFC allows. */
static bool fits(const char *text, const char *form)
{
	for (; *form; form++, text++) {
		if (*form == 'd' ? !isdigit((unsigned char)*text) : *form != *text && !(*form == 'T' && (*text == 't' || *text == ' ')))
			return false;
	}
	return true;
}

static int number_at(const char *text, size_t digits)
{
	int number = 0;

	for (size_t i = 0; i < digits; i++)
		number = 10 * number + (text[i] - '0');
	return number;
}

/* "Z", "+hh:mm" or "-hh:mm" to its end, in seconds. */
static bool read_offset(const char *text, int64_t *ret_offset)
{
	int hours, minutes;

	if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0) {
		*ret_offset = 0;
		return true;
	}
	if ((*text != '+' && *text != '-') || !fits(text + 1, "dd:dd") || text[6] != '\0')
		return false;
	hours = number_at(text + 1, 2);
	minutes = number_at(text + 4, 2);
	*ret_offset = (hours * 3600 + minutes * 60) * (*text == '-' ? -1 : 1);
	return hours < 24 && minutes < 60;
}

bool verifier_time_read(const char *text, int64_t *ret_time)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd";
	struct tm given = { 0 }, asked;
	size_t at = sizeof(form) - 1;
	int64_t offset, seconds;

	if (strlen(text) < at || !fits(text, form))
		return false;
	given = (struct tm){ .tm_year = number_at(text, 4) - 1900, .tm_mon = number_at(text + 5, 2) - 1, .tm_mday = number_at(text + 8, 2),
			     .tm_hour = number_at(text + 11, 2), .tm_min = number_at(text + 14, 2), .tm_sec = number_at(text + 17, 2) };
	if (text[at] == '.') {
		for (at++; isdigit((unsigned char)text[at]); at++)
			continue;
		if (text[at - 1] == '.')
			return false;
	}
	if (!read_offset(text + at, &offset))
		return false;
	asked = given;
	seconds = timegm(&given);
	/* 31 February would have become another day. */
	if (given.tm_mday != asked.tm_mday || given.tm_mon != asked.tm_mon || given.tm_hour != asked.tm_hour || given.tm_min != asked.tm_min ||
	    given.tm_sec != asked.tm_sec)
		return false;
	*ret_time = seconds - offset;
	return true;
}
