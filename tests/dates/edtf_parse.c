/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "edtf_parse.h"

#include <string.h>

#include "base/civil.h"

enum { SPRING = 21, WINTER = 24 };

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
