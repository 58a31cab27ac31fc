/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/civil.h"

#include <stdlib.h>

static bool is_leap(int32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int civil_month_days(int32_t year, int month)
{
	static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

bool civil_valid(int32_t year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= civil_month_days(year, month);
}

/*
 * Both directions count years from 1 March of year 0, so that the leap day is the last of its
 * year, in eras of 400 years of 146,097 days.
 */
int64_t civil_days(int32_t year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

void civil_from_days(int64_t days, int32_t *year, int *month, int *day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t m = (5 * day_of_year + 2) / 153;

	*day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int32_t)(year_of_era + era * 400 + (*month <= 2));
}

int civil_weekday(int64_t days)
{
	/* 1970-01-01 was a Thursday. */
	int64_t w = (days + 3) % 7;

	return (int)(w < 0 ? w + 7 : w);
}

int64_t civil_seconds(const struct civil *c)
{
	if (c->precision == CIVIL_NONE)
		return INT64_MIN;
	int month = c->precision >= CIVIL_MONTH ? c->month : 1;
	int day = c->precision >= CIVIL_DAY ? c->day : 1;
	int64_t seconds = civil_days(c->year, month, day) * 86400;

	if (c->precision >= CIVIL_MINUTE) {
		seconds += c->hour * 3600 + c->minute * 60 + c->second;
		if (c->zone != CIVIL_NO_ZONE)
			seconds -= c->zone * 60;
	}
	return seconds;
}

void civil_add_date(struct buf *out, const struct civil *c)
{
	if (c->precision == CIVIL_NONE)
		return;
	/* EDTF wants four digits, the sign not counted. */
	buf_addf(out, "%s%04d", c->year < 0 ? "-" : "", abs(c->year));
	if (c->precision >= CIVIL_MONTH)
		buf_addf(out, "-%02d", c->month);
	if (c->precision >= CIVIL_DAY)
		buf_addf(out, "-%02d", c->day);
}

void civil_add_full(struct buf *out, const struct civil *c)
{
	civil_add_date(out, c);
	if (c->precision < CIVIL_MINUTE)
		return;
	buf_addf(out, " %02d:%02d", c->hour, c->minute);
	if (c->zone != CIVIL_NO_ZONE)
		buf_addf(out, " %c%02d:%02d", c->zone < 0 ? '-' : '+', abs(c->zone) / 60,
			 abs(c->zone) % 60);
}
