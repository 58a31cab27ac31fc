/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/anchor.h"

#include "base/civil.h"
#include "dates/anchor_when.h"
#include "dates/step.h"

/* What is looked for around an expression is looked for this near, in bytes. */
enum { NEAR = 120 };

static struct scan_stretch near(const struct anchor *a, const struct expr *e, struct clause c)
{
	size_t begin = c.begin, end = c.end;

	if (e->begin > NEAR && begin < e->begin - NEAR)
		begin = e->begin - NEAR;
	if (end > e->end + NEAR)
		end = e->end + NEAR;
	return scan_stretch(a->text, begin, end);
}

static bool near_words(const struct anchor *a, const struct expr *e, struct clause c,
		       const char *words)
{
	struct scan_stretch stretch;

	if (!words)
		return false;
	stretch = near(a, e, c);
	return scan_words_in(&stretch, words);
}

/* Does the sentence end in one of the words, but for full stops? */
static bool ends_in(struct str text, const struct clause *sentence, const char *words)
{
	size_t end = sentence->end, n;

	while (end > sentence->begin && (n = scan_words_before(text, end, "。|.|！|!|」|）|)|”")))
		end -= n;
	return scan_words_before(text, end, words) > 0;
}

/* Is the last mention to come, and nothing says that this one is past? */
static bool goes_on_ahead(const struct anchor *a, const struct expr *e)
{
	bool same = anchor_same_sentence(a);

	/* Where verbs have tenses they would say so. */
	if (!a->last_ahead || anchor_is_news(a, &e->from) ||
	    !(same || (a->language->coming && anchor_same_place(a))))
		return false;
	return !near_words(a, e, same ? a->clause : a->sentence, a->language->past);
}

static enum anchor_tense tense_of(const struct anchor *a, const struct expr *e)
{
	if (e->flags & (FLAG_PAST | FLAG_NEXT))
		return e->flags & FLAG_NEXT ? TENSE_NEXT : TENSE_LAST;
	struct scan_stretch clause = near(a, e, a->clause);

	if (scan_words_in(&clause, a->language->future))
		return TENSE_FUTURE;
	if (e->op == OP_YEAR && (e->from.slots & SLOT_YEAR) && !e->from.relative)
		return TENSE_PAST; /* whatever it is, its year is known */
	if (scan_words_in(&clause, a->language->near))
		return TENSE_NEAR;
	if (scan_words_in(&clause, a->language->news))
		return TENSE_NEWS;
	if (goes_on_ahead(a, e))
		return TENSE_FUTURE;
	return ends_in(a->text, &a->sentence, a->language->coming) ? TENSE_COMING : TENSE_PAST;
}

static void add_period(struct buf *out, const struct expr *e)
{
	static const char letters[] = {
		[UNIT_YEAR] = 'Y', [UNIT_MONTH] = 'M',  [UNIT_WEEK] = 'W',   [UNIT_DAY] = 'D',
		[UNIT_HOUR] = 'H', [UNIT_MINUTE] = 'M', [UNIT_SECOND] = 'S',
	};
	/* Half of a unit in the next smaller one, where there is a whole number of those. */
	static const struct {
		int count;
		char letter;
	} halves[] = {
		[UNIT_YEAR] = {6, 'M'},  [UNIT_MONTH] = {15, 'D'},  [UNIT_DAY] = {12, 'H'},
		[UNIT_HOUR] = {30, 'M'}, [UNIT_MINUTE] = {30, 'S'}, [UNIT_SECOND] = {0, 0},
	};
	static const struct {
		uint8_t unit;
		int64_t times;
	} composed[] = {
		[UNIT_QUARTER] = {UNIT_MONTH, 3},
		[UNIT_DECADE] = {UNIT_YEAR, 10},
		[UNIT_CENTURY] = {UNIT_YEAR, 100},
		[UNIT_HALF] = {UNIT_MONTH, 6},
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
		n = n * (unit == UNIT_CENTURY ? 100 : 10) +
		    (half ? unit == UNIT_CENTURY ? 50 : 5 : 0);
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
	struct edtf value = step_by(from, unit, sign * n);

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

	if (!step_has_year(now) || e->amount.vague || n > 10000 ||
	    (unit >= UNIT_HOUR && unit <= UNIT_SECOND))
		return (struct edtf){0};
	if (unit == UNIT_DECADE || unit == UNIT_CENTURY) {
		n *= unit == UNIT_DECADE ? 10 : 100;
		unit = UNIT_YEAR;
	} else if (unit == UNIT_QUARTER || unit == UNIT_HALF) {
		n *= unit == UNIT_QUARTER ? 3 : 6;
		unit = UNIT_MONTH;
	}
	if (unit == UNIT_YEAR && step_has_month(now)) {
		n = n * 12 + (e->plus_half ? 6 : 0);
		unit = UNIT_MONTH;
	}
	if (unit == UNIT_MONTH && step_has_month(now)) {
		near.precision = EDTF_MONTH;
		near.day = 0;
	} else if (unit == UNIT_WEEK) {
		n *= 7;
		unit = UNIT_DAY;
	}
	struct edtf away_from = step_by(&near, unit, sign * n);

	if (away_from.begin.precision != near.precision)
		return (struct edtf){0};
	far = away_from.begin;
	near.approximate = far.approximate = true;
	return sign < 0 ? step_between(far, near) : step_between(near, far);
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
		[PART_START] = TAG_START,     [PART_MID] = TAG_MID,
		[PART_END] = TAG_END,         [PART_FIRST_HALF] = TAG_START,
		[PART_SECOND_HALF] = TAG_END, [PART_ABOUT] = TAG_APPROX,
	};
	enum anchor_tense tense = tense_of(a, e);
	struct edtf value = anchor_when(a, e, tense);

	m->kind = TAG_DATE;
	m->future = tense >= TENSE_COMING ||
		    (e->from.relative && !e->from.that && e->from.rel_offset > 0);
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
		buf_adds(&b, e->from.relative && e->from.rel_offset < 0   ? "PAST_REF"
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
		from = anchor_same_place(a) ? &a->last : &unknown;
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
	if (!a->birth || e->amount.vague || m->mod == TAG_MORE_THAN || m->mod == TAG_LESS_THAN ||
	    e->amount.value > 130 || e->unit != UNIT_YEAR ||
	    scan_words_at(a->text, e->end, a->language->aged))
		return;
	struct edtf_date year = step_year(a->birth + (int32_t)e->amount.value);

	/* Somebody else's age, then. */
	if (step_has_year(&a->document) && year.year > a->document.year)
		return;

	year.approximate = true;
	place(m, step_one(year));
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
	[OP_YEAR] = resolve_date, [OP_AGO] = resolve_ago,   [OP_LATER] = resolve_ago,
	[OP_LAST] = resolve_span, [OP_NEXT] = resolve_span, [OP_DURATION] = resolve_span,
	[OP_SET] = resolve_set,   [OP_AGE] = resolve_age,   [OP_VAGUE] = resolve_vague,
};

bool anchor_resolve(struct anchor *a, const struct expr *e, struct tag_mention *m,
		    struct arena *arena)
{
	if (anchor_is_impossible(e))
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

/* "born in 1986", "In 1986, she was born", "Born: 1986" */
static bool is_birth(const struct anchor *a, const struct expr *e)
{
	enum { NAME = 16, COMMA = 3 }; /* bytes of the name of a field, of a comma */
	struct clause c = a->clause;
	uint32_t before = scan_prev(a->text, c.begin);

	if (c.end <= e->end + COMMA)
		c.end = a->sentence.end;
	if (before == ':' || before == 0xFF1A)
		c.begin -= c.begin - a->sentence.begin < NAME ? c.begin - a->sentence.begin : NAME;
	return near_words(a, e, c, a->language->birth);
}

void anchor_remember(struct anchor *a, const struct expr *e, const struct tag_mention *m)
{
	if (!m->placed || (m->kind != TAG_DATE && m->kind != TAG_AGE))
		return;
	a->last = m->value.interval ? m->value.end : m->value.begin;
	a->last_block = a->block;
	/* "the worst since April 16, 2014": not the day that is spoken of. */
	size_t behind = scan_blanks(a->text, e->end);
	bool aside = scan_words_at(a->text, behind, a->language->since) > 0 &&
		     a->last_day_block == a->block && step_has_month(&a->last_day);

	if (a->last.precision == EDTF_DAY && !aside) {
		a->last_day = a->last;
		a->last_day_block = a->block;
		if (a->document.precision != EDTF_DAY ||
		    step_days(&a->last) <= step_days(&a->document)) {
			a->past_day = a->last;
			a->past_day_block = a->block;
		}
	}
	if (step_has_month(&a->last) && !aside) {
		a->month = a->last;
		a->month_block = a->block;
	}
	a->last_leads = a->leads;
	a->last_ahead = m->future;
	a->last_end = e->end;
	a->last_sentence = a->sentence.begin;
	a->last_ago = e->op == OP_AGO && e->unit == UNIT_YEAR;
	if (a->last.precision == EDTF_SEASON || a->last.precision < EDTF_YEAR) {
		bool season = a->last.precision == EDTF_SEASON;

		a->last = season ? step_year(a->last.year) : (struct edtf_date){0};
	}
	if ((e->from.slots & SLOT_YEAR) && is_birth(a, e))
		a->birth = m->value.begin.year;
}
