/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/step.h"

#include "base/civil.h"

struct edtf_date step_year(int32_t year)
{
	return (struct edtf_date){.year = year, .precision = EDTF_YEAR};
}

struct edtf_date step_month(int64_t months)
{
	int64_t year = (months >= 0 ? months : months - 11) / 12;

	return (struct edtf_date){
		.year = (int32_t)year,
		.month = (int8_t)(months - year * 12 + 1),
		.precision = EDTF_MONTH,
	};
}

int64_t step_months(const struct edtf_date *d)
{
	return (int64_t)d->year * 12 + d->month - 1;
}

struct edtf_date step_day(int64_t days)
{
	struct edtf_date d = {.precision = EDTF_DAY};
	int month, day;

	civil_from_days(days, &d.year, &month, &day);
	d.month = (int8_t)month;
	d.day = (int8_t)day;
	return d;
}

int64_t step_days(const struct edtf_date *d)
{
	return civil_days(d->year, d->month, d->day);
}

struct edtf step_one(struct edtf_date d)
{
	return (struct edtf){.begin = d};
}

struct edtf step_between(struct edtf_date begin, struct edtf_date end)
{
	return (struct edtf){.begin = begin, .end = end, .interval = true};
}

struct edtf step_week(int64_t days)
{
	int64_t monday = days - civil_weekday(days);

	return step_between(step_day(monday), step_day(monday + 6));
}

bool step_has_month(const struct edtf_date *d)
{
	return d->precision >= EDTF_MONTH;
}

bool step_has_year(const struct edtf_date *d)
{
	return d->precision >= EDTF_YEAR;
}

struct edtf step_by(const struct edtf_date *from, enum rule_unit unit, int64_t count)
{
	struct edtf_date coarse = *from;

	if (!step_has_year(from) || count > 1000000 || count < -1000000)
		return (struct edtf){0};
	coarse.approximate = true;
	switch (unit) {
	case UNIT_CENTURY:
		coarse = step_year(from->year - from->year % 100 + (int32_t)count * 100);
		coarse.precision = EDTF_CENTURY;
		return step_one(coarse);
	case UNIT_DECADE:
		coarse = step_year(from->year - from->year % 10 + (int32_t)count * 10);
		coarse.precision = EDTF_DECADE;
		return step_one(coarse);
	case UNIT_YEAR:
		return step_one(step_year(from->year + (int32_t)count));
	case UNIT_HALF:
	case UNIT_QUARTER:
	case UNIT_MONTH:
		if (!step_has_month(from))
			return step_one(coarse);
		if (unit == UNIT_MONTH)
			return step_one(step_month(step_months(from) + count));
		int length = unit == UNIT_HALF ? 6 : 3;
		int64_t first = (step_months(from) / length + count) * length;

		return step_between(step_month(first), step_month(first + length - 1));
	case UNIT_WEEK:
	case UNIT_DAY:
		if (from->precision == EDTF_DAY && unit == UNIT_DAY)
			return step_one(step_day(step_days(from) + count));
		if (from->precision == EDTF_DAY)
			return step_week(step_days(from) + count * 7);
		if (!step_has_month(from))
			return (struct edtf){0};
		/* Some day of that month. */
		coarse.approximate = from->approximate;
		coarse.masked = from->precision == EDTF_MONTH;
		return step_one(coarse);
	default: /* hours and shorter: the day itself */
		coarse.approximate = from->approximate;
		return step_one(coarse);
	}
}
