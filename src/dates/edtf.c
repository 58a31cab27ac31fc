/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/edtf.h"

enum { SPRING = 21 };

/* The interval shapes that have a name: calendar months that begin at the listed ones. */
static const struct shape {
	enum edtf_precision precision;
	int months;
} shapes[] = {
	{EDTF_QUARTER, 3},
	{EDTF_HALF, 6},
};

static void add_date(struct buf *out, const struct edtf_date *d)
{
	if (d->precision == EDTF_NONE) {
		buf_adds(out, "..");
		return;
	}
	int64_t year = d->year < 0 ? -(int64_t)d->year : d->year;

	if (year > 9999)
		buf_addc(out, 'Y');
	if (d->year < 0)
		buf_addc(out, '-');
	if (d->precision == EDTF_CENTURY)
		buf_addf(out, "%02dXX", (int)(year / 100));
	else if (d->precision == EDTF_DECADE)
		buf_addf(out, "%03dX", (int)(year / 10));
	else
		buf_addf(out, "%04d", (int)year);
	if (d->precision == EDTF_SEASON || d->precision >= EDTF_MONTH)
		buf_addf(out, "-%02d", d->month);
	if (d->precision == EDTF_DAY)
		buf_addf(out, "-%02d", d->day);
	if (d->masked)
		buf_adds(out, d->precision == EDTF_MONTH ? "-XX" : "-XX-XX");
	if (d->approximate)
		buf_addc(out, '~');
}

void edtf_add(struct buf *out, const struct edtf *e)
{
	if (!edtf_is_date(e))
		return;
	add_date(out, &e->begin);
	if (e->interval) {
		buf_addc(out, '/');
		add_date(out, &e->end);
	}
}

struct edtf edtf_of_civil(const struct civil *c)
{
	/* clang-format off */
	static const uint8_t precisions[] = {
		[CIVIL_NONE] = EDTF_NONE,  [CIVIL_YEAR] = EDTF_YEAR,  [CIVIL_MONTH] = EDTF_MONTH,
		[CIVIL_DAY] = EDTF_DAY,    [CIVIL_MINUTE] = EDTF_DAY, [CIVIL_SECOND] = EDTF_DAY,
	};
	/* clang-format on */
	struct edtf e = {0};

	e.begin.precision = precisions[c->precision];
	if (c->precision >= CIVIL_YEAR)
		e.begin.year = c->year;
	if (c->precision >= CIVIL_MONTH)
		e.begin.month = c->month;
	if (c->precision >= CIVIL_DAY)
		e.begin.day = c->day;
	return e;
}

bool edtf_is_date(const struct edtf *e)
{
	return e->begin.precision != EDTF_NONE || (e->interval && e->end.precision != EDTF_NONE);
}

/* The first day of the month `months` after that of January of year; months may be negative. */
static int64_t month_start(int32_t year, int months)
{
	int over = months >= 0 ? months / 12 : -((11 - months) / 12);

	return civil_days(year + over, months - over * 12 + 1, 1);
}

/*
 * The years a decade or century covers, year at its zero: a century is read as written (18XX is
 * 1800 to 1899), before year 0 counting backwards (-01XX is -199 to -100).
 */
static void years_of(const struct edtf_date *d, int32_t *first, int32_t *last)
{
	int32_t span = d->precision == EDTF_CENTURY ? 99 : d->precision == EDTF_DECADE ? 9 : 0;

	*first = d->year < 0 ? d->year - span : d->year;
	*last = *first + span;
}

static int64_t first_day(const struct edtf_date *d)
{
	int32_t first, last;

	switch ((enum edtf_precision)d->precision) {
	case EDTF_NONE:
		return INT64_MIN;
	case EDTF_DAY:
		return civil_days(d->year, d->month, d->day);
	case EDTF_MONTH:
		return civil_days(d->year, d->month, 1);
	case EDTF_SEASON: /* of the northern half: spring is March to May */
		return month_start(d->year, (d->month - SPRING) * 3 + 2);
	default:
		years_of(d, &first, &last);
		return civil_days(first, 1, 1);
	}
}

static int64_t last_day(const struct edtf_date *d)
{
	int32_t first, last;

	switch ((enum edtf_precision)d->precision) {
	case EDTF_NONE:
		return INT64_MAX;
	case EDTF_DAY:
		return civil_days(d->year, d->month, d->day);
	case EDTF_MONTH:
		return month_start(d->year, d->month) - 1;
	case EDTF_SEASON:
		return month_start(d->year, (d->month - SPRING) * 3 + 5) - 1;
	default:
		years_of(d, &first, &last);
		return civil_days(last, 12, 31);
	}
}

int64_t edtf_first_day(const struct edtf *e)
{
	return first_day(&e->begin);
}

int64_t edtf_last_day(const struct edtf *e)
{
	return last_day(e->interval ? &e->end : &e->begin);
}

enum edtf_precision edtf_precision(const struct edtf *e)
{
	const struct edtf_date *b = &e->begin, *d = &e->end;

	if (!e->interval)
		return b->precision;
	if (b->precision == EDTF_MONTH && d->precision == EDTF_MONTH && b->year == d->year)
		for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
			if (d->month - b->month + 1 == shapes[i].months &&
			    (b->month - 1) % shapes[i].months == 0)
				return shapes[i].precision;
	if (b->precision == EDTF_DAY && d->precision == EDTF_DAY &&
	    last_day(d) - first_day(b) == 6 && civil_weekday(first_day(b)) == 0)
		return EDTF_WEEK;
	return b->precision > d->precision ? b->precision : d->precision;
}

const char *edtf_precision_name(const struct edtf *e)
{
	/* clang-format off */
	static const char *const names[] = {
		[EDTF_NONE] = "",          [EDTF_CENTURY] = "century", [EDTF_DECADE] = "decade",
		[EDTF_YEAR] = "year",      [EDTF_HALF] = "half-year",  [EDTF_QUARTER] = "quarter",
		[EDTF_SEASON] = "quarter", [EDTF_MONTH] = "month",     [EDTF_WEEK] = "week",
		[EDTF_DAY] = "day",
	};
	/* clang-format on */

	return names[edtf_precision(e)];
}
