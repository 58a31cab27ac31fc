/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/query.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intl.h"
#include "base/mem.h"
#include "text/utf8.h"

struct parser {
	struct str text;
	size_t at;
	struct query *query;
	const struct query_options *options;
	size_t *wrong; /* where the error is, or NULL */
	struct err *err;
};

/* ---- the value of each kind of field */

static bool take_number(struct str *s, size_t min, size_t max, int32_t *number)
{
	size_t n = 0;

	*number = 0;
	for (; n < s->n && n < max && s->p[n] >= '0' && s->p[n] <= '9'; n++)
		*number = *number * 10 + (s->p[n] - '0');
	*s = str_sub(*s, n, s->n);
	return n >= min;
}

static bool take_separator(struct str *s)
{
	if (!s->n || (s->p[0] != '-' && s->p[0] != '/'))
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

/* The days, first and last, of 2022, 2022-07, or 2022-07-13. */
static bool parse_date(struct str s, int64_t *first, int64_t *last)
{
	int32_t year, month = 1, day = 1;
	int last_month = 12, last_day = 31;

	if (!take_number(&s, 4, 4, &year))
		return false;
	if (take_separator(&s)) {
		if (!take_number(&s, 1, 2, &month) || !civil_valid(year, month, 1))
			return false;
		last_month = month;
		last_day = civil_month_days(year, month);
		if (take_separator(&s)) {
			if (!take_number(&s, 1, 2, &day) || !civil_valid(year, month, day))
				return false;
			last_day = day;
		}
	}
	*first = civil_days(year, month, day);
	*last = civil_days(year, last_month, last_day);
	return !s.n;
}

static bool parse_date_range(struct str s, struct query_term *term)
{
	size_t dots = str_find(s, STR(".."), 0);
	int64_t other;

	if (dots == (size_t)-1)
		return parse_date(s, &term->first, &term->last);
	struct str from = str_sub(s, 0, dots), to = str_sub(s, dots + 2, s.n);

	/* An ellipsis stands for two dots: the fold has made three of it. */
	if (to.n && to.p[0] == '.')
		to = str_sub(to, 1, to.n);
	if (!from.n && !to.n)
		return false;
	term->first = INT64_MIN;
	term->last = INT64_MAX;
	return (!from.n || parse_date(from, &term->first, &other)) &&
	       (!to.n || parse_date(to, &other, &term->last)) && term->first <= term->last;
}

static const char *const is_names[] = {
	[QUERY_UNREAD] = "unread",
	[QUERY_READ] = "read",
	[QUERY_BOOKMARKED] = "bookmarked",
};

const char *query_is_name(size_t i)
{
	return i < sizeof is_names / sizeof *is_names ? is_names[i] : NULL;
}

static bool parse_is(struct str s, struct query_term *term)
{
	for (size_t i = 0; query_is_name(i); i++)
		if (str_eq_nocase(s, str_of(query_is_name(i)))) {
			term->is = (enum query_is)i;
			return true;
		}
	return false;
}

/* Those without a parser are text. A wrong value is told with examples: they say more. */
static const struct field {
	const char *name;
	bool (*parse)(struct str value, struct query_term *term);
	const char *examples;
} fields[QUERY_FIELDS] = {
	[QUERY_TITLE] = {"title", NULL, "title:word, title:\"a phrase\""},
	[QUERY_AUTHOR] = {"author", NULL, "author:name"},
	[QUERY_TEXT] = {"text", NULL, "text:word, text:\"a phrase\""},
	[QUERY_TAG] = {"tag", NULL, "tag:word, tag:\"two words\""},
	[QUERY_LANG] = {"lang", NULL, "lang:ja, lang:zh-Hant"},
	[QUERY_DATE] = {"date", parse_date_range,
			"date:2022-07, date:2021..2023, date:2021.., date:2022, date:2022-07-13"},
	[QUERY_IS] = {"is", parse_is, "is:unread, is:read, is:bookmarked"},
};

const char *query_field_name(enum query_field field)
{
	return field < QUERY_FIELDS ? fields[field].name : NULL;
}

/* ---- errors */

/* At most so many bytes of what was typed are told again. */
enum { TOLD = 40 };

/* Of the code point at a byte of the text, counted from 1. */
static size_t column(const struct parser *p, size_t at)
{
	size_t n = 1, size;

	for (size_t i = 0; i < at; i += size, n++)
		utf8_at(p->text.p, i, &size);
	return n;
}

static int wrong(struct parser *p, size_t at, enum query_field field, struct str value)
{
	size_t n = value.n > TOLD ? utf8_floor(value, TOLD) : value.n;

	if (p->wrong)
		*p->wrong = at;
	if (!value.n)
		return err_set(p->err, ERR_USAGE, _("Column %zu: %s: needs a value. Examples: %s."),
			       column(p, at), fields[field].name, fields[field].examples);
	return err_set(p->err, ERR_USAGE, _("Column %zu: %s: cannot be \"%.*s%s\". Examples: %s."),
		       column(p, at), fields[field].name, (int)n, value.p, n < value.n ? "..." : "",
		       fields[field].examples);
}

/* ---- terms */

static uint32_t look(const struct parser *p, size_t at, size_t *size)
{
	*size = 0;
	return at < p->text.n ? utf8_at(p->text.p, at, size) : 0;
}

static bool blank_at(const struct parser *p, size_t at)
{
	size_t size;
	uint32_t cp = look(p, at, &size);

	return at < p->text.n && fold_is_blank(cp);
}

/* The size of a sign in its ASCII form or another, 0 when something else stands there. */
static size_t sign_at(const struct parser *p, size_t at, const uint32_t *forms)
{
	size_t size;
	uint32_t cp = look(p, at, &size);

	for (; size && *forms; forms++)
		if (cp == *forms)
			return size;
	return 0;
}

static const uint32_t quotes[] = {'"', 0xFF02, 0x201C, 0x201D, 0};
static const uint32_t colons[] = {':', 0xFF1A, 0};
static const uint32_t minuses[] = {'-', 0xFF0D, 0};

static size_t word_end(const struct parser *p, size_t at)
{
	size_t size;

	for (; at < p->text.n && !blank_at(p, at); at += size)
		look(p, at, &size);
	return at;
}

/* The field that a word begins with, and where its value begins; QUERY_ANY when there is none. */
static enum query_field field_at(const struct parser *p, size_t at, size_t end, size_t *value)
{
	struct buf name = {0};
	enum query_field field = QUERY_FIELDS - 1;
	size_t size, colon = at;

	while (colon < end && !sign_at(p, colon, colons)) {
		look(p, colon, &size);
		colon += size;
	}
	fold_key(&name, str_sub(p->text, at, colon), FOLD_CASE | FOLD_WIDTH);
	while (field != QUERY_ANY &&
	       (colon == end || !str_eq(buf_str(&name), str_of(fields[field].name))))
		field--;
	*value = field == QUERY_ANY ? at : colon + sign_at(p, colon, colons);
	buf_release(&name);
	return field;
}

/* The value that begins at p->at, which is moved behind it. */
static struct str take_value(struct parser *p, bool *phrase)
{
	size_t quote = sign_at(p, p->at, quotes), begin = p->at += quote, end, size;

	*phrase = quote;
	if (!quote) {
		p->at = word_end(p, p->at);
		return str_sub(p->text, begin, p->at);
	}
	for (end = begin; end < p->text.n && !sign_at(p, end, quotes); end += size)
		look(p, end, &size);
	p->at = end + sign_at(p, end, quotes);
	return str_sub(p->text, begin, end);
}

/* The term that begins at p->at, which is moved behind it, as it stands there. */
static struct query_term take_term(struct parser *p, size_t *name_at, size_t *value_at)
{
	struct query_term term = {.begin = p->at};
	size_t minus = sign_at(p, p->at, minuses);

	/* A minus alone is a word. */
	term.negated = minus && p->at + minus < p->text.n && !blank_at(p, p->at + minus);
	if (term.negated)
		p->at += minus;
	*name_at = p->at;
	term.field = field_at(p, p->at, word_end(p, p->at), value_at);
	p->at = *value_at;
	term.value = take_value(p, &term.phrase);
	term.end = p->at;
	return term;
}

static int parse_term(struct parser *p)
{
	size_t name_at, value_at;
	struct query_term term = take_term(p, &name_at, &value_at);

	term.value = arena_str(&p->query->arena, term.value);
	if (!term.value.n && term.field != QUERY_ANY)
		return wrong(p, value_at, term.field, term.value);
	if (fields[term.field].parse) {
		struct buf value = {0};

		fold_key(&value, term.value, FOLD_WIDTH);
		bool good = fields[term.field].parse(buf_str(&value), &term);

		buf_release(&value);
		if (!good)
			return wrong(p, value_at, term.field, term.value);
	}
	if (p->query->terms.n == QUERY_MAX_TERMS) {
		if (p->wrong)
			*p->wrong = term.begin;
		return err_set(p->err, ERR_LIMIT,
			       _("A query has at most %d words; a phrase in quotes counts as one."),
			       QUERY_MAX_TERMS);
	}
	vec_push(&p->query->terms, term);
	return 0;
}

static void skip_blanks(struct parser *p)
{
	size_t size;

	for (; blank_at(p, p->at); p->at += size)
		look(p, p->at, &size);
}

void query_place_at_end(struct str text, struct query_place *out)
{
	struct parser p = {.text = text};
	struct query_term term;
	size_t name_at, value_at;

	*out = (struct query_place){.begin = text.n, .value = text.n};
	for (skip_blanks(&p); p.at < text.n; skip_blanks(&p)) {
		term = take_term(&p, &name_at, &value_at);
		size_t value = (size_t)(term.value.p - text.p);
		bool closed = term.phrase && value + term.value.n < term.end;

		if (term.end == text.n && !closed)
			*out = (struct query_place){term.field, name_at, value, term.phrase};
	}
}

/* ---- the whole query */

/* Han is folded by itself, whatever stands about it. */
static bool is_han(struct str s)
{
	size_t size;

	for (size_t at = 0; at < s.n; at += size) {
		uint32_t cp = utf8_at(s.p, at, &size);

		if (cp < 0x3400 || cp > 0x9FFF || (cp > 0x4DBF && cp < 0x4E00))
			return false;
	}
	return s.n;
}

/* Folded once, here; a word of which nothing is left asks for nothing. */
static void make_keys(struct parser *p)
{
	struct query *q = p->query;
	struct buf key = {0};
	size_t kept = 0;

	q->fold = p->options->fold;
	for (size_t i = 0; i < q->terms.n; i++)
		if (q->terms.p[i].field <= QUERY_TEXT && !p->options->any_case)
			q->fold = fold_smart(q->terms.p[i].value, q->fold);
	for (size_t i = 0; i < q->terms.n; i++) {
		struct query_term *term = &q->terms.p[i];
		bool title = term->field == QUERY_ANY || term->field == QUERY_TITLE;

		if (!fields[term->field].parse) {
			buf_clear(&key);
			fold_key(&key, term->value, term->field <= QUERY_TEXT ? q->fold : FOLD_ALL);
			if (!key.n)
				continue;
			term->key = arena_str(&q->arena, buf_str(&key));
			term->plain = is_han(term->value);
		}
		if (p->options->readings && title && !term->phrase && !term->negated)
			reading_init(&term->reading, term->value);
		q->terms.p[kept++] = *term;
	}
	q->terms.n = kept;
	buf_release(&key);
}

static int parse_all(struct parser *p)
{
	size_t good = utf8_valid(p->text);

	if (good < p->text.n) {
		if (p->wrong)
			*p->wrong = good;
		return err_set(p->err, ERR_USAGE, _("Column %zu: The query is not valid UTF-8."),
			       column(p, good));
	}
	for (skip_blanks(p); p->at < p->text.n; skip_blanks(p))
		if (parse_term(p))
			return -1;
	make_keys(p);
	return 0;
}

struct query *query_parse(struct str text, const struct query_options *options, size_t *at,
			  struct err *err)
{
	struct parser p = {.text = text,
			   .query = xcalloc(1, sizeof *p.query),
			   .options = options,
			   .wrong = at,
			   .err = err};

	if (!parse_all(&p))
		return p.query;
	query_free(p.query);
	return NULL;
}

void query_free(struct query *q)
{
	if (!q)
		return;
	arena_release(&q->arena);
	vec_release(&q->terms);
	free(q);
}
