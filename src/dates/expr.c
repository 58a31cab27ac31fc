/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/expr.h"

#include "dates/edtf.h"
#include "dates/tag.h"

enum {
	THROUGH_YEAR = SLOT_CENTURY | SLOT_DECADE | SLOT_YEAR,
	THROUGH_MONTH = THROUGH_YEAR | SLOT_SUB | SLOT_MONTH,
	THROUGH_WEEK = THROUGH_MONTH | SLOT_WEEK,
	THROUGH_DAY = THROUGH_WEEK | SLOT_DAY | SLOT_WEEKDAY,
};

/* What a relative piece settles, by unit. */
static const uint16_t unit_slots[] = {
	[UNIT_CENTURY] = SLOT_CENTURY,
	[UNIT_DECADE] = SLOT_CENTURY | SLOT_DECADE,
	[UNIT_YEAR] = THROUGH_YEAR,
	[UNIT_HALF] = THROUGH_YEAR | SLOT_SUB,
	[UNIT_QUARTER] = THROUGH_YEAR | SLOT_SUB,
	[UNIT_MONTH] = THROUGH_MONTH,
	[UNIT_WEEK] = THROUGH_WEEK,
	[UNIT_DAY] = THROUGH_DAY,
};

static void set_relative(struct when *w, const struct rule *rule, uint8_t unit)
{
	w->relative = true;
	w->that = rule->flags & FLAG_THAT;
	w->rel_unit = unit;
	w->rel_offset = rule->value;
	w->slots |= unit_slots[unit];
}

static void set_year(struct when *w, const struct match *m, int end)
{
	static const char classes[] = "YRjJi";
	int32_t year = 0;

	for (const char *c = classes; *c && !year; c++)
		year = match_value(m, *c, end, match_value(m, *c, 0, 0));
	if (end && (match_has(m, 'y') || match_has(m, 'd')))
		year = year - year % 100 + match_value(m, 'y', 0, 0);
	if (!year) /* a plan of five years */
		year = match_value(m, 'v', 0, match_value(m, 'V', 0, 0)) + (end ? 4 : 0);
	if (m->rule->unit == UNIT_BCE)
		year = 1 - year;
	w->year = year + m->rule->value;
	w->republic = m->rule->flags & FLAG_REPUBLIC;
	w->slots |= THROUGH_YEAR;
}

static void set_year2(struct when *w, const struct match *m, int end)
{
	char class = match_has(m, 'y') ? 'y' : 'z';

	w->year = match_value(m, class, end, match_value(m, class, 0, 0));
	w->two_digits = true;
	w->slots |= THROUGH_YEAR;
}

static void set_era(struct when *w, const struct match *m, int end)
{
	w->year = match_value(m, 'e', 0, m->rule->value) +
		  match_value(m, 'E', end, match_value(m, 'E', 0, 1));
	if ((m->rule->flags & FLAG_SPAN) && end == 1)
		w->year += 9;
	w->slots |= THROUGH_YEAR;
}

static void set_decade(struct when *w, const struct match *m, int end)
{
	char class = match_has(m, 'R') ? 'R' : match_has(m, 'T') ? 'T' : 'Y';
	int32_t year = match_value(m, class, end, match_value(m, class, 0, -1));

	if (year < 0) {
		int32_t both = match_value(m, 'g', 0, 0) + 10 * end;

		w->decade = match_value(m, 'd', end, match_value(m, 'd', 0, both));
		w->slots |= SLOT_DECADE;
	} else {
		w->decade = year - year % 10;
		if (m->table->spaced && year % 100 == 0 && year < 2000) { /* the 1800s */
			w->century = year;
			w->slots |= SLOT_CENTURY;
			return;
		}
		if (end && match_has(m, 'd'))
			w->decade = year - year % 100 + match_value(m, 'd', 0, 0);
		w->slots |= SLOT_CENTURY | SLOT_DECADE;
	}
}

static void set_century(struct when *w, const struct match *m, int end)
{
	int32_t n = match_value(m, 'C', end, match_value(m, 'C', 0, 1));

	w->century = m->rule->unit == UNIT_BCE ? -(n - 1) * 100 : (n - 1) * 100;
	w->slots |= SLOT_CENTURY;
}

static void set_sub(struct when *w, const struct match *m, int end)
{
	const struct rule *rule = m->rule;

	if (rule->op == OP_QUARTER) {
		w->sub = EDTF_QUARTER;
		w->sub_index =
			(int8_t)match_value(m, 'Q', end, match_value(m, 'Q', 0, rule->value));
		if ((rule->flags & FLAG_SPAN) && end == 0)
			w->sub_index = 1;
	} else if (rule->op == OP_HALF) {
		w->sub = EDTF_HALF;
		w->sub_index = (int8_t)(match_value(m, 'h', 0, rule->value - 1) + 1);
	} else {
		w->sub = EDTF_SEASON;
		w->sub_index = (int8_t)(match_value(m, 's', 0, rule->value) + 1);
	}
	w->slots |= SLOT_SUB;
}

static void set_month(struct when *w, const struct match *m, int end)
{
	char list = match_has(m, 'o') ? 'o' : 'O';
	int32_t named = match_value(m, list, end, match_value(m, list, 0, -1));

	int32_t number = match_value(m, 'M', end, match_value(m, 'M', 0, m->rule->value));

	if ((m->rule->flags & FLAG_SPAN) && end == 0)
		number = 1;
	w->month = (int8_t)(named >= 0 ? named + 1 : number);
	w->slots |= SLOT_MONTH;
}

static void set_day(struct when *w, const struct match *m, int end)
{
	char class = match_has(m, 'A') ? 'A' : match_has(m, 'B') ? 'B' : 'D';

	w->day = (int8_t)match_value(m, class, end, match_value(m, class, 0, m->rule->value));
	w->slots |= SLOT_DAY;
}

static void set_ymd(struct when *w, const struct match *m, int end)
{
	int32_t whole = match_value(m, 'S', 0, 0);

	if (whole) {
		w->year = whole / 10000;
		w->month = (int8_t)(whole / 100 % 100);
		w->day = (int8_t)(whole % 100);
		w->slots |= THROUGH_MONTH | SLOT_DAY;
		return;
	}
	if (match_has(m, 'E'))
		set_era(w, m, end);
	else if (match_has(m, 'Y') || match_has(m, 'R'))
		set_year(w, m, end);
	else if ((match_has(m, 'y') || match_has(m, 'd')))
		set_year2(w, m, end);
	if (match_has(m, 'M') || match_has(m, 'o') || match_has(m, 'O'))
		set_month(w, m, end);
	if (match_has(m, 'D') || match_has(m, 'B'))
		set_day(w, m, end);
	if (match_has(m, 'w')) {
		w->weekday = (int8_t)match_value(m, 'w', 0, 0);
		w->slots |= SLOT_WEEKDAY;
	}
}

static void set_weekday(struct when *w, const struct match *m, int end)
{
	int32_t short_name = match_value(m, 'W', 0, 0);

	w->weekday = (int8_t)match_value(m, 'w', end, match_value(m, 'w', 0, short_name));
	w->weekend = m->rule->op == OP_WEEKEND;
	w->slots |= SLOT_WEEKDAY;
	if (m->rule->flags & FLAG_WEEK)
		set_relative(w, m->rule, UNIT_WEEK);
}

static void set_part(struct when *w, const struct match *m, int end)
{
	static const char lists[] = "pqrf";
	int32_t part = m->rule->value;

	(void)end;
	for (const char *c = lists; *c; c++)
		part = match_value(m, *c, 0, part);
	w->part = (int8_t)part;
	w->slots |= SLOT_PART;
}

static void set_time(struct when *w, const struct match *m, int end)
{
	w->hour = (int8_t)match_value(m, 'H', end, match_value(m, 'H', 0, -1));
	char class = match_has(m, 'q') ? 'q' : 'm';

	w->minute = (int8_t)match_value(m, class, end, match_value(m, class, 0, 0));
	if (w->hour >= 0 && w->hour < 12 && match_value(m, 'a', 0, 0) == 1)
		w->hour = (int8_t)(w->hour + 12);
	w->slots |= SLOT_TIME;
}

static void set_rel(struct when *w, const struct match *m, int end)
{
	(void)end;
	set_relative(w, m->rule, m->rule->unit);
	if (match_has(m, 'p') || match_has(m, 'q') || match_has(m, 'r'))
		set_part(w, m, 0);
	if (match_has(m, 's')) {
		w->sub = EDTF_SEASON;
		w->sub_index = (int8_t)(match_value(m, 's', 0, 0) + 1);
		w->slots |= SLOT_SUB;
	}
	if (match_has(m, 'M') || match_has(m, 'o'))
		set_month(w, m, 0);
}

/* How a piece fills its end of a range: 0 the first, 1 the last. */
typedef void set_fn(struct when *w, const struct match *m, int end);

static set_fn *const setters[] = {
	[OP_CENTURY] = set_century, [OP_DECADE] = set_decade, [OP_YEAR] = set_year,
	[OP_YEAR2] = set_year2,     [OP_ERA] = set_era,       [OP_HALF] = set_sub,
	[OP_QUARTER] = set_sub,     [OP_SEASON] = set_sub,    [OP_MONTH] = set_month,
	[OP_DAY] = set_day,         [OP_YMD] = set_ymd,       [OP_WEEKDAY] = set_weekday,
	[OP_WEEKEND] = set_weekday, [OP_PART] = set_part,     [OP_TIME] = set_time,
	[OP_REL] = set_rel,
};

/* The slots a piece fills. */
static uint16_t piece_slots(const struct match *m)
{
	struct when w = {0};

	setters[m->rule->op](&w, m, 0);
	return w.slots;
}

/* Does the piece name both ends of a range itself: 2005-2009年? */
static bool piece_is_range(const struct match *m)
{
	static const char classes[] = "YRyMDABQCdoOwijJEH";

	if ((m->rule->flags & FLAG_SPAN) ||
	    ((match_has(m, 'Y') || match_has(m, 'R')) && (match_has(m, 'y') || match_has(m, 'd'))))
		return true;
	for (const char *c = classes; *c; c++)
		if (match_value(m, *c, 1, -1) >= 0)
			return true;
	return false;
}

static uint16_t top_bit(uint16_t slots)
{
	while (slots & (slots - 1))
		slots &= (uint16_t)(slots - 1);
	return slots;
}

/*
 * May a piece follow what has been said? Finer after coarser; in a language with blanks between
 * words any order will do that says nothing twice, but a day keeps to its month.
 */
static bool may_follow(uint16_t said, uint16_t more, bool spaced)
{
	enum { FINE = SLOT_WEEK | SLOT_DAY | SLOT_WEEKDAY | SLOT_TIME };

	if (more == SLOT_SUB)
		return !(said & (SLOT_SUB | SLOT_MONTH | FINE));
	if (more == SLOT_PART)
		return !spaced && !(said & (SLOT_PART | FINE));
	if (spaced) {
		if (more == SLOT_DAY && !(said & SLOT_MONTH))
			return false;
		if ((said & THROUGH_DAY) == SLOT_DAY && !(more & SLOT_MONTH))
			return false;
		return !(said & more);
	}
	return (more & -more) > top_bit(said & (uint16_t)~SLOT_PART);
}

/* What reading pieces has come to. */
struct reading {
	struct when from, to;
	struct match first;
	size_t end;
	uint16_t flags;
	int count;
	bool range;
	bool strong; /* not all of the pieces are weak */
};

static void take(struct reading *r, const struct match *m)
{
	setters[m->rule->op](&r->from, m, 0);
	setters[m->rule->op](&r->to, m, 1);
	r->range |= piece_is_range(m);
	r->strong |= !(m->rule->flags & FLAG_WEAK);
	r->flags |= m->rule->flags;
	r->end = m->end;
	r->count++;
}

/* after_comma: "March 27, 2022" goes on, "last year, this March" does not. */
static bool take_next(const struct matcher *m, struct reading *r, size_t at, bool after_comma)
{
	struct match piece;

	if (!matcher_find(m, at, MATCH_PIECES, &piece) || piece.begin != at ||
	    piece.rule->op == OP_NOT)
		return false;
	uint8_t op = piece.rule->op;

	if (after_comma && (op == OP_CENTURY || op == OP_DECADE || op == OP_REL ||
			    (piece.rule->flags & (FLAG_PAST | FLAG_NEXT))))
		return false;
	bool spaced = piece.table->spaced || r->first.table->spaced || m->tables[0]->spaced;
	bool mixed = piece.table != r->first.table && piece.table != &rules_any &&
		     r->first.table != &rules_any;

	if (mixed || !may_follow(r->from.slots, piece_slots(&piece), spaced))
		return false;
	take(r, &piece);
	return true;
}

static bool inside_word(struct str text, size_t at)
{
	return scan_is_hangul(scan_next(text, at)) && scan_is_hangul(scan_prev(text, at));
}

/* A part of what stands before it cannot come first. */
static bool may_begin(const struct reading *r)
{
	return r->strong || r->first.table->spaced || r->from.slots != SLOT_PART;
}

/*
 * The pieces from `at` on. When the first is no piece of a date, r->first tells it and nothing
 * is read; false when there is nothing at all.
 */
static bool read_pieces(const struct matcher *m, const struct rules *language, size_t at,
			bool weak_will_do, int without, struct reading *r)
{
	struct match first;

	if (language->word_start && inside_word(m->text, at) && !weak_will_do)
		return false;
	if (!matcher_find(m, at, without, &first))
		return false;
	*r = (struct reading){.first = first};
	if (r->first.rule->op == OP_NOT || r->first.rule->op > OP_REL)
		return true;
	take(r, &r->first);
	if (!may_begin(r) && !weak_will_do)
		return !(without & FLAG_WEAK) &&
		       read_pieces(m, language, at, false, without | FLAG_WEAK, r);
	const char *words = first.table->glue ? first.table->glue : language->glue;

	for (;;) {
		size_t next = scan_blanks(m->text, r->end);
		size_t glue = scan_words_at(m->text, next, words);

		if (take_next(m, r, next, false))
			continue;
		if (glue &&
		    take_next(m, r, scan_blanks(m->text, next + glue), m->text.p[next] == ','))
			continue;
		break;
	}
	if (r->strong || r->count > 1 || weak_will_do)
		return true;
	return !(without & FLAG_WEAK) &&
	       read_pieces(m, language, at, false, without | FLAG_WEAK, r);
}

/* "到2016年" behind a date. */
static void read_range(const struct matcher *m, const struct rules *language, struct reading *r)
{
	size_t at = scan_blanks(m->text, r->end);
	const char *words = r->first.table->joins ? r->first.table->joins : language->joins;
	size_t join = scan_words_at(m->text, at, words);
	struct reading right;

	if (!join || r->range)
		return;
	at = scan_blanks(m->text, at + join);
	if (!read_pieces(m, language, at, true, 0, &right) || right.count == 0 || right.range ||
	    right.first.begin != at)
		return;
	/* "May 5 to 7" but not "2015 to 7": a lone day goes with a day. */
	if (!right.strong && right.from.slots == SLOT_DAY && !(r->from.slots & SLOT_DAY))
		return;
	r->end = right.end;
	if (right.from.slots == SLOT_TIME)
		return;
	if (r->from.slots == SLOT_TIME) { /* from 9 to 5 on Monday */
		r->from = right.from;
		return;
	}
	r->to = right.from;
	r->range = true;
}

/* In a language with blanks "about" may not be the end of "roundabout". */
static bool begins_word(struct str text, size_t at)
{
	uint32_t first = scan_next(text, at);

	return !(scan_is_alnum(first) || scan_is_hangul(first)) ||
	       !scan_is_letter(scan_prev(text, at));
}

static void add_mods(const struct matcher *m, size_t floor, struct expr *e)
{
	const struct rule_mod *mod;

	for (mod = e->table->before; mod && mod->words; mod++) {
		size_t at = e->begin;

		if (e->op == OP_YEAR && mod->mod != TAG_APPROX)
			continue;
		if (at > floor && m->text.p[at - 1] == ' ')
			at--;
		size_t n = scan_words_before(m->text, at, mod->words);

		/* "～2015年" is up to that year. */
		if (n && e->op == OP_YEAR && scan_words_at(m->text, at - n, "~|～|〜"))
			continue;
		if (n && at - n >= floor && begins_word(m->text, at - n)) {
			e->begin = at - n;
			e->mod = mod->mod;
			break;
		}
	}
	for (mod = e->table->after; mod && mod->words; mod++) {
		size_t at = scan_blanks(m->text, e->end);
		size_t n = scan_words_at(m->text, at, mod->words);

		if (e->op == OP_YEAR && (mod->mod == TAG_MORE_THAN || mod->mod == TAG_LESS_THAN))
			continue;
		if (n && mod->followed_by && scan_is_letter(scan_next(m->text, at + n)) &&
		    !scan_words_at(m->text, at + n, mod->followed_by))
			continue;
		if (n) {
			e->end = at + n;
			e->mod = mod->mod;
			break;
		}
	}
}

static void fill_whole(struct expr *e, const struct match *m)
{
	int32_t other_unit = match_value(m, 'x', 0, m->rule->unit);

	e->op = m->rule->op;
	e->unit = (uint8_t)match_value(m, 'u', 0, other_unit);
	e->amount = m->amount;
	e->plus_half = match_has(m, 'b') || match_has(m, 'x');
	e->mod = (uint8_t)match_value(m, 'm', 0, TAG_MOD_NONE);
	e->weekday = (int8_t)match_value(m, 'w', 0, match_value(m, 'k', 0, -1));
	if (!match_has(m, 'n') || m->rule->value) {
		e->amount = (struct num){0};
		e->amount.value = match_value(m, 'N', 0, m->rule->value ? m->rule->value : 1);
		e->amount.style = NUM_HAN;
	}
	if (m->count > 1 && match_value(m, 'n', 1, -1) > 0)
		e->amount.about = true;
	if (e->amount.about && e->mod == TAG_MOD_NONE)
		e->mod = TAG_APPROX;
}

/* The "30 minutes" of "2 hours 30 minutes". */
static void read_more(const struct matcher *m, struct expr *e)
{
	/* "一天24小时" is not a day and 24 hours. */
	static const int64_t limits[] = {[UNIT_MONTH] = 12, [UNIT_WEEK] = 5,    [UNIT_DAY] = 31,
					 [UNIT_HOUR] = 24,  [UNIT_MINUTE] = 60, [UNIT_SECOND] = 60};
	struct match next;
	size_t at = scan_blanks(m->text, e->end);

	if (e->amount.tenths || e->amount.vague || !matcher_find(m, at, 0, &next) ||
	    next.rule->op != OP_DURATION || next.begin != at || !match_has(&next, 'u'))
		return;
	int32_t unit = match_value(&next, 'u', 0, 0);

	if (unit <= e->unit || unit > UNIT_SECOND || e->unit == UNIT_WEEK || next.amount.tenths ||
	    next.amount.vague || next.amount.value >= limits[unit])
		return;
	e->more = next.amount.value;
	e->more_unit = (uint8_t)unit;
	e->end = next.end;
}

/* "每年3月1日": the day of a set. */
static void read_day_of_set(const struct matcher *m, const struct rules *language, struct expr *e)
{
	size_t at = scan_blanks(m->text, e->end);
	size_t glue = scan_words_at(m->text, at, language->glue);
	struct reading r;

	if (read_pieces(m, language, scan_blanks(m->text, at + glue), false, 0, &r) && r.count &&
	    !r.from.relative && r.from.slots >= SLOT_MONTH)
		e->end = r.end;
}

/* "三年后的4月": a part of the year that is so many away. */
static void read_part_of_year(const struct matcher *m, const struct rules *language, struct expr *e)
{
	enum { PARTS = SLOT_SUB | SLOT_MONTH | SLOT_DAY | SLOT_PART };
	const struct num *n = &e->amount;
	size_t at = scan_blanks(m->text, e->end);
	size_t glue = scan_words_at(m->text, at, language->glue);
	struct reading r;

	if (e->unit != UNIT_YEAR || e->plus_half || n->vague || n->about || n->tenths ||
	    n->value > INT16_MAX || e->mod != TAG_MOD_NONE || e->table->spaced)
		return;
	at = scan_blanks(m->text, at + glue);
	if (!read_pieces(m, language, at, true, 0, &r) || r.count == 0 || r.first.begin != at ||
	    r.range || r.from.relative || !(r.from.slots & (SLOT_SUB | SLOT_MONTH)) ||
	    (r.from.slots & (uint16_t)~PARTS))
		return;
	set_relative(&r.from, e->rule, UNIT_YEAR);
	r.from.that = e->op == OP_LATER;
	r.from.rel_offset = (int16_t)(e->op == OP_LATER ? n->value : -n->value);
	e->from = r.from;
	e->op = OP_YEAR;
	e->end = r.end;
}

bool expr_parse(const struct matcher *m, const struct rules *language, size_t at, size_t floor,
		struct expr *out, size_t *next)
{
	struct reading r;

	*next = at;
	if (!read_pieces(m, language, at, false, 0, &r))
		return false;
	if (r.first.rule->op == OP_NOT) {
		*next = r.first.end;
		return false;
	}
	*out = (struct expr){
		.begin = r.first.begin,
		.end = r.first.end,
		.op = OP_YEAR,
		.rule = r.first.rule,
		.table = r.first.table,
		.flags = r.count ? r.flags : r.first.rule->flags,
		.weekday = -1,
	};
	if (r.count) {
		read_range(m, language, &r);
		out->from = r.from;
		out->to = r.to;
		out->range = r.range;
		out->end = r.end;
	} else {
		fill_whole(out, &r.first);
		if (out->op == OP_DURATION)
			read_more(m, out);
		if (out->op == OP_AGO || out->op == OP_LATER)
			read_part_of_year(m, language, out);
		if (out->op == OP_SET)
			read_day_of_set(m, language, out);
	}
	add_mods(m, floor, out);
	*next = out->end;
	return true;
}
