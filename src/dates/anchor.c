/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/anchor.h"

#include "base/civil.h"

enum tense {
	TENSE_LAST, /* before now for sure: last March is not this March */
	TENSE_PAST,
	TENSE_NEAR, /* whatever is nearest: "as of April 1" */
	TENSE_FUTURE,
	TENSE_NEXT, /* after now for sure */
};

/* What is looked for around an expression is looked for this near, in bytes. */
enum { NEAR = 120 };

static bool near_words(const struct anchor *a, const struct expr *e, struct clause c,
		       const char *words)
{
	size_t begin = c.begin, end = c.end;

	if (e->begin > NEAR && begin < e->begin - NEAR)
		begin = e->begin - NEAR;
	if (end > e->end + NEAR)
		end = e->end + NEAR;
	return scan_words_within(a->text, begin, end, words);
}

static enum tense tense_of(const struct anchor *a, const struct expr *e)
{
	if (e->flags & (FLAG_PAST | FLAG_NEXT))
		return e->flags & FLAG_NEXT ? TENSE_NEXT : TENSE_LAST;
	if (near_words(a, e, a->clause, a->language->future))
		return TENSE_FUTURE;
	return near_words(a, e, a->clause, a->language->near) ? TENSE_NEAR : TENSE_PAST;
}

static struct edtf_date year_date(int32_t year)
{
	return (struct edtf_date){.year = year, .precision = EDTF_YEAR};
}

/* Months count from year 0 on. */
static struct edtf_date month_date(int64_t months)
{
	int64_t year = (months >= 0 ? months : months - 11) / 12;

	return (struct edtf_date){
		.year = (int32_t)year,
		.month = (int8_t)(months - year * 12 + 1),
		.precision = EDTF_MONTH,
	};
}

static int64_t months_of(const struct edtf_date *d)
{
	return (int64_t)d->year * 12 + d->month - 1;
}

static struct edtf_date day_date(int64_t days)
{
	struct edtf_date d = {.precision = EDTF_DAY};
	int month, day;

	civil_from_days(days, &d.year, &month, &day);
	d.month = (int8_t)month;
	d.day = (int8_t)day;
	return d;
}

static int64_t days_of(const struct edtf_date *d)
{
	return civil_days(d->year, d->month, d->day);
}

static struct edtf one(struct edtf_date d)
{
	return (struct edtf){.begin = d};
}

static struct edtf between(struct edtf_date begin, struct edtf_date end)
{
	return (struct edtf){.begin = begin, .end = end, .interval = true};
}

static struct edtf week_of(int64_t days)
{
	int64_t monday = days - civil_weekday(days);

	return between(day_date(monday), day_date(monday + 6));
}

static bool has_month(const struct edtf_date *d)
{
	return d->precision >= EDTF_MONTH;
}

static bool has_year(const struct edtf_date *d)
{
	return d->precision >= EDTF_YEAR;
}

/*
 * `count` units from a date that may be too coarse for them: then what is known of it, as
 * approximate. No date when there is no anchor.
 */
static struct edtf shift(const struct edtf_date *from, enum rule_unit unit, int64_t count)
{
	struct edtf_date coarse = *from;

	if (!has_year(from) || count > 1000000 || count < -1000000)
		return (struct edtf){0};
	coarse.approximate = true;
	switch (unit) {
	case UNIT_CENTURY:
		coarse = year_date(from->year - from->year % 100 + (int32_t)count * 100);
		coarse.precision = EDTF_CENTURY;
		return one(coarse);
	case UNIT_DECADE:
		coarse = year_date(from->year - from->year % 10 + (int32_t)count * 10);
		coarse.precision = EDTF_DECADE;
		return one(coarse);
	case UNIT_YEAR:
		return one(year_date(from->year + (int32_t)count));
	case UNIT_HALF:
	case UNIT_QUARTER:
	case UNIT_MONTH:
		if (!has_month(from))
			return one(coarse);
		if (unit == UNIT_MONTH)
			return one(month_date(months_of(from) + count));
		int length = unit == UNIT_HALF ? 6 : 3;
		int64_t first = (months_of(from) / length + count) * length;

		return between(month_date(first), month_date(first + length - 1));
	case UNIT_WEEK:
	case UNIT_DAY:
		if (from->precision == EDTF_DAY && unit == UNIT_DAY)
			return one(day_date(days_of(from) + count));
		if (from->precision == EDTF_DAY)
			return week_of(days_of(from) + count * 7);
		if (!has_month(from))
			return (struct edtf){0};
		/* Some day of that month. */
		coarse.approximate = from->approximate;
		coarse.masked = from->precision == EDTF_MONTH;
		return one(coarse);
	default: /* hours and shorter: the day itself */
		coarse.approximate = from->approximate;
		return one(coarse);
	}
}

static bool same_place(const struct anchor *a)
{
	return has_year(&a->last) && a->last_block == a->block;
}

/* Block after block that begins with a date: the year goes on. */
static bool in_chronicle(const struct anchor *a)
{
	return has_month(&a->last) && a->last_block + 1 == a->block && a->last_leads && a->leads;
}

/*
 * The date that tells the year of a bare month or part of a year: what was spoken of last in the
 * same block when that is long past, the heading, or the document itself. Without any, whatever
 * was last.
 */
static const struct edtf_date *year_anchor(const struct anchor *a, enum tense tense)
{
	bool dated = has_year(&a->document);

	if (dated && (tense == TENSE_LAST || tense == TENSE_NEXT))
		return &a->document;
	if ((same_place(a) || in_chronicle(a)) && (!dated || a->last.year < a->document.year))
		return &a->last;
	if (has_year(&a->section))
		return &a->section;
	return dated ? &a->document : &a->last;
}

/* The year of month 1 to 12, or of a part of a year that begins with it, so many months long. */
static bool pick_year(const struct anchor *a, int month, int length, enum tense tense, int32_t *year)
{
	const struct edtf_date *from = year_anchor(a, tense);

	if (!has_year(from))
		return false;
	*year = from->year;
	if (from != &a->document || !has_month(from))
		return true;
	if (tense <= TENSE_PAST && (tense == TENSE_LAST ? month + length > from->month
						       : month > from->month))
		(*year)--;
	else if (tense >= TENSE_FUTURE && month < from->month + (tense == TENSE_NEXT))
		(*year)++;
	else if (tense == TENSE_NEAR && (month > from->month + 6 || month < from->month - 6))
		*year += month < from->month ? 1 : -1;
	return true;
}

/* The month and year of a bare day of the month. */
static bool pick_month(const struct anchor *a, int day, enum tense tense, struct edtf_date *out)
{
	const struct edtf_date *from = &a->document;

	if (same_place(a) && has_month(&a->last))
		from = &a->last;
	else if (has_month(&a->section))
		from = &a->section;
	else if (!has_month(from))
		from = &a->last;
	if (!has_month(from))
		return false;
	int64_t months = months_of(from);

	if (from == &a->document && from->precision == EDTF_DAY) {
		if (tense <= TENSE_PAST && day > from->day)
			months--;
		else if (tense >= TENSE_FUTURE && day < from->day)
			months++;
	}
	*out = month_date(months);
	for (int i = 0; i < 2 && !civil_valid(out->year, out->month, day); i++)
		*out = month_date(months += tense >= TENSE_FUTURE ? 1 : -1);
	return true;
}

/*
 * A year of two digits is of the century just spoken of, or the latest that is not far ahead.
 */
static int32_t full_year(const struct anchor *a, int32_t year)
{
	int32_t now = has_year(&a->document) ? a->document.year : 2030;
	int32_t same = a->last.year - a->last.year % 100 + year;

	if (same_place(a) && same <= now + 5 && same > a->last.year - 50 && same < a->last.year + 50)
		return same;
	return now - now % 100 + year <= now + 5 ? now - now % 100 + year
						 : now - now % 100 - 100 + year;
}

static struct edtf century_or_decade(const struct anchor *a, const struct when *w, enum tense tense)
{
	struct edtf_date d = {.precision = EDTF_CENTURY, .year = w->century};
	bool said = w->slots & SLOT_CENTURY;

	if (w->relative)
		d = shift(w->that ? &a->last : &a->document, w->rel_unit, w->rel_offset).begin;
	if (d.precision == EDTF_NONE || !(w->slots & SLOT_DECADE) ||
	    (w->relative && w->rel_unit == UNIT_DECADE))
		return one(d);
	int32_t decade = w->decade;

	if (said && decade < 100 && decade > -1)
		decade += d.year;
	else if (!said) {
		int32_t now = has_year(&a->document) ? a->document.year : 2030;

		decade += now - now % 100;
		if (decade > (tense >= TENSE_FUTURE ? now + 50 : now))
			decade -= 100;
	}
	d.year = decade;
	d.precision = EDTF_DECADE;
	return one(d);
}

/* Half, quarter or season of a year. */
static struct edtf sub_of(int32_t year, const struct when *w)
{
	int length = w->sub == EDTF_HALF ? 6 : 3;
	int64_t first = (int64_t)year * 12 + (w->sub_index - 1) * length;

	if (w->sub == EDTF_SEASON)
		return one((struct edtf_date){
			.year = year,
			.month = (int8_t)(20 + w->sub_index),
			.precision = EDTF_SEASON,
		});
	return between(month_date(first), month_date(first + length - 1));
}

static struct edtf part_of_month(const struct edtf_date *month, int part)
{
	struct edtf_date begin = *month, end = *month;

	begin.precision = end.precision = EDTF_DAY;
	begin.day = (int8_t)(1 + (part - PART_FIRST_TEN) * 10);
	end.day = (int8_t)(part == PART_LAST_TEN ? civil_month_days(month->year, month->month)
						 : begin.day + 9);
	return between(begin, end);
}

/* The day of the week w->weekday, alone or in a week some weeks away. */
static struct edtf weekday_of(const struct anchor *a, const struct when *w, enum tense tense)
{
	const struct edtf_date *from = w->that ? &a->last : &a->document;

	if (from->precision != EDTF_DAY)
		return w->relative ? shift(from, UNIT_DAY, 0) : (struct edtf){0};
	int64_t today = days_of(from);
	int64_t day = today - civil_weekday(today) + (w->weekend ? 5 : w->weekday);

	if (w->relative)
		day += 7 * w->rel_offset;
	else if (tense <= TENSE_PAST && day + (tense == TENSE_LAST) > today)
		day -= 7;
	else if (tense >= TENSE_FUTURE && day < today + (tense == TENSE_NEXT))
		day += 7;
	return w->weekend ? between(day_date(day), day_date(day + 1)) : one(day_date(day));
}

/* The year said, or that of the anchor; false when none can be known. */
static bool find_year(const struct anchor *a, const struct when *w, enum tense tense, int32_t *year)
{
	if (w->relative) {
		const struct edtf_date *from = w->that ? &a->last : &a->document;

		if (!has_year(from))
			return false;
		*year = from->year + (w->rel_unit == UNIT_YEAR ? w->rel_offset : 0);
		return true;
	}
	if (w->slots & SLOT_YEAR) {
		*year = w->two_digits ? full_year(a, w->year) : w->year;
		return true;
	}
	if (w->slots & SLOT_MONTH)
		return pick_year(a, w->month, 1, tense, year);
	int length = w->sub == EDTF_HALF ? 6 : 3;
	int month = (w->sub_index - 1) * length + (w->sub == EDTF_SEASON ? 3 : 1);

	return pick_year(a, month, length, tense, year);
}

static struct edtf month_and_day(const struct anchor *a, const struct when *w, enum tense tense)
{
	struct edtf_date d = {.month = w->month, .precision = EDTF_MONTH};

	if (w->relative && w->rel_unit == UNIT_MONTH) {
		d = shift(w->that ? &a->last : &a->document, UNIT_MONTH, w->rel_offset).begin;
		if (d.precision != EDTF_MONTH)
			return one(d);
	} else if (w->slots & SLOT_MONTH) {
		if (!find_year(a, w, tense, &d.year))
			return (struct edtf){0};
	} else if (!pick_month(a, w->day, tense, &d)) {
		return (struct edtf){0};
	}
	if (w->slots & SLOT_DAY) {
		d.day = w->day;
		d.precision = EDTF_DAY;
		if (!civil_valid(d.year, d.month, d.day))
			d = (struct edtf_date){0};
	} else if ((w->slots & SLOT_PART) && w->part >= PART_FIRST_TEN && w->part <= PART_LAST_TEN) {
		return part_of_month(&d, w->part);
	}
	return one(d);
}

static struct edtf resolve_when(const struct anchor *a, const struct when *w, enum tense tense)
{
	const struct edtf_date *from = w->that ? &a->last : &a->document;
	int32_t year;

	/* The same day is that of the last day spoken of, not of a month since. */
	if (w->that && w->rel_unit == UNIT_DAY && a->last_day.precision && a->last_day_block == a->block)
		from = &a->last_day;

	if (w->relative && (w->rel_unit == UNIT_DAY || w->rel_unit == UNIT_QUARTER ||
			    w->rel_unit == UNIT_HALF))
		return shift(from, w->rel_unit, w->rel_offset);
	if (w->relative && w->rel_unit == UNIT_WEEK && !(w->slots & SLOT_WEEKDAY))
		return shift(from, UNIT_WEEK, w->rel_offset);
	if ((w->relative && w->rel_unit == UNIT_MONTH) || w->month || w->day)
		return month_and_day(a, w, tense);
	if (w->slots & SLOT_WEEKDAY)
		return weekday_of(a, w, tense);
	if (w->sub)
		return find_year(a, w, tense, &year) ? sub_of(year, w) : (struct edtf){0};
	if (w->slots & SLOT_YEAR)
		return find_year(a, w, tense, &year) ? one(year_date(year)) : (struct edtf){0};
	if (w->slots & (SLOT_CENTURY | SLOT_DECADE))
		return century_or_decade(a, w, tense);
	if ((w->slots & SLOT_PART) && has_month(from)) {
		/* 中旬 alone: of the month last spoken of. */
		struct edtf_date month = same_place(a) && has_month(&a->last) ? a->last : *from;

		month.precision = EDTF_MONTH;
		month.day = 0;
		return w->part >= PART_FIRST_TEN && w->part <= PART_LAST_TEN
			       ? part_of_month(&month, w->part)
			       : one(month);
	}
	if ((w->slots & SLOT_TIME) && same_place(a) && a->last.precision == EDTF_DAY)
		return one(a->last);
	return (struct edtf){0};
}

/* "2月30日": fields that no calendar has. */
static bool is_impossible(const struct when *w)
{
	if (!w->day || !w->month)
		return false;
	if ((w->slots & SLOT_YEAR) && !w->relative && !w->two_digits)
		return !civil_valid(w->year, w->month, w->day);
	return !civil_valid(2000, w->month, w->day);
}

/* An end of a range says what the other left out: 2011年5月到9月, 5月到9月 of 2011. */
static void share(struct when *to, const struct when *from)
{
	enum { YEAR = SLOT_CENTURY | SLOT_DECADE | SLOT_YEAR };

	if (!(to->slots & SLOT_CENTURY) && (from->slots & SLOT_CENTURY)) {
		to->slots |= from->slots & YEAR;
		to->century = from->century;
		to->year = from->year;
		to->two_digits = from->two_digits;
		to->relative = from->relative;
		to->that = from->that;
		to->rel_unit = from->rel_unit;
		to->rel_offset = from->rel_offset;
		if (!(to->slots & SLOT_DECADE))
			to->decade = from->decade;
	}
	if ((to->slots & SLOT_DAY) && !(to->slots & SLOT_MONTH) && from->month) {
		to->slots |= SLOT_MONTH;
		to->month = from->month;
	}
}

static struct edtf resolve_range(const struct anchor *a, const struct expr *e, enum tense tense)
{
	struct when from = e->from, to = e->to;

	if (to.slots & SLOT_CENTURY && !(from.slots & SLOT_CENTURY) && !to.relative)
		share(&from, &to);
	else
		share(&to, &from);
	if (is_impossible(&from) || is_impossible(&to))
		return (struct edtf){0};
	struct edtf first = resolve_when(a, &from, tense), last = resolve_when(a, &to, tense);

	if (!edtf_is_date(&first) || !edtf_is_date(&last))
		return first;
	struct edtf range = between(first.begin, last.interval ? last.end : last.begin);

	/* 11月到2月: over the turn of the year. */
	if (edtf_last_day(&range) < edtf_first_day(&range) && !(e->to.slots & SLOT_YEAR))
		range.end.year++;
	return edtf_last_day(&range) < edtf_first_day(&range) ? first : range;
}

/* ---- what is no date of the calendar */

static void add_period(struct buf *out, const struct expr *e)
{
	static const char letters[] = {
		[UNIT_YEAR] = 'Y', [UNIT_MONTH] = 'M',   [UNIT_WEEK] = 'W',  [UNIT_DAY] = 'D',
		[UNIT_HOUR] = 'H', [UNIT_MINUTE] = 'M',  [UNIT_SECOND] = 'S',
	};
	/* Half of a unit in the next smaller one, where there is a whole number of those. */
	static const struct {
		int count;
		char letter;
	} halves[] = {
		[UNIT_YEAR] = {6, 'M'}, [UNIT_MONTH] = {15, 'D'}, [UNIT_DAY] = {12, 'H'},
		[UNIT_HOUR] = {30, 'M'}, [UNIT_MINUTE] = {30, 'S'}, [UNIT_SECOND] = {0, 0},
	};
	static const struct {
		uint8_t unit;
		int64_t times;
	} composed[] = {
		[UNIT_QUARTER] = {UNIT_MONTH, 3}, [UNIT_DECADE] = {UNIT_YEAR, 10},
		[UNIT_CENTURY] = {UNIT_YEAR, 100}, [UNIT_HALF] = {UNIT_MONTH, 6},
	};
	bool half = e->plus_half || (e->amount.tenths == 5 && !e->amount.decimal);
	int64_t n = e->amount.value;
	uint8_t unit = e->unit;

	if (unit >= UNIT_QUARTER) {
		n = n * composed[unit].times + (half ? composed[unit].times / 2 : 0);
		half = false;
		unit = composed[unit].unit;
	}
	bool time = unit >= UNIT_HOUR && unit <= UNIT_SECOND;
	bool split = half && halves[unit].count;

	buf_addc(out, 'P');
	if (time)
		buf_addc(out, 'T');
	if (e->amount.vague)
		buf_addc(out, 'X');
	else if (n || !split)
		buf_addf(out, "%lld", (long long)n);
	if (e->amount.decimal || (half && !split))
		buf_addf(out, ".%d", e->amount.tenths ? e->amount.tenths : 5);
	if (e->amount.vague || n || !split)
		buf_addc(out, letters[unit]);
	if (e->more_unit) {
		if (!time && e->more_unit >= UNIT_HOUR)
			buf_addc(out, 'T');
		buf_addf(out, "%lld%c", (long long)e->more, letters[e->more_unit]);
	}
	if (split) {
		if (unit == UNIT_DAY)
			buf_addc(out, 'T');
		buf_addf(out, "%d%c", halves[unit].count, halves[unit].letter);
	}
}

static struct str period_code(struct arena *arena, const struct expr *e)
{
	struct buf b = {0};

	add_period(&b, e);
	struct str code = arena_str(arena, buf_str(&b));

	buf_release(&b);
	return code;
}

/* The date n units away, to the granularity of the words; half a unit to that of its half. */
static struct edtf away(const struct edtf_date *from, const struct expr *e, int sign)
{
	int64_t n = e->amount.value;
	bool half = e->plus_half || e->amount.tenths;
	uint8_t unit = e->unit;

	if (n > 100000)
		return (struct edtf){0};
	if (unit == UNIT_CENTURY || unit == UNIT_DECADE) {
		n = n * (unit == UNIT_CENTURY ? 100 : 10) + (half ? unit == UNIT_CENTURY ? 50 : 5 : 0);
		unit = UNIT_YEAR;
		half = false;
	} else if (unit == UNIT_QUARTER || unit == UNIT_HALF) {
		n *= unit == UNIT_HALF ? 6 : 3;
		unit = UNIT_MONTH;
	} else if (half && unit == UNIT_YEAR) {
		n = n * 12 + 6;
		unit = UNIT_MONTH;
	} else if (half && unit == UNIT_MONTH) {
		n = n * 30 + 15;
		unit = UNIT_DAY;
	} else if (unit == UNIT_HOUR && n >= 24) {
		n /= 24;
		unit = UNIT_DAY;
	}
	struct edtf value = shift(from, unit, sign * n);

	if (half || e->amount.about)
		value.begin.approximate = true;
	return value;
}

/* The n units up to the document's date (sign -1), or from it on: known as near as its ends. */
static struct edtf span_of(const struct anchor *a, const struct expr *e, int sign)
{
	const struct edtf_date *now = &a->document;
	struct edtf_date near = *now, far;
	uint8_t unit = e->unit;
	int64_t n = e->amount.value;

	if (!has_year(now) || e->amount.vague || n > 10000 ||
	    (unit >= UNIT_HOUR && unit <= UNIT_SECOND))
		return (struct edtf){0};
	if (unit == UNIT_DECADE || unit == UNIT_CENTURY) {
		n *= unit == UNIT_DECADE ? 10 : 100;
		unit = UNIT_YEAR;
	} else if (unit == UNIT_QUARTER || unit == UNIT_HALF) {
		n *= unit == UNIT_QUARTER ? 3 : 6;
		unit = UNIT_MONTH;
	}
	if (unit == UNIT_YEAR && has_month(now)) {
		n = n * 12 + (e->plus_half ? 6 : 0);
		unit = UNIT_MONTH;
	}
	if (unit == UNIT_MONTH && has_month(now)) {
		near.precision = EDTF_MONTH;
		near.day = 0;
	} else if (unit == UNIT_WEEK) {
		n *= 7;
		unit = UNIT_DAY;
	}
	struct edtf away_from = shift(&near, unit, sign * n);

	if (away_from.begin.precision != near.precision)
		return (struct edtf){0};
	far = away_from.begin;
	near.approximate = far.approximate = true;
	return sign < 0 ? between(far, near) : between(near, far);
}

static bool is_general(const struct anchor *a, const struct expr *e)
{
	struct clause until = {a->sentence.begin, e->begin};

	return (e->flags & FLAG_GENERAL) && near_words(a, e, until, a->language->habit);
}

static void place(struct tag_mention *m, struct edtf value)
{
	m->value = value;
	m->placed = edtf_is_date(&value);
}

static void resolve_date(const struct anchor *a, const struct expr *e, struct tag_mention *m,
			 struct arena *arena)
{
	static const uint8_t mods[] = {
		[PART_START] = TAG_START,      [PART_MID] = TAG_MID,
		[PART_END] = TAG_END,	       [PART_FIRST_HALF] = TAG_START,
		[PART_SECOND_HALF] = TAG_END,  [PART_ABOUT] = TAG_APPROX,
	};
	enum tense tense = tense_of(a, e);
	struct edtf value = e->range ? resolve_range(a, e, tense) : resolve_when(a, &e->from, tense);

	m->kind = TAG_DATE;
	m->future = tense >= TENSE_FUTURE;
	if ((e->from.slots & SLOT_PART) && m->mod == TAG_MOD_NONE)
		m->mod = mods[e->from.part];
	if (m->mod == TAG_APPROX && !(e->from.slots & SLOT_TIME)) {
		value.begin.approximate = true;
		value.end.approximate = value.interval;
	}
	place(m, value);
	if (m->placed)
		return;
	struct buf b = {0};

	m->kind = TAG_VAGUE;
	if (e->from.month)
		buf_addf(&b, "XXXX-%02d", e->from.month);
	else if (e->from.slots & SLOT_TIME && e->from.hour >= 0)
		buf_addf(&b, "T%02d:%02d", e->from.hour, e->from.minute);
	else if (e->from.day)
		buf_adds(&b, "XXXX-XX");
	if (e->from.day)
		buf_addf(&b, "-%02d", e->from.day);
	if (b.n == 0)
		buf_adds(&b, e->from.relative && e->from.rel_offset < 0 ? "PAST_REF"
			 : e->from.relative && e->from.rel_offset > 0 ? "FUTURE_REF"
								      : "PRESENT_REF");
	m->code = arena_str(arena, buf_str(&b));
	buf_release(&b);
}

static void resolve_ago(const struct anchor *a, const struct expr *e, struct tag_mention *m,
			struct arena *arena)
{
	static const struct edtf_date unknown;
	bool later = e->op == OP_LATER;
	const struct edtf_date *from = &a->document;

	m->kind = TAG_DATE;
	if (later && tense_of(a, e) < TENSE_FUTURE)
		from = same_place(a) ? &a->last : &unknown;
	if (e->amount.vague) {
		m->kind = TAG_VAGUE;
		m->code = period_code(arena, e);
		return;
	}
	/* 一年多后: too little is known to count from. */
	if (!later || (m->mod != TAG_MORE_THAN && m->mod != TAG_LESS_THAN))
		place(m, away(from, e, later ? 1 : -1));
	if (!m->placed) {
		m->kind = TAG_DURATION;
		m->code = period_code(arena, e);
	} else if (m->mod == TAG_APPROX) {
		m->value.begin.approximate = true;
	}
}

static void resolve_span(const struct anchor *a, const struct expr *e, struct tag_mention *m,
			 struct arena *arena)
{
	m->kind = e->amount.vague ? TAG_VAGUE : TAG_DURATION;
	m->code = period_code(arena, e);
	if (e->op == OP_LAST || e->op == OP_NEXT)
		m->value = span_of(a, e, e->op == OP_LAST ? -1 : 1);
	m->anchored = edtf_is_date(&m->value);
}

static void resolve_set(const struct anchor *a, const struct expr *e, struct tag_mention *m,
			struct arena *arena)
{
	(void)a;
	m->kind = TAG_SET;
	if (e->weekday >= 0) {
		char code[] = "XXXX-WXX-1";

		code[sizeof code - 2] = (char)('1' + e->weekday);
		m->code = arena_str(arena, str_of(code));
	} else {
		m->code = period_code(arena, e);
	}
}

static void resolve_age(const struct anchor *a, const struct expr *e, struct tag_mention *m,
			struct arena *arena)
{
	m->kind = TAG_AGE;
	m->code = period_code(arena, e);
	if (!a->birth || e->amount.vague || e->amount.value > 130 || e->unit != UNIT_YEAR ||
	    scan_words_at(a->text, e->end, a->language->aged))
		return;
	struct edtf_date year = year_date(a->birth + (int32_t)e->amount.value);

	/* Somebody else's age, then. */
	if (has_year(&a->document) && year.year > a->document.year)
		return;

	year.approximate = true;
	place(m, one(year));
}

static void resolve_vague(const struct anchor *a, const struct expr *e, struct tag_mention *m,
			  struct arena *arena)
{
	(void)a;
	(void)arena;
	m->kind = TAG_VAGUE;
	m->code = str_of(e->rule->code);
}

typedef void resolve_fn(const struct anchor *a, const struct expr *e, struct tag_mention *m,
			struct arena *arena);

static resolve_fn *const resolvers[] = {
	[OP_YEAR] = resolve_date, [OP_AGO] = resolve_ago,       [OP_LATER] = resolve_ago,
	[OP_LAST] = resolve_span, [OP_NEXT] = resolve_span,     [OP_DURATION] = resolve_span,
	[OP_SET] = resolve_set,   [OP_AGE] = resolve_age,       [OP_VAGUE] = resolve_vague,
};

bool anchor_resolve(struct anchor *a, const struct expr *e, struct tag_mention *m,
		    struct arena *arena)
{
	if (e->op == OP_YEAR && !e->range && is_impossible(&e->from))
		return false;
	m->mod = e->mod;
	m->relative = e->from.relative || e->op == OP_AGO || e->op == OP_LATER;
	if (is_general(a, e)) {
		m->kind = TAG_GENERIC;
		m->code = STR("PRESENT_REF");
		if (e->from.relative && e->from.rel_offset)
			m->code = e->from.rel_offset < 0 ? STR("PAST_REF") : STR("FUTURE_REF");
		return true;
	}
	resolvers[e->op](a, e, m, arena);
	return true;
}

void anchor_remember(struct anchor *a, const struct expr *e, const struct tag_mention *m)
{
	if (!m->placed || m->kind != TAG_DATE)
		return;
	a->last = m->value.interval ? m->value.end : m->value.begin;
	a->last_block = a->block;
	if (a->last.precision == EDTF_DAY) {
		a->last_day = a->last;
		a->last_day_block = a->block;
	}
	a->last_leads = a->leads;
	if (a->last.precision == EDTF_SEASON || a->last.precision < EDTF_YEAR) {
		bool season = a->last.precision == EDTF_SEASON;

		a->last = season ? year_date(a->last.year) : (struct edtf_date){0};
	}
	if ((e->from.slots & SLOT_YEAR) && near_words(a, e, a->clause, a->language->birth))
		a->birth = m->value.begin.year;
}
