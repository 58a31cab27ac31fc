/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/anchor_when.h"

#include "base/civil.h"
#include "dates/step.h"

bool anchor_same_place(const struct anchor *a)
{
	return step_has_year(&a->last) && a->last_block == a->block;
}

/* Block after block that begins with a date: the year goes on. */
static bool in_chronicle(const struct anchor *a)
{
	return step_has_month(&a->last) && a->last_block + 1 == a->block && a->last_leads &&
	       a->leads;
}

bool anchor_same_sentence(const struct anchor *a)
{
	return anchor_same_place(a) && a->last_sentence == a->sentence.begin;
}

/* Back from the document's date or from what was spoken of; ahead of it. */
static bool is_back(enum anchor_tense tense)
{
	return tense <= TENSE_NEWS;
}

static bool is_ahead(enum anchor_tense tense)
{
	return tense >= TENSE_COMING;
}

/* Is it counted from the document's date, whatever was spoken of? */
static bool is_fixed(enum anchor_tense tense)
{
	return tense != TENSE_PAST && tense != TENSE_COMING;
}

/* The days from the month and day, as they were last, to the document's date; or -1. */
static int64_t days_since(const struct anchor *a, int month, int day)
{
	const struct edtf_date *now = &a->document;
	int32_t year = now->year;

	year -= month > now->month || (month == now->month && day > now->day);
	return civil_valid(year, month, day) ? step_days(now) - civil_days(year, month, day) : -1;
}

bool anchor_is_news(const struct anchor *a, const struct when *w)
{
	enum { NEWS = 45 }; /* days */

	return w->day && w->month && a->document.precision == EDTF_DAY &&
	       days_since(a, w->month, w->day) >= 0 && days_since(a, w->month, w->day) <= NEWS;
}

/*
 * Is a bare year so far away that a day of the year hardly goes with it? In a language with blanks
 * between words the year is left out of a month of this year only.
 */
static bool is_far(const struct anchor *a, const struct when *w)
{
	enum { FAR = 300 }; /* bytes */

	if (step_has_month(&a->last))
		return false;
	return (a->language->spaced && w->month) || (w->day && a->clause.begin > a->last_end + FAR);
}

/* "in October 2018. In May": of the next year, unless that is still to come. */
static bool is_year_later(const struct anchor *a, const struct edtf_date *from, int month)
{
	const struct edtf_date *now = &a->document;

	return from == &a->last && step_has_month(from) && month < from->month &&
	       step_has_month(now) && (from->year + 1) * 12 + month <= now->year * 12 + now->month;
}

/*
 * What was spoken of last, in the same block or in the line of a chronicle before, that tells the
 * year of a bare month; NULL for nothing.
 */
static const struct edtf_date *spoken_of(const struct anchor *a, const struct when *w)
{
	if (in_chronicle(a) || anchor_same_sentence(a))
		return &a->last;
	if (!anchor_same_place(a) || a->last_ago || anchor_is_news(a, w) || is_far(a, w))
		return NULL;
	/* "In May and July of 2019 ... , five years after 2014. In August": that year is aside. */
	if (!step_has_month(&a->last) && a->month_block == a->block && step_has_month(&a->month) &&
	    a->last.year < a->month.year)
		return &a->month;
	return &a->last;
}

/*
 * The date that tells the year of a bare month or part of a year: what was spoken of last in the
 * same block when that is long past, the heading, or the document itself. Without any, whatever
 * was last.
 */
static const struct edtf_date *year_anchor(const struct anchor *a, const struct when *w,
					   enum anchor_tense tense)
{
	bool dated = step_has_year(&a->document);
	const struct edtf_date *last;

	if (dated && anchor_same_sentence(a) && a->last.year > a->document.year)
		return &a->last;
	if (dated && (is_fixed(tense) || (w->slots & SLOT_WEEKDAY)))
		return &a->document;
	last = spoken_of(a, w);
	if (last && (!dated || last->year < a->document.year))
		return last;
	if (step_has_year(&a->section))
		return &a->section;
	return dated ? &a->document : &a->last;
}

/* The year of a month, or of a part of a year that begins with it, so many months long. */
static bool pick_year(const struct anchor *a, const struct when *w, int month, int length,
		      enum anchor_tense tense, int32_t *year)
{
	enum { SOON = 8 }; /* months */
	const struct edtf_date *from = year_anchor(a, w, tense);
	int end = month + length - 1;

	if (!step_has_year(from))
		return false;
	*year = from->year + is_year_later(a, from, month);
	if (from != &a->document || !step_has_month(from))
		return true;
	/* "next September 17" may be in this September. */
	bool later = end > from->month, same = end == from->month;
	bool by_day = same && w->day && from->precision == EDTF_DAY;

	if (tense == TENSE_LAST)
		*year -= later || (by_day ? w->day >= from->day : same);
	else if (is_back(tense))
		*year -= month > from->month + (w->sub == EDTF_HALF ? 3 : 0); /* it is near */
	else if (tense == TENSE_NEXT)
		*year += by_day ? w->day <= from->day : !later;
	else if (tense == TENSE_COMING)
		*year += month + 12 <= from->month + SOON;
	else if (is_ahead(tense))
		*year += !later && !same;
	else if (month > from->month + 6 || month < from->month - 6)
		*year += month < from->month ? 1 : -1;
	return true;
}

/* "29日 ... 3日": is the day meant of the month after that of the last mention? */
static bool is_month_later(const struct anchor *a, int day)
{
	const struct edtf_date *now = &a->document;

	if (a->last.precision != EDTF_DAY || day >= a->last.day)
		return false;
	return in_chronicle(a) || (now->precision == EDTF_DAY && day <= now->day &&
				   step_months(now) == step_months(&a->last) + 1);
}

/*
 * Does a bare day tell of these days rather than of the month spoken of in another sentence? When
 * it was a day or two ago, and that month is not long past.
 */
static bool is_fresh(const struct anchor *a, int day)
{
	enum { FRESH = 3, LONG = 400 }; /* days */
	const struct edtf_date *now = &a->document;
	struct edtf last = {.begin = a->last};

	if (now->precision != EDTF_DAY || anchor_same_sentence(a) || in_chronicle(a))
		return false;
	if (last.begin.precision && step_days(now) - edtf_first_day(&last) >= LONG)
		return false;
	int month = day > now->day ? (now->month + 10) % 12 + 1 : now->month;
	int64_t ago = days_since(a, month, day);

	return ago >= 0 && ago <= FRESH;
}

/* The month that tells that of a bare day. */
static const struct edtf_date *month_anchor(const struct anchor *a, int day,
					    enum anchor_tense tense)
{
	const struct edtf_date *now = &a->document, *last = &a->last;
	bool fixed = tense == TENSE_LAST || tense == TENSE_NEWS || tense == TENSE_NEXT;

	if (step_has_month(now) && fixed)
		return now;
	if ((anchor_same_place(a) || in_chronicle(a)) && step_has_month(last)) {
		bool ahead = step_has_month(now) && step_months(last) > step_months(now);
		bool passed = step_has_month(now) && step_months(last) < step_months(now) &&
			      !anchor_same_sentence(a);

		return (ahead && is_back(tense)) || (passed && is_ahead(tense)) || is_fresh(a, day)
			       ? now
			       : last;
	}
	if (step_has_month(&a->section))
		return &a->section;
	return step_has_month(now) ? now : last;
}

/* The month and year of a bare day of the month. */
static bool pick_month(const struct anchor *a, int day, enum anchor_tense tense,
		       struct edtf_date *out)
{
	const struct edtf_date *from = month_anchor(a, day, tense);

	if (!step_has_month(from))
		return false;
	int64_t months = step_months(from);

	if (from == &a->document && from->precision == EDTF_DAY) {
		if (is_back(tense) && day > from->day)
			months--;
		else if (is_ahead(tense) && day < from->day &&
			 (tense != TENSE_COMING || !is_fresh(a, day)))
			months++;
	}
	months += from == &a->last && is_back(tense) && is_month_later(a, day);
	*out = step_month(months);
	for (int i = 0; i < 2 && !civil_valid(out->year, out->month, day); i++)
		*out = step_month(months += is_ahead(tense) ? 1 : -1);
	return true;
}

/*
 * A year of two digits is of the century just spoken of, or the latest that is not far ahead.
 */
static int32_t full_year(const struct anchor *a, int32_t year)
{
	int32_t now = step_has_year(&a->document) ? a->document.year : 2030;
	int32_t same = a->last.year - a->last.year % 100 + year;

	if (anchor_same_place(a) && same <= now + 5 && same > a->last.year - 50 &&
	    same < a->last.year + 50)
		return same;
	return now - now % 100 + year <= now + 5 ? now - now % 100 + year
						 : now - now % 100 - 100 + year;
}

enum { REPUBLIC = 1911 };

/* Is it not the year 113 that is meant by 113年5月? Not when that of the Republic is far ahead. */
static bool is_republic(const struct anchor *a, int32_t year)
{
	return a->traditional && step_has_year(&a->document) &&
	       year + REPUBLIC <= a->document.year + 10;
}

static struct edtf century_or_decade(const struct anchor *a, const struct when *w,
				     enum anchor_tense tense)
{
	struct edtf_date d = {.precision = EDTF_CENTURY, .year = w->century};
	bool said = w->slots & SLOT_CENTURY;

	if (w->relative)
		d = step_by(w->that ? &a->last : &a->document, w->rel_unit, w->rel_offset).begin;
	if (d.precision == EDTF_NONE || !(w->slots & SLOT_DECADE) ||
	    (w->relative && w->rel_unit == UNIT_DECADE))
		return step_one(d);
	int32_t decade = w->decade;

	if (said && decade < 100 && decade > -1)
		decade += d.year;
	else if (!said) {
		int32_t now = step_has_year(&a->document) ? a->document.year : 2030;

		decade += now - now % 100;
		if (decade > (is_ahead(tense) ? now + 50 : now))
			decade -= 100;
	}
	d.year = decade;
	d.precision = EDTF_DECADE;
	return step_one(d);
}

/* Half, quarter or season of a year. */
static struct edtf sub_of(int32_t year, const struct when *w)
{
	int length = w->sub == EDTF_HALF ? 6 : 3;
	int64_t first = (int64_t)year * 12 + (w->sub_index - 1) * length;

	if (w->sub == EDTF_SEASON)
		return step_one((struct edtf_date){
			.year = year,
			.month = (int8_t)(20 + w->sub_index),
			.precision = EDTF_SEASON,
		});
	return step_between(step_month(first), step_month(first + length - 1));
}

static struct edtf part_of_month(const struct edtf_date *month, int part)
{
	struct edtf_date begin = *month, end = *month;

	begin.precision = end.precision = EDTF_DAY;
	begin.day = (int8_t)(1 + (part - PART_FIRST_TEN) * 10);
	end.day = (int8_t)(part == PART_LAST_TEN ? civil_month_days(month->year, month->month)
						 : begin.day + 9);
	return step_between(begin, end);
}

/* The day of the week w->weekday, alone or in a week some weeks away. */
static struct edtf weekday_of(const struct anchor *a, const struct when *w, enum anchor_tense tense)
{
	const struct edtf_date *from = w->that ? &a->last : &a->document;

	if (from->precision != EDTF_DAY)
		return w->relative ? step_by(from, UNIT_DAY, 0) : (struct edtf){0};
	int64_t today = step_days(from);
	int64_t day = today - civil_weekday(today) + (w->weekend ? 5 : w->weekday);

	if (w->relative)
		day += 7 * w->rel_offset;
	else if (is_back(tense) && day + (tense == TENSE_LAST) > today)
		day -= 7;
	else if (is_ahead(tense) && day < today + (tense == TENSE_NEXT))
		day += 7;
	return w->weekend ? step_between(step_day(day), step_day(day + 1))
			  : step_one(step_day(day));
}

/* The year said, or that of the anchor; false when none can be known. */
static bool find_year(const struct anchor *a, const struct when *w, enum anchor_tense tense,
		      int32_t *year)
{
	if (w->relative) {
		const struct edtf_date *from = w->that ? &a->last : &a->document;

		if (!step_has_year(from))
			return false;
		*year = from->year + (w->rel_unit == UNIT_YEAR ? w->rel_offset : 0);
		return true;
	}
	if (w->slots & SLOT_YEAR) {
		*year = w->two_digits ? full_year(a, w->year) : w->year;
		if (w->republic && is_republic(a, w->year))
			*year += REPUBLIC;
		return true;
	}
	if (w->slots & SLOT_MONTH)
		return pick_year(a, w, w->month, 1, tense, year);
	int length = w->sub == EDTF_HALF ? 6 : 3;
	int month = (w->sub_index - 1) * length + (w->sub == EDTF_SEASON ? 3 : 1);

	return pick_year(a, w, month, length, tense, year);
}

/*
 * "4月27日(水)" and "27日(水)": the day of the week tells which year or month is meant, the nearest
 * to the one found where it is right.
 */
static struct edtf_date find_weekday(const struct when *w, const struct edtf_date *found)
{
	enum { YEARS = 11 }; /* at most between two such days */
	int unit = w->slots & SLOT_MONTH ? 12 : 1;

	for (int i = 0; i <= 2 * YEARS; i++) {
		int64_t away = (i % 2 ? -1 : 1) * ((i + 1) / 2) * unit;
		struct edtf_date near = step_month(step_months(found) + away);

		if (civil_valid(near.year, near.month, w->day) &&
		    civil_weekday(civil_days(near.year, near.month, w->day)) == w->weekday)
			return near;
	}
	return *found;
}

static struct edtf month_and_day(const struct anchor *a, const struct when *w,
				 enum anchor_tense tense)
{
	struct edtf_date d = {.month = w->month, .precision = EDTF_MONTH};

	if (w->relative && w->rel_unit == UNIT_MONTH) {
		d = step_by(w->that ? &a->last : &a->document, UNIT_MONTH, w->rel_offset).begin;
		if (d.precision != EDTF_MONTH)
			return w->that ? (struct edtf){0} : step_one(d);
	} else if (w->slots & SLOT_MONTH) {
		if (!find_year(a, w, tense, &d.year))
			return (struct edtf){0};
	} else if (!pick_month(a, w->day, tense, &d)) {
		return (struct edtf){0};
	}
	if (w->slots & SLOT_DAY) {
		if (!w->relative && (w->slots & SLOT_WEEKDAY) && !(w->slots & SLOT_YEAR))
			d = find_weekday(w, &d);
		d.day = w->day;
		d.precision = EDTF_DAY;
		if (!civil_valid(d.year, d.month, d.day))
			d = (struct edtf_date){0};
	} else if ((w->slots & SLOT_PART) && w->part >= PART_FIRST_TEN &&
		   w->part <= PART_LAST_TEN) {
		return part_of_month(&d, w->part);
	}
	return step_one(d);
}

/*
 * Does "the same day" mean the last day spoken of, not just some day of the month that was the
 * last mention? In the same block it does, and not far behind when no month came between.
 */
static bool day_is_near(const struct anchor *a)
{
	enum { BLOCKS = 3 };

	if (a->last_day.precision != EDTF_DAY)
		return false;
	return a->last_day_block == a->block ||
	       (!step_has_month(&a->last) && a->last_day_block + BLOCKS >= a->block);
}

static struct edtf resolve_when(const struct anchor *a, const struct when *w,
				enum anchor_tense tense)
{
	const struct edtf_date *from = w->that ? &a->last : &a->document;
	int32_t year;

	if (w->that && w->rel_unit == UNIT_DAY && day_is_near(a))
		from = is_back(tense) && a->past_day_block == a->last_day_block &&
				       a->past_day.precision == EDTF_DAY
			       ? &a->past_day
			       : &a->last_day;
	if (w->relative &&
	    (w->rel_unit == UNIT_DAY || w->rel_unit == UNIT_QUARTER || w->rel_unit == UNIT_HALF))
		return step_by(from, w->rel_unit, w->rel_offset);
	if (w->relative && w->rel_unit == UNIT_WEEK && !(w->slots & SLOT_WEEKDAY))
		return step_by(from, UNIT_WEEK, w->rel_offset);
	if ((w->relative && w->rel_unit == UNIT_MONTH) || w->month || w->day)
		return month_and_day(a, w, tense);
	if (w->slots & SLOT_WEEKDAY)
		return weekday_of(a, w, tense);
	if (w->sub)
		return find_year(a, w, tense, &year) ? sub_of(year, w) : (struct edtf){0};
	if (w->slots & SLOT_YEAR)
		return find_year(a, w, tense, &year) ? step_one(step_year(year)) : (struct edtf){0};
	if (w->slots & (SLOT_CENTURY | SLOT_DECADE))
		return century_or_decade(a, w, tense);
	if ((w->slots & SLOT_PART) && step_has_month(from)) {
		/* 中旬 alone: of the month last spoken of. */
		struct edtf_date month =
			anchor_same_place(a) && step_has_month(&a->last) ? a->last : *from;

		month.precision = EDTF_MONTH;
		month.day = 0;
		return w->part >= PART_FIRST_TEN && w->part <= PART_LAST_TEN
			       ? part_of_month(&month, w->part)
			       : step_one(month);
	}
	if ((w->slots & SLOT_TIME) && anchor_same_place(a) && a->last.precision == EDTF_DAY)
		return step_one(a->last);
	return (struct edtf){0};
}

/* "2月30日": fields that no calendar has. */
static bool is_impossible(const struct when *w)
{
	if (!w->day || !w->month)
		return false;
	if ((w->slots & SLOT_YEAR) && !w->relative && !w->two_digits && !w->republic)
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
		to->republic = from->republic;
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

static struct edtf resolve_range(const struct anchor *a, const struct expr *e,
				 enum anchor_tense tense)
{
	struct when from = e->from, to = e->to;

	if (to.slots & SLOT_CENTURY && !(from.slots & SLOT_CENTURY) && !to.relative)
		share(&from, &to);
	else
		share(&to, &from);
	if (is_impossible(&from) || is_impossible(&to))
		return (struct edtf){0};
	/* 周一至周五 are no days of one week. */
	if (from.slots == SLOT_WEEKDAY && to.slots == SLOT_WEEKDAY)
		return (struct edtf){0};
	struct edtf first = resolve_when(a, &from, tense);
	struct anchor behind = *a; /* 11月至次年3月: the year after that */

	if (to.that && edtf_is_date(&first))
		behind.last = first.begin;
	struct edtf last = resolve_when(&behind, &to, tense);

	if (!edtf_is_date(&first) || !edtf_is_date(&last))
		return first;
	struct edtf range = step_between(first.begin, last.interval ? last.end : last.begin);

	/* 11月到2月: over the turn of the year. */
	if (edtf_last_day(&range) < edtf_first_day(&range) && !(e->to.slots & SLOT_YEAR) &&
	    e->to.month)
		range.end.year++;
	return edtf_last_day(&range) < edtf_first_day(&range) ? first : range;
}

struct edtf anchor_when(const struct anchor *a, const struct expr *e, enum anchor_tense tense)
{
	if (e->range)
		return resolve_range(a, e, tense);
	return is_impossible(&e->from) ? (struct edtf){0} : resolve_when(a, &e->from, tense);
}

bool anchor_is_impossible(const struct expr *e)
{
	return e->op == OP_YEAR && !e->range && is_impossible(&e->from);
}
