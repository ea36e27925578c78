/* SPDX-License-Identifier: Apache-2.0 */
/* Digits to a day of the calendar to seconds. */

#include "reference-impl/codec/der_time.h"

enum { UTC_LEN = 13, GENERALIZED_LEN = 15, FIRST_OF_UTC = 1950, FIRST_OF_GENERALIZED = 2050 };
enum { HOURS_PER_DAY = 24, SECONDS_PER_MINUTE = 60 };

struct moment {
	unsigned int year, month, day, hour, minute, second;
};

static unsigned int take_digits(struct reader *text, size_t count)
{
	unsigned int number = 0;

	for (size_t i = 0; i < count; i++) {
		uint8_t digit = reader_u8(text);

		if (digit < '0' || digit > '9')
			der_reader_refuse(text, RESULT_MALFORMED);
		number = 10 * number + (digit - (unsigned int)'0') % 10;
	}
	return number;
}

static unsigned int days_of_month(unsigned int year, unsigned int month)
{
	static const uint8_t DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return DAYS[month - 1] + (month == 2 && is_leap ? 1u : 0u);
}

static bool is_of_calendar(const struct moment *m)
{
	return m->month >= 1 && m->month <= 12 && m->day >= 1 && m->day <= days_of_month(m->year, m->month) &&
	       m->hour < HOURS_PER_DAY && m->minute < SECONDS_PER_MINUTE && m->second < SECONDS_PER_MINUTE;
}

/* Days since 1970-01-01, with years that begin in March so that the leap day is the last. */
static int64_t days_of(const struct moment *m)
{
	int64_t year = (int64_t)m->year - (m->month <= 2), era = year / 400, year_of_era = year - era * 400;
	int64_t month = (m->month + 9) % 12, day_of_year = (153 * month + 2) / 5 + m->day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

int64_t der_time_take(struct reader *r)
{
	bool is_utc = der_reader_next_is(r, DER_UTC_TIME);
	struct bytes content = der_reader_take(r, is_utc ? DER_UTC_TIME : DER_GENERALIZED_TIME);
	struct reader text = reader_over(content);
	struct moment m = { .year = take_digits(&text, is_utc ? 2 : 4) };

	if (is_utc)
		m.year += m.year < FIRST_OF_GENERALIZED - 2000 ? 2000 : FIRST_OF_UTC - 50;
	m.month = take_digits(&text, 2);
	m.day = take_digits(&text, 2);
	m.hour = take_digits(&text, 2);
	m.minute = take_digits(&text, 2);
	m.second = take_digits(&text, 2);
	if (reader_u8(&text) != 'Z' || reader_finish(&text) != RESULT_OK || content.len != (is_utc ? UTC_LEN : GENERALIZED_LEN) ||
	    !is_of_calendar(&m) || (!is_utc && m.year < FIRST_OF_GENERALIZED)) {
		der_reader_refuse(r, RESULT_MALFORMED);
		return 0;
	}
	return ((days_of(&m) * HOURS_PER_DAY + m.hour) * SECONDS_PER_MINUTE + m.minute) * SECONDS_PER_MINUTE + m.second;
}
