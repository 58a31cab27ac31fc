/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/query.h"

#include <stdlib.h>

static const size_t none = (size_t)-1;

/* One article under one query. Titles and authors are folded when first asked for. */
struct matching {
	const struct query *query;
	const struct query_subject *subject;
	struct query_scratch *scratch;
	bool title, author; /* folded already */
};

static struct str folded(struct matching *m, bool *done, struct buf *key, struct str s)
{
	if (!*done) {
		buf_clear(key);
		fold_key(key, s, m->query->fold);
	}
	*done = true;
	return buf_str(key);
}

static struct str title(struct matching *m)
{
	return folded(m, &m->title, &m->scratch->title, m->subject->title);
}

static struct str author(struct matching *m)
{
	return folded(m, &m->author, &m->scratch->author, m->subject->author);
}

static bool has(struct str key, const struct query_term *term)
{
	return str_find(key, term->key, 0) != none;
}

static struct find *find_of(const struct query *q, const struct query_term *term,
			    struct query_scratch *scratch)
{
	size_t i = (size_t)(term - q->terms.p);

	while (scratch->finds.n <= i)
		vec_push(&scratch->finds, (struct find){0});
	find_prepare(&scratch->finds.p[i], term->key, q->fold);
	return &scratch->finds.p[i];
}

static bool text_has(struct matching *m, const struct query_term *term)
{
	struct str text = m->subject->text;
	size_t begin, end;

	return (term->plain && str_find(text, term->value, 0) != none) ||
	       find_next(find_of(m->query, term, m->scratch), text, 0, &begin, &end);
}

static bool reads(const struct matching *m, const struct query_term *term)
{
	size_t begin, end;

	return reading_match(&term->reading, m->subject->title, &begin, &end);
}

/* ---- one function a field */

static bool match_any(struct matching *m, const struct query_term *term)
{
	return has(title(m), term) || reads(m, term) || text_has(m, term);
}

static bool match_title(struct matching *m, const struct query_term *term)
{
	return has(title(m), term) || reads(m, term);
}

static bool match_author(struct matching *m, const struct query_term *term)
{
	return has(author(m), term);
}

static bool match_text(struct matching *m, const struct query_term *term)
{
	return text_has(m, term);
}

static bool match_tag(struct matching *m, const struct query_term *term)
{
	struct buf *key = &m->scratch->tag;

	for (size_t i = 0; i < m->subject->n_tags; i++) {
		buf_clear(key);
		fold_key(key, m->subject->tags[i], FOLD_ALL);
		if (str_eq(buf_str(key), term->key))
			return true;
	}
	return false;
}

static char lang_letter(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 0x20) : c == '_' ? '-' : c;
}

static bool match_lang(struct matching *m, const struct query_term *term)
{
	struct str lang = m->subject->language;

	if (term->key.n > lang.n)
		return false;
	for (size_t i = 0; i < term->key.n; i++)
		if (lang_letter(lang.p[i]) != lang_letter(term->key.p[i]))
			return false;
	return term->key.n == lang.n || lang_letter(lang.p[term->key.n]) == '-';
}

/* All of what the date may mean lies in the range: "2022" is no hit for date:2022-07. */
static bool match_date(struct matching *m, const struct query_term *term)
{
	const struct civil *date = &m->subject->date;
	bool month = date->precision >= CIVIL_MONTH, day = date->precision >= CIVIL_DAY;

	if (date->precision == CIVIL_NONE)
		return false;
	int last_month = month ? date->month : 12;
	int last_day = day ? date->day : civil_month_days(date->year, last_month);
	int64_t first = civil_days(date->year, month ? date->month : 1, day ? date->day : 1);
	int64_t last = civil_days(date->year, last_month, last_day);

	return term->first <= first && last <= term->last;
}

static bool match_is(struct matching *m, const struct query_term *term)
{
	const struct query_subject *s = m->subject;

	return term->is == QUERY_BOOKMARKED ? s->bookmarked : s->read == (term->is == QUERY_READ);
}

static bool (*const matchers[])(struct matching *m, const struct query_term *term) = {
	[QUERY_ANY] = match_any,   [QUERY_TITLE] = match_title, [QUERY_AUTHOR] = match_author,
	[QUERY_TEXT] = match_text, [QUERY_TAG] = match_tag,     [QUERY_LANG] = match_lang,
	[QUERY_DATE] = match_date, [QUERY_IS] = match_is,
};

/* ---- the query */

static bool of_text(const struct query_term *term)
{
	return term->field == QUERY_ANY || term->field == QUERY_TEXT;
}

static void describe(struct matching *m, struct query_match *match)
{
	*match = (struct query_match){.in_title = true};
	for (size_t i = 0; i < m->query->terms.n; i++) {
		const struct query_term *term = &m->query->terms.p[i];

		if (term->negated || term->field > QUERY_TEXT || term->field == QUERY_AUTHOR)
			continue;
		bool titled = term->field != QUERY_TEXT && has(title(m), term);
		bool hit = of_text(term) && text_has(m, term);

		match->in_title &= titled;
		match->by_reading |= !titled && !hit;
		match->in_text |= hit;
	}
}

bool query_match(const struct query *q, const struct query_subject *subject,
		 struct query_scratch *scratch, struct query_match *match)
{
	struct matching m = {.query = q, .subject = subject, .scratch = scratch};

	/* What costs no fold of a text goes first. */
	if (!query_match_metadata(q, subject, scratch))
		return false;
	for (size_t i = 0; i < q->terms.n; i++) {
		const struct query_term *term = &q->terms.p[i];

		if (of_text(term) && matchers[term->field](&m, term) == term->negated)
			return false;
	}
	if (match)
		describe(&m, match);
	return true;
}

bool query_match_metadata(const struct query *q, const struct query_subject *subject,
			  struct query_scratch *scratch)
{
	struct matching m = {.query = q, .subject = subject, .scratch = scratch};

	for (size_t i = 0; i < q->terms.n; i++) {
		const struct query_term *term = &q->terms.p[i];

		if (!of_text(term) && matchers[term->field](&m, term) == term->negated)
			return false;
	}
	return true;
}

bool query_term_matches(const struct query *q, const struct query_term *term,
			const struct query_subject *subject, struct query_scratch *scratch)
{
	struct matching m = {.query = q, .subject = subject, .scratch = scratch};

	return matchers[term->field](&m, term);
}

void query_scratch_release(struct query_scratch *scratch)
{
	buf_release(&scratch->title);
	buf_release(&scratch->author);
	fold_release(&scratch->fold);
	buf_release(&scratch->tag);
	for (size_t i = 0; i < scratch->finds.n; i++)
		find_release(&scratch->finds.p[i]);
	vec_release(&scratch->finds);
}

size_t query_count(const struct query *q, struct str text, struct query_scratch *scratch)
{
	size_t n = 0;

	for (size_t i = 0; i < q->terms.n; i++) {
		const struct query_term *term = &q->terms.p[i];

		if (term->negated || !of_text(term))
			continue;
		struct find *find = find_of(q, term, scratch);

		for (size_t begin, end = 0; find_next(find, text, end, &begin, &end);)
			n++;
	}
	return n;
}

size_t query_first(const struct query *q, struct str text, struct query_scratch *scratch)
{
	size_t first = none, begin, end;

	for (size_t i = 0; i < q->terms.n; i++) {
		const struct query_term *term = &q->terms.p[i];

		if (!term->negated && of_text(term) &&
		    find_next(find_of(q, term, scratch), text, 0, &begin, &end) && begin < first)
			first = begin;
	}
	return first;
}

/* ---- hits */

static int by_begin(const void *a, const void *b)
{
	const struct query_range *x = a, *y = b;

	return x->begin < y->begin ? -1 : x->begin > y->begin;
}

static void join_overlapping(struct query_ranges *ranges)
{
	struct query_range *p = ranges->v.p;
	size_t kept = 0;

	for (size_t i = 0; i < ranges->v.n; i++)
		if (kept && p[i].begin < p[kept - 1].end) {
			if (p[i].end > p[kept - 1].end)
				p[kept - 1].end = p[i].end;
		} else {
			p[kept++] = p[i];
		}
	ranges->v.n = kept;
}

/* base: of what was folded, in the text. */
static void add_hits(const struct fold *f, size_t base, struct str key, struct query_ranges *out)
{
	struct str all = buf_str(&f->key);

	for (size_t at = 0; (at = str_find(all, key, at)) != none; at += key.n)
		vec_push(&out->v, (struct query_range){base + fold_text_at(f, at),
						       base + fold_text_end(f, at + key.n)});
}

static void put_in_order(struct query_ranges *ranges)
{
	if (ranges->v.n)
		qsort(ranges->v.p, ranges->v.n, sizeof *ranges->v.p, by_begin);
	join_overlapping(ranges);
}

void query_hits(const struct query *q, enum query_field field, struct str s,
		struct query_scratch *scratch, struct query_ranges *out)
{
	struct fold *f = &scratch->fold;

	vec_clear(&out->v);
	fold_text(f, s, q->fold);
	for (size_t i = 0; i < q->terms.n; i++) {
		const struct query_term *term = &q->terms.p[i];
		size_t before = out->v.n;
		struct query_range read;

		if (term->negated || (term->field != QUERY_ANY && term->field != field))
			continue;
		add_hits(f, 0, term->key, out);
		if (out->v.n == before && field == QUERY_TITLE &&
		    reading_match(&term->reading, s, &read.begin, &read.end))
			vec_push(&out->v, read);
	}
	put_in_order(out);
}

void query_hits_in(const struct query *q, struct str text, size_t begin, size_t end,
		   struct query_scratch *scratch, struct query_ranges *out)
{
	size_t longest = 0, kept = 0;

	vec_clear(&out->v);
	for (size_t i = 0; i < q->terms.n; i++)
		if (q->terms.p[i].key.n > longest)
			longest = q->terms.p[i].key.n;
	size_t base = fold_part(&scratch->fold, text, begin, end, longest, q->fold);

	for (size_t i = 0; i < q->terms.n; i++)
		if (!q->terms.p[i].negated && of_text(&q->terms.p[i]))
			add_hits(&scratch->fold, base, q->terms.p[i].key, out);
	for (size_t i = 0; i < out->v.n; i++)
		if (out->v.p[i].begin < end && out->v.p[i].end > begin)
			out->v.p[kept++] = out->v.p[i];
	out->v.n = kept;
	put_in_order(out);
}
