/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/timeline_text.h"

#include <stdlib.h>

#include "base/fs.h"
#include "base/intl.h"
#include "layout/fit.h"
#include "text/draw.h"

void timeline_add_period(struct buf *out, enum timeline_zoom level, int64_t first)
{
	int32_t year;
	int month, day;

	civil_from_days(first, &year, &month, &day);
	if (year < 0)
		buf_addc(out, '-');
	year = abs(year);
	switch (level) {
	case TIMELINE_CENTURY:
		buf_addf(out, "%02dXX", year / 100);
		return;
	case TIMELINE_DECADE:
		buf_addf(out, "%03dX", year / 10);
		return;
	case TIMELINE_QUARTER:
		buf_addf(out, "%04d-Q%d", year, (month + 2) / 3);
		return;
	default:
		break;
	}
	buf_addf(out, "%04d", year);
	if (level >= TIMELINE_MONTH)
		buf_addf(out, "-%02d", month);
	if (level >= TIMELINE_WEEK)
		buf_addf(out, "-%02d", day);
}

static void add_part(struct buf *out, const struct edtf_date *d, bool year, bool month)
{
	if (d->precision == EDTF_NONE) {
		buf_adds(out, "..");
		return;
	}
	if (year)
		timeline_add_period(out,
				    d->precision == EDTF_CENTURY  ? TIMELINE_CENTURY
				    : d->precision == EDTF_DECADE ? TIMELINE_DECADE
								  : TIMELINE_YEAR,
				    civil_days(d->year, 1, 1));
	if (month && d->month)
		buf_addf(out, "%s%02d", year ? "-" : "", d->month);
	if (d->day && (month || !year))
		buf_addf(out, "%s%02d", month ? "-" : "", d->day);
}

/*
 * What the two ends share is not repeated; an end in another year is that year alone, and where
 * even that takes too much room only the stroke tells that it goes on.
 */
static void add_when(struct buf *out, const struct edtf *when, bool year)
{
	const struct edtf_date *begin = &when->begin, *end = &when->end;
	bool same_year = begin->year == end->year;
	size_t start = out->n;

	add_part(out, begin, year || begin->month == 0, true);
	if (when->interval) {
		bool month = same_year && (end->month != begin->month || !end->day);
		size_t room = start + TIMELINE_DATE_COLUMNS;

		buf_addc(out, '/');
		size_t stroke = out->n;

		add_part(out, end, !same_year || end->month == 0, month);
		if (out->n > room)
			buf_truncate(out, stroke);
	}
	if (begin->approximate || (when->interval && end->approximate))
		buf_addc(out, '~');
	if (out->n > start + TIMELINE_DATE_COLUMNS)
		buf_truncate(out, start + TIMELINE_DATE_COLUMNS);
}

void timeline_add_heading(struct buf *out, const struct axis *a, const struct axis_row *row)
{
	/* A season or a half-year is named by what is dated so. */
	if (row->level < axis_zoom(a) && row->level > TIMELINE_YEAR)
		add_when(out, &axis_item(a, row->at)->when, true);
	else
		timeline_add_period(out, row->level, row->first);
}

void timeline_add_date(struct buf *out, const struct axis *a, size_t at)
{
	const struct edtf *when = &axis_item(a, at)->when;
	const struct timeline_key *key = axis_key(a, at);
	enum timeline_zoom zoom = axis_zoom(a);
	int64_t first, next;

	if (!key->dated) {
		buf_addstr(out, axis_item(a, at)->code);
		return;
	}
	/* Weeks have no headings of longer periods among them. */
	bool coarse = key->level < zoom && zoom != TIMELINE_WEEK;

	axis_period(coarse ? key->level : zoom, key->first, &first, &next);
	if (key->first == first && key->last == next - 1 && !key->span) {
		if (when->begin.approximate)
			buf_addc(out, '~');
		return;
	}
	add_when(out, when, zoom < TIMELINE_YEAR);
}

/* In the longest unit that goes into it twice, but none shorter than the zoom's own. */
void timeline_add_gap(struct buf *out, const struct axis *a, const struct axis_row *row)
{
	int32_t year, next_year;
	int month, next_month, day;
	enum timeline_zoom zoom = axis_zoom(a);

	civil_from_days(row->first, &year, &month, &day);
	civil_from_days(row->last + 1, &next_year, &next_month, &day);
	unsigned long days = (unsigned long)(row->last + 1 - row->first);
	unsigned long months = (unsigned long)((next_year - year) * 12 + next_month - month);
	unsigned long years = months / 12;

	if (zoom <= TIMELINE_YEAR || years >= 2)
		buf_addf(out, ngettext("%lu empty year", "%lu empty years", years), years);
	else if (zoom <= TIMELINE_MONTH || days >= 62)
		buf_addf(out, ngettext("%lu empty month", "%lu empty months", months), months);
	else if (zoom == TIMELINE_WEEK || days >= 21)
		buf_addf(out, ngettext("%lu empty week", "%lu empty weeks", days / 7), days / 7);
	else
		buf_addf(out, ngettext("%lu empty day", "%lu empty days", days), days);
}

static void add_name(struct buf *out, const struct article *article)
{
	struct buf text = {0};

	draw_add_text(&text, str_of(fs_base(article->name))); /* it need not be UTF-8 */
	struct str name = buf_str(&text);
	size_t digits = 0, dot = name.n;

	while (digits < name.n && name.p[digits] >= '0' && name.p[digits] <= '9')
		digits++;
	/* A name that begins with a date says more than its year. */
	if (digits >= 2 && digits <= 6 && digits < name.n && name.p[digits] != '-') {
		buf_addstr(out, str_sub(name, 0, digits));
		buf_release(&text);
		return;
	}
	for (size_t i = 1; i < name.n; i++) {
		if (name.p[i] == '.')
			dot = i;
	}
	buf_addstr(out, str_sub(name, 0, fit_bytes(str_sub(name, 0, dot), 10, NULL)));
	buf_release(&text);
}

static int compare_keys(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void timeline_add_names(struct buf *out, struct axis *a, struct axis_pos pos,
			struct library *library)
{
	VEC(uint32_t) keys = {NULL, 0, 0};
	size_t n;
	const size_t *members = axis_members(a, pos, &n);

	if (axis_row(a, pos).kind == AXIS_MEMBER)
		vec_push(&keys, axis_key(a, axis_row(a, pos).at)->article);
	else
		for (size_t i = 0; i < n; i++)
			vec_push(&keys, axis_key(a, members[i])->article);
	qsort(keys.p, keys.n, sizeof *keys.p, compare_keys);
	for (size_t i = 0; i < keys.n; i++) {
		const struct article *article = library_article(library, keys.p[i]);

		if (!article || (i > 0 && keys.p[i] == keys.p[i - 1]))
			continue;
		if (i > 0)
			buf_addc(out, ' ');
		add_name(out, article);
	}
	vec_release(&keys);
}

char timeline_shape(const struct axis *a, size_t at)
{
	const struct timeline_key *key = axis_key(a, at);

	return key->published ? 'o' : key->span ? '=' : '-';
}

char timeline_bar(const struct axis *a, const struct axis_row *row, int lane)
{
	static const char bars[] = {[AXIS_NO_BAR] = ' ', [AXIS_BAR_BEGINS] = '=', [AXIS_BAR] = '|'};

	return bars[axis_bar(a, row, lane)];
}

const char *timeline_zoom_name(enum timeline_zoom zoom)
{
	static const char *const names[TIMELINE_ZOOMS] = {
		[TIMELINE_CENTURY] = N_("centuries"), [TIMELINE_DECADE] = N_("decades"),
		[TIMELINE_YEAR] = N_("years"),        [TIMELINE_QUARTER] = N_("quarters"),
		[TIMELINE_MONTH] = N_("months"),      [TIMELINE_WEEK] = N_("weeks"),
		[TIMELINE_DAY] = N_("days"),
	};

	return _(names[zoom]);
}
