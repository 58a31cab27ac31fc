/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <string.h>

#include "store/state_private.h"

void state_date_text(struct buf *out, const struct civil *date)
{
	if (date->precision == CIVIL_NONE)
		return;
	buf_addf(out, "%d", (int)date->year);
	if (date->precision >= CIVIL_MONTH)
		buf_addf(out, "-%02d", date->month);
	if (date->precision >= CIVIL_DAY)
		buf_addf(out, "-%02d", date->day);
	if (date->precision >= CIVIL_MINUTE)
		buf_addf(out, "T%02d:%02d", date->hour, date->minute);
	if (date->precision >= CIVIL_SECOND)
		buf_addf(out, ":%02d", date->second);
	if (date->precision >= CIVIL_DAY && date->zone != CIVIL_NO_ZONE) {
		int zone = date->zone < 0 ? -date->zone : date->zone;

		buf_addf(out, "%c%02d%02d", date->zone < 0 ? '-' : '+', zone / 60, zone % 60);
	}
}

/* One to max digits, taken off *s. */
static bool take_number(struct str *s, size_t max, int32_t *out)
{
	size_t n = 0;

	for (*out = 0; n < s->n && n < max && s->p[n] >= '0' && s->p[n] <= '9'; n++)
		*out = *out * 10 + (s->p[n] - '0');
	*s = str_sub(*s, n, s->n);
	return n > 0;
}

static bool take_char(struct str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

static bool take_zone(struct str s, struct civil *date)
{
	int32_t digits;
	int sign = take_char(&s, '-') ? -1 : 1;

	if (sign > 0 && !take_char(&s, '+'))
		return s.n == 0;
	if (s.n != 4 || !take_number(&s, 4, &digits) || s.n || digits % 100 > 59)
		return false;
	date->zone = (int16_t)(sign * (digits / 100 * 60 + digits % 100));
	return true;
}

static bool take_time(struct str s, struct civil *date)
{
	int32_t hour, minute, second = 0;

	if (!take_char(&s, 'T'))
		return take_zone(s, date);
	if (!take_number(&s, 2, &hour) || !take_char(&s, ':') || !take_number(&s, 2, &minute))
		return false;
	date->precision = CIVIL_MINUTE;
	if (take_char(&s, ':')) {
		if (!take_number(&s, 2, &second))
			return false;
		date->precision = CIVIL_SECOND;
	}
	if (hour > 23 || minute > 59 || second > 60)
		return false;
	date->hour = (int8_t)hour;
	date->minute = (int8_t)minute;
	date->second = (int8_t)second;
	return take_zone(s, date);
}

bool state_date_parse(struct str text, struct civil *date)
{
	struct civil d = {.zone = CIVIL_NO_ZONE, .precision = CIVIL_YEAR};
	int32_t month = 1, day = 1;
	bool before_year_0 = take_char(&text, '-');

	if (!take_number(&text, 9, &d.year))
		return false;
	if (before_year_0)
		d.year = -d.year;
	if (take_char(&text, '-')) {
		if (!take_number(&text, 2, &month))
			return false;
		d.precision = CIVIL_MONTH;
		d.month = (int8_t)month;
	}
	if (d.precision == CIVIL_MONTH && take_char(&text, '-')) {
		if (!take_number(&text, 2, &day))
			return false;
		d.precision = CIVIL_DAY;
		d.day = (int8_t)day;
	}
	if (!civil_valid(d.year, month, day))
		return false;
	if (d.precision == CIVIL_DAY ? !take_time(text, &d) : text.n != 0)
		return false;
	*date = d;
	return true;
}

void state_row(sqlite3_stmt *stmt, struct state_article *out)
{
	struct str charset = db_column(stmt, 7);

	*out = (struct state_article){
		.id = sqlite3_column_int64(stmt, 0),
		.read = sqlite3_column_int(stmt, 1) != 0,
		.bookmarked = sqlite3_column_int(stmt, 2) != 0,
		.permille = sqlite3_column_int(stmt, 4),
		.opened = sqlite3_column_int64(stmt, 5),
	};
	if (sqlite3_column_int64(stmt, 3) > 0)
		out->place = (size_t)sqlite3_column_int64(stmt, 3);
	state_date_parse(db_column(stmt, 6), &out->date);
	if (charset.n < sizeof out->charset)
		memcpy(out->charset, charset.n ? charset.p : "", charset.n);
}
