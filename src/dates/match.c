/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "text/utf8.h"

/* Stands in the dispatch for every code point a number can begin with. */
enum { MATCH_NUMBER = 0x110000 };

/* Where matching a rule has come to; small, for it is saved before what may fail. */
struct place {
	size_t at;
	size_t begin, end; /* of the expression */
	int captures;
	bool loose;  /* a number was the last thing: blanks may follow */
	bool moved;  /* something was matched */
	bool closed; /* behind a '$' */
};

struct run {
	const struct rules *table;
	struct str text;
	struct place place;
	/* The number at `start`, as a field and as a count; the same for every rule tried there. */
	size_t start;
	struct num field, count;
	/* Words found, for many rules ask for the same list at the same place. */
	struct memo {
		const char *words;
		size_t at, n;
		int32_t value;
	} memos[8];
	struct match match;
};

static bool run_sequence(struct run *r, const char *p, const char *end);

static const char *list_words(const struct rules *table, char name)
{
	for (size_t i = 0; i < table->list_count; i++)
		if (table->lists[i].name == name)
			return table->lists[i].words;
	return "";
}

static const char *char_end(const char *p)
{
	for (p++; ((unsigned char)*p & 0xC0) == 0x80; p++)
		;
	return p;
}

/* The end of the element at p, its '?' not counted. */
static const char *element_end(const char *p)
{
	int depth = 0;

	switch (*p) {
	case '#':
		return p + 2;
	case '<':
		return p + 3;
	case '[':
		return strchr(p, ']') + 1;
	case '(':
		do
			depth += (*p == '(') - (*p == ')');
		while (p++, depth);
		return p;
	default:
		return char_end(p);
	}
}

/* The end of the alternative at p: a '|' or ')' of its own level, or end. */
static const char *alternative_end(const char *p, const char *end)
{
	while (p < end && *p != '|' && *p != ')')
		p = element_end(p);
	return p;
}

/* A small letter of a pattern stands for the capital too. */
static bool same_byte(char text, char pattern)
{
	return text == pattern || (pattern >= 'a' && pattern <= 'z' && text == pattern - 0x20);
}

static bool ends_entry(char c)
{
	return c == '|' || c == '/' || c == '=' || c == '\0';
}

/* Is the ASCII or other character at p of the pattern the one at `at`? Its length or 0. */
static size_t same_char(struct str text, size_t at, const char *p, size_t n)
{
	if (n > text.n - at)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (!same_byte(text.p[at + i], p[i]))
			return 0;
	return n;
}

static bool ends_word(struct str text, size_t at)
{
	uint32_t last = scan_prev(text, at);

	return scan_is_digit(last) || !scan_is_alnum(last) || !scan_is_alnum(scan_next(text, at));
}

/* The longest word of the list at `at`; its worth in *value. Returns its length, 0 for none. */
static size_t find_word(struct str text, size_t at, const char *words, int32_t *value)
{
	size_t longest = 0;
	int32_t index = 0;

	for (const char *w = words; *w; w++) {
		size_t n = 0;

		while (!ends_entry(*w) && at + n < text.n && same_byte(text.p[at + n], *w)) {
			w++;
			n++;
		}
		bool whole = ends_entry(*w) && n > longest && ends_word(text, at + n);

		while (!ends_entry(*w))
			w++;
		if (whole) {
			longest = n;
			*value = *w == '=' ? (int32_t)strtol(w + 1, NULL, 10) : index;
		}
		while (*w && *w != '|' && *w != '/')
			w++;
		if (!*w)
			break;
		index += *w == '|';
	}
	return longest;
}

static size_t recall_word(struct run *r, size_t at, const char *words, int32_t *value)
{
	struct memo *m = &r->memos[((uintptr_t)words / 8 + at) % 8];

	if (m->words != words || m->at != at) {
		*m = (struct memo){.words = words, .at = at};
		m->n = find_word(r->text, at, words, &m->value);
	}
	*value = m->value;
	return m->n;
}

static void capture(struct run *r, char name, int32_t value)
{
	if (r->place.captures < MATCH_CAPTURES)
		r->match.captures[r->place.captures++] = (struct match_capture){name, value};
}

static bool fits(const struct num *n, char class)
{
	bool field = (n->style == NUM_HAN || n->digits <= (n->style == NUM_ARABIC ? 2 : 1)) &&
		     !n->pair;
	bool two = n->digits == 2 && n->style != NUM_HAN;
	int64_t v = n->value;

	switch (class) {
	case 'Y':
		return n->digits == 4 && n->style != NUM_HAN && v > 1000 && v < 3000;
	case 'R':
		return n->digits == 4 && n->style == NUM_ARABIC && v >= 1800 && v < 2100;
	case 'S':
		return n->digits == 8 && n->style == NUM_ARABIC && v >= 18000000 && v < 21000000 &&
		       civil_valid((int32_t)(v / 10000), (int)(v / 100 % 100), (int)(v % 100));
	case 'y': /* but 三四年 is a guess */
		return two && (n->style == NUM_ARABIC || v / 10 + 1 != v % 10);
	case 'z':
		return two && (v < 10 || (v > 60 && v % 10));
	case 'j':
		return fits(n, 'J') && v % 10;
	case 'J':
		return v >= 100 && v < 1000 && (n->style == NUM_HAN || n->digits == 3);
	case 'i':
		return v >= 1 && v <= 9999;
	case 'E':
		return v >= 1 && v <= 199 && !n->pair;
	case 'M':
		return field && v >= 1 && v <= 12;
	case 'D':
		return field && v >= 1 && v <= 31;
	case 'A':
		return field && v >= 1 && v <= 31 && (n->style == NUM_ARABIC || v > 10);
	case 'B':
		return fits(n, 'D') && n->style == NUM_HAN && v >= 10;
	case 'Q':
		return field && v >= 1 && v <= 4;
	case 'C':
		return field && v >= 1 && v <= 30;
	case 'd':
		return (field || two) && v >= 10 && v <= 90 && v % 10 == 0;
	case 'H':
		return (field || n->pair) && v <= 30;
	case 'V':
		return n->style == NUM_ARABIC && (v == 0 || v > 12);
	case 'U':
		return n->style == NUM_ARABIC && (v == 0 || v > 31);
	case 'm':
		return (field || two) && v <= 59;
	default:
		return true;
	}
}

static struct num scan_number(const struct rules *table, struct str text, size_t from, bool count)
{
	struct num n = {.end = from};
	int32_t value = 0;

	if (num_starts(scan_next(text, from)))
		n = num_scan(text, from, count ? NUM_COUNT : 0);
	if (n.end == from && count) {
		n.end += find_word(text, from, list_words(table, 'n'), &value);
		n.vague = value < 0;
		n.style = NUM_HAN;
		n.value = value;
	}
	return n;
}

/* "2000年" is no count of years, and "99999年" is nothing at all. */
static bool is_no_count(struct str text, const struct num *n)
{
	enum { NIAN = 0x5E74, NYEON = 0xB144 }; /* 年 년 */
	uint32_t next = scan_next(text, scan_blanks(text, n->end));

	if (n->style != NUM_ARABIC || n->grouped || (next != NIAN && next != NYEON))
		return false;
	return n->digits > 4 || (n->digits == 4 && n->value >= 1800 && n->value <= 2100);
}

static bool run_number(struct run *r, char class, size_t from)
{
	const struct num *n;
	struct num other;

	if (from == r->start) {
		n = class == 'n' ? &r->count : &r->field;
	} else {
		other = scan_number(r->table, r->text, from, class == 'n');
		n = &other;
	}
	if (n->end == from || !fits(n, class) || (class == 'n' && is_no_count(r->text, n)))
		return false;
	if (!r->place.moved && scan_is_digit(scan_next(r->text, from)) &&
	    !scan_number_may_begin(r->text, from))
		return false;
	if (class == 'n' && (!r->place.captures || r->match.captures[0].name != 'n'))
		r->match.amount = *n;
	capture(r, class, (int32_t)(n->value > INT32_MAX ? INT32_MAX : n->value));
	r->place.at = n->end;
	r->place.loose = true;
	return true;
}

static bool run_group(struct run *r, const char *p, const char *end)
{
	struct place start = r->place;

	while (p < end) {
		const char *stop = alternative_end(p, end);

		if (run_sequence(r, p, stop))
			return true;
		r->place = start;
		p = stop + 1;
	}
	return false;
}

static bool run_set(struct run *r, const char *p, const char *end, size_t from)
{
	while (p < end) {
		const char *next = char_end(p);
		size_t n = same_char(r->text, from, p, (size_t)(next - p));

		if (n) {
			r->place.at = from + n;
			return true;
		}
		p = next;
	}
	return false;
}

/* One element, at p up to end. On failure r may be changed; the caller restores it. */
static bool run_element(struct run *r, const char *p, const char *end)
{
	struct place *at = &r->place;
	size_t blanks = scan_blanks(r->text, at->at), n;
	size_t from = at->loose || (*p == '#' && at->moved) ? blanks : at->at;
	int32_t value;

	switch (*p) {
	case '^':
		at->begin = blanks;
		return true;
	case '$':
		at->end = at->at;
		at->closed = true;
		return true;
	case '_':
	case ' ':
		if (*p == ' ' && blanks == at->at)
			return false;
		at->at = blanks;
		return true;
	case '(':
		return run_group(r, p + 1, end - 1);
	case '#':
		return run_number(r, p[1], from);
	case '[':
		at->loose = false;
		return run_set(r, p + 1, end - 1, from) || run_set(r, p + 1, end - 1, at->at);
	case '<':
		n = recall_word(r, from, list_words(r->table, p[1]), &value);
		if (n)
			capture(r, p[1], value);
		break;
	default:
		n = same_char(r->text, from, p, (size_t)(end - p));
	}
	at->loose = false;
	at->at = from + n;
	return n > 0;
}

static bool run_sequence(struct run *r, const char *p, const char *end)
{
	while (p < end) {
		const char *next = element_end(p);
		bool optional = next < end && *next == '?';
		struct place before = r->place;

		if (run_element(r, p, next)) {
			r->place.moved |= *p != '^' && *p != '$';
		} else {
			if (!optional)
				return false;
			r->place = before;
		}
		p = next + optional;
	}
	return true;
}

static bool edges_allow(const struct rule *rule, struct str text, size_t start,
			const struct match *m)
{
	uint32_t before = scan_prev(text, m->begin);

	/* f(2022) */
	if (text.p[start] == '(' && scan_is_alnum(scan_prev(text, start)))
		return false;
	if (rule->not_before && scan_words_before(text, m->begin, rule->not_before))
		return false;
	if (rule->not_after && scan_words_at(text, m->end, rule->not_after))
		return false;
	if (rule->after && scan_is_letter(before) && !scan_words_before(text, m->begin, rule->after))
		return false;
	uint32_t last = scan_prev(text, m->reach);

	if (scan_is_digit(last))
		return scan_number_may_end(text, m->reach);
	return ends_word(text, m->reach);
}

/* Tries one rule at r->start; the match is left in r->match. */
static bool run_rule(struct run *r, const struct match_entry *e)
{
	const char *p = e->pattern;

	r->table = e->table;
	r->place = (struct place){.at = r->start, .begin = r->start};
	if (!run_sequence(r, p, p + e->length))
		return false;
	struct match *m = &r->match;

	m->begin = r->place.begin;
	m->reach = r->place.at;
	m->end = r->place.closed ? r->place.end : m->reach;
	m->count = r->place.captures;
	m->rule = e->rule;
	m->table = e->table;
	return m->end > m->begin && edges_allow(e->rule, r->text, r->start, m);
}

bool matcher_starts(const struct matcher *m, uint32_t cp)
{
	return m->starts[cp % MATCH_BUCKETS];
}

/* Can a rule go on behind the number at r->start? */
static bool may_follow(const struct matcher *m, const struct run *r)
{
	size_t ends[] = {r->count.end, r->field.end};

	for (int i = 0; i < 2; i++) {
		uint32_t next = scan_next(r->text, ends[i]);
		uint32_t later = scan_next(r->text, scan_blanks(r->text, ends[i]));

		if (m->follows[next % MATCH_BUCKETS] || m->follows[later % MATCH_BUCKETS])
			return true;
	}
	/* Or is the number all there is? In every language a year or a date of digits can be. */
	return r->field.digits >= 4 || m->alone;
}

/* Of two that reach as far, what is no time wins, else the earlier rule. */
static bool is_better(const struct match *a, const struct match *b)
{
	if (a->reach != b->reach)
		return a->reach > b->reach;
	if ((a->rule->op == OP_NOT) != (b->rule->op == OP_NOT))
		return a->rule->op == OP_NOT;
	return a->table == b->table && a->rule < b->rule;
}

bool matcher_find(const struct matcher *m, size_t at, int without, struct match *out)
{
	uint32_t cp = scan_next(m->text, at);
	uint32_t keys[2] = {cp, MATCH_NUMBER};
	bool number = num_starts(cp), found = false;
	struct run r;

	r.text = m->text;
	r.start = at;
	memset(r.memos, 0, sizeof r.memos);
	r.match = (struct match){0};
	r.count = scan_number(m->language, m->text, at, true);
	r.field = number ? scan_number(m->language, m->text, at, false) : (struct num){.end = at};
	number = number && may_follow(m, &r);
	for (int k = 0; k < 1 + number; k++) {
		uint32_t i = m->buckets[keys[k] % MATCH_BUCKETS];

		for (; i; i = m->entries.p[i - 1].next) {
			const struct match_entry *e = &m->entries.p[i - 1];

			if (e->first != keys[k] || (e->rule->flags & without) ||
			    !run_rule(&r, e))
				continue;
			if (!found || is_better(&r.match, out)) {
				*out = r.match;
				found = true;
			}
		}
	}
	return found;
}

int32_t match_value(const struct match *m, char name, int index, int32_t otherwise)
{
	for (int i = 0; i < m->count; i++)
		if (m->captures[i].name == name && index-- == 0)
			return m->captures[i].value;
	return otherwise;
}

bool match_has(const struct match *m, char name)
{
	for (int i = 0; i < m->count; i++)
		if (m->captures[i].name == name)
			return true;
	return false;
}

/* Where the first characters of a rule go. */
struct firsts {
	struct matcher *m;
	const struct rules *table;
	const struct rule *rule;
	bool follows; /* of what stands behind a number, not of the whole rule */
};

/* from: for a number, where in the pattern it stands; what is before is left out then. */
static void add_first(const struct firsts *f, uint32_t cp, const char *from)
{
	struct matcher *m = f->m;
	uint32_t *bucket = &m->buckets[cp % MATCH_BUCKETS];

	if (f->follows) {
		m->follows[cp % MATCH_BUCKETS] = true;
		return;
	}
	for (uint32_t i = *bucket; i; i = m->entries.p[i - 1].next)
		if (m->entries.p[i - 1].first == cp && m->entries.p[i - 1].rule == f->rule)
			return;
	vec_push(&m->entries, (struct match_entry){
				      .first = cp,
				      .next = *bucket,
				      .table = f->table,
				      .rule = f->rule,
				      .pattern = cp == MATCH_NUMBER ? from : f->rule->pattern,
				      .length = strlen(cp == MATCH_NUMBER ? from : f->rule->pattern),
			      });
	*bucket = (uint32_t)m->entries.n;
	m->starts[cp % MATCH_BUCKETS] = true;
}

static void add_char(const struct firsts *f, const char *p)
{
	size_t size;
	uint32_t cp = utf8_at(p, 0, &size);

	add_first(f, cp, NULL);
	if (cp >= 'a' && cp <= 'z')
		add_first(f, cp - 0x20, NULL);
}

static void add_words(const struct firsts *f, const char *words)
{
	for (const char *w = words; *w; w++) {
		if (!ends_entry(*w))
			add_char(f, w);
		w += strcspn(w, "|/");
		if (!*w)
			break;
	}
}

static bool add_sequence(const struct firsts *f, const char *p, const char *end);

/* A number begins the rest of a pattern: enters it and what can stand behind it. */
static void add_number(const struct firsts *f, const char *p, const char *end)
{
	struct firsts behind = *f;

	add_first(f, MATCH_NUMBER, p);
	if (p[1] == 'n')
		add_words(f, list_words(f->table, 'n'));
	behind.follows = true;
	if (add_sequence(&behind, p + 2, end) && f->table != &rules_any)
		f->m->alone = true;
}

/* Enters what the element can begin with; true when it can match nothing. */
static bool add_element(const struct firsts *f, const char *p, const char *end)
{
	bool empty = false;

	switch (*p) {
	case '^':
	case '$':
	case '_':
	case ' ':
		return true;
	case '<':
		add_words(f, list_words(f->table, p[1]));
		return false;
	case '[':
		for (p++; p < end - 1; p = char_end(p))
			add_char(f, p);
		return false;
	case '(':
		for (p++; p < end;) {
			const char *stop = alternative_end(p, end - 1);

			empty |= add_sequence(f, p, stop);
			p = stop + 1;
		}
		return empty;
	default:
		add_char(f, p);
		return false;
	}
}

static bool add_sequence(const struct firsts *f, const char *p, const char *end)
{
	while (p < end) {
		const char *next = element_end(p);
		bool optional = next < end && *next == '?', empty = false;

		if (*p == '#')
			add_number(f, p, end);
		else
			empty = add_element(f, p, next);
		if (!optional && !empty)
			return false;
		p = next + optional;
	}
	return true;
}

static void add_table(struct matcher *m, const struct rules *table, int only)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct rule *rule = &table->rules[i];
		struct firsts f = {m, table, rule, false};

		if (!only || (rule->flags & only))
			add_sequence(&f, rule->pattern, rule->pattern + strlen(rule->pattern));
	}
}

void matcher_init(struct matcher *m, const struct rules *language, struct str text)
{
	*m = (struct matcher){.text = text, .language = language};
	for (size_t i = 0; num_starters[i]; i++)
		m->starts[num_starters[i] % MATCH_BUCKETS] = true;
	add_table(m, language, 0);
	add_table(m, &rules_any, 0);
	if (language != &rules_en)
		add_table(m, &rules_en, FLAG_FOREIGN);
}

void matcher_release(struct matcher *m)
{
	vec_release(&m->entries);
}
