/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/edtf.h"

#include <string.h>

enum { SPRING = 21, WINTER = 24 };

/* The interval shapes that have a name: calendar months that begin at the listed ones. */
static const struct shape {
	enum edtf_precision precision;
	int months;
} shapes[] = {
	{EDTF_QUARTER, 3},
	{EDTF_HALF, 6},
};

static bool digits(struct str s, size_t at, size_t n, int32_t *value)
{
	int32_t v = 0;

	if (at > s.n || n > s.n - at || n == 0 || n > 9)
		return false;
	for (size_t i = at; i < at + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*value = v;
	return true;
}

/* "2022", "-0220", "Y17000", "199X", "18XX" at the beginning of s; the bytes it took or 0. */
static size_t parse_year(struct edtf_date *out, struct str s)
{
	size_t at = 0, n = 4;
	bool is_long = s.n && s.p[0] == 'Y';
	int32_t value;

	at += is_long;
	bool negative = at < s.n && s.p[at] == '-';

	at += negative;
	if (is_long) {
		for (n = 0; at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9'; n++)
			;
		if (n < 5)
			return 0;
	}
	out->precision = EDTF_YEAR;
	if (!digits(s, at, n, &value)) {
		if (is_long || at + 4 > s.n || s.p[at + 3] != 'X')
			return 0;
		bool century = s.p[at + 2] == 'X';

		if (!digits(s, at, century ? 2 : 3, &value))
			return 0;
		value *= century ? 100 : 10;
		out->precision = century ? EDTF_CENTURY : EDTF_DECADE;
	}
	out->year = negative ? -value : value;
	return at + n;
}

/* The "-07-13" behind a year. */
static bool parse_rest(struct edtf_date *out, struct str s)
{
	int32_t month, day;

	if (s.n == 0)
		return true;
	if (out->precision != EDTF_YEAR)
		return false;
	if (str_eq(s, STR("-XX")) || str_eq(s, STR("-XX-XX"))) {
		out->masked = true;
		return true;
	}
	if (s.p[0] != '-' || !digits(s, 1, 2, &month))
		return false;
	out->month = (int8_t)month;
	if (month >= SPRING && month <= WINTER && s.n == 3) {
		out->precision = EDTF_SEASON;
		return true;
	}
	if (month < 1 || month > 12)
		return false;
	out->precision = EDTF_MONTH;
	if (s.n == 3)
		return true;
	if (str_eq(str_sub(s, 3, s.n), STR("-XX"))) {
		out->masked = true;
		return true;
	}
	if (s.n != 6 || s.p[3] != '-' || !digits(s, 4, 2, &day) ||
	    !civil_valid(out->year, month, day))
		return false;
	out->day = (int8_t)day;
	out->precision = EDTF_DAY;
	return true;
}

static bool parse_date(struct edtf_date *out, struct str s)
{
	*out = (struct edtf_date){0};
	if (s.n && strchr("~?%", s.p[s.n - 1])) {
		out->approximate = true;
		s.n--;
	}
	size_t n = parse_year(out, s);

	return n && parse_rest(out, str_sub(s, n, s.n));
}

static bool parse_end(struct edtf_date *out, struct str s)
{
	*out = (struct edtf_date){0};
	return s.n == 0 || str_eq(s, STR("..")) || parse_date(out, s);
}

bool edtf_parse(struct edtf *out, struct str s)
{
	struct edtf e = {0};
	size_t slash = str_find(s, STR("/"), 0);

	if (slash == (size_t)-1) {
		if (!parse_date(&e.begin, s))
			return false;
	} else {
		e.interval = true;
		if (!parse_end(&e.begin, str_sub(s, 0, slash)) ||
		    !parse_end(&e.end, str_sub(s, slash + 1, s.n)) || !edtf_is_date(&e) ||
		    edtf_first_day(&e) > edtf_last_day(&e))
			return false;
	}
	*out = e;
	return true;
}

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

static bool date_eq(const struct edtf_date *a, const struct edtf_date *b)
{
	return a->year == b->year && a->month == b->month && a->day == b->day &&
	       a->precision == b->precision && a->approximate == b->approximate &&
	       a->masked == b->masked;
}

bool edtf_eq(const struct edtf *a, const struct edtf *b)
{
	return a->interval == b->interval && date_eq(&a->begin, &b->begin) &&
	       (!a->interval || date_eq(&a->end, &b->end));
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

int edtf_cmp(const struct edtf *a, const struct edtf *b)
{
	int64_t a_first = edtf_first_day(a), b_first = edtf_first_day(b);
	int64_t a_last = edtf_last_day(a), b_last = edtf_last_day(b);

	if (a_first != b_first)
		return a_first < b_first ? -1 : 1;
	return (a_last < b_last) - (a_last > b_last);
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
