/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "text/utf8.h"

/* Stands in the dispatch for every code point a number can begin with. */
enum { MATCH_NUMBER = 0x110000 };

struct run {
	const struct rules *table;
	struct str text;
	size_t at;
	bool loose; /* a number was the last thing: blanks may follow */
	bool moved; /* something was matched */
	bool closed; /* behind a '$' */
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
		for (p++; ((unsigned char)*p & 0xC0) == 0x80; p++)
			;
		return p;
	}
}

/* The end of the alternative at p: a '|' or ')' of its own level, or end. */
static const char *alternative_end(const char *p, const char *end)
{
	while (p < end && *p != '|' && *p != ')')
		p = element_end(p);
	return p;
}

/* Is the ASCII or other character at p of the pattern the one at `at`? Its length or 0. */
static size_t same_char(struct str text, size_t at, const char *p, size_t n)
{
	if (n > text.n - at)
		return 0;
	if (n == 1) {
		char c = text.p[at];

		if (c >= 'A' && c <= 'Z' && *p >= 'a')
			c = (char)(c | 0x20);
		return c == *p;
	}
	return memcmp(text.p + at, p, n) == 0 ? n : 0;
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
		size_t n = strcspn(w, "|/="), taken = 0;

		while (taken < n) {
			size_t size = (size_t)(element_end(w + taken) - (w + taken));
			size_t same = same_char(text, at + taken, w + taken, size);

			if (same == 0)
				break;
			taken += same;
		}
		w += n;
		int32_t worth = *w == '=' ? (int32_t)strtol(w + 1, (char **)&w, 10) : index;

		if (n > longest && taken == n && ends_word(text, at + n)) {
			longest = n;
			*value = worth;
		}
		if (*w == '|')
			index++;
		else if (*w != '/')
			break;
	}
	return longest;
}

static void capture(struct run *r, char name, int32_t value)
{
	if (r->match.count < MATCH_CAPTURES)
		r->match.captures[r->match.count++] = (struct match_capture){name, value};
}

static bool fits(const struct num *n, char class)
{
	bool field = (n->style == NUM_HAN || n->digits <= (n->style == NUM_ARABIC ? 2 : 1)) &&
		     !n->pair;
	bool two = n->digits == 2 && n->style != NUM_HAN;
	int64_t v = n->value;

	switch (class) {
	case 'Y':
		return n->digits == 4 && n->style != NUM_HAN && v >= 1000 && v < 3000;
	case 'R':
		return n->digits == 4 && n->style == NUM_ARABIC && v >= 1800 && v < 2100;
	case 'S':
		return n->digits == 8 && n->style == NUM_ARABIC && v >= 18000000 && v < 21000000 &&
		       civil_valid((int32_t)(v / 10000), (int)(v / 100 % 100), (int)(v % 100));
	case 'y':
		return two;
	case 'z':
		return two && (v < 10 || (v > 60 && v % 10));
	case 'j':
		return v >= 100 && v < 1000 && (n->style == NUM_HAN || n->digits == 3);
	case 'i':
		return v >= 1 && v <= 9999;
	case 'E':
		return v >= 1 && v <= 99 && (field || two);
	case 'M':
		return field && v >= 1 && v <= 12;
	case 'D':
		return field && v >= 1 && v <= 31;
	case 'A':
		return field && v >= 1 && v <= 31 && (n->style == NUM_ARABIC || v > 10);
	case 'Q':
		return field && v >= 1 && v <= 4;
	case 'C':
		return field && v >= 1 && v <= 30;
	case 'd':
		return field && v >= 10 && v <= 90 && v % 10 == 0;
	case 'H':
		return (field || n->pair) && v <= 30;
	case 'm':
		return (field || two) && v <= 59;
	default:
		return true;
	}
}

static bool run_number(struct run *r, char class, size_t from)
{
	uint32_t cp = scan_next(r->text, from);
	struct num n = {.end = from};
	int32_t value = 0;

	if (num_starts(cp))
		n = num_scan(r->text, from, class == 'n' ? NUM_COUNT : 0);
	if (n.end == from && class == 'n') {
		n.end += find_word(r->text, from, list_words(r->table, 'n'), &value);
		n.vague = value < 0;
		n.style = NUM_HAN;
		n.value = value;
	}
	if (n.end == from || !fits(&n, class))
		return false;
	if (scan_is_digit(cp) && !r->moved && !scan_number_may_begin(r->text, from))
		return false;
	if (class == 'n')
		r->match.amount = n;
	capture(r, class, (int32_t)(n.value > INT32_MAX ? INT32_MAX : n.value));
	r->at = n.end;
	r->loose = true;
	return true;
}

static bool run_group(struct run *r, const char *p, const char *end)
{
	struct run start = *r;

	while (p < end) {
		const char *stop = alternative_end(p, end);

		if (run_sequence(r, p, stop))
			return true;
		*r = start;
		p = stop + 1;
	}
	return false;
}

static bool run_set(struct run *r, const char *p, const char *end, size_t from)
{
	while (p < end) {
		const char *next = element_end(p);
		size_t n = same_char(r->text, from, p, (size_t)(next - p));

		if (n) {
			r->at = from + n;
			return true;
		}
		p = next;
	}
	return false;
}

/* One element, at p up to end. On failure r may be changed; the caller restores it. */
static bool run_element(struct run *r, const char *p, const char *end)
{
	size_t from = r->loose || (*p == '#' && r->moved) ? scan_blanks(r->text, r->at) : r->at;
	size_t blanks = scan_blanks(r->text, r->at), n;
	int32_t value;

	switch (*p) {
	case '^':
		r->match.begin = r->at;
		return true;
	case '$':
		r->match.end = r->at;
		r->closed = true;
		return true;
	case '_':
	case ' ':
		if (*p == ' ' && blanks == r->at)
			return false;
		r->at = blanks;
		return true;
	case '(':
		return run_group(r, p + 1, end - 1);
	case '#':
		return run_number(r, p[1], from);
	case '[':
		r->loose = false;
		return run_set(r, p + 1, end - 1, from);
	case '<':
		n = find_word(r->text, from, list_words(r->table, p[1]), &value);
		if (n)
			capture(r, p[1], value);
		break;
	default:
		n = same_char(r->text, from, p, (size_t)(end - p));
	}
	r->loose = false;
	r->at = from + n;
	return n > 0;
}

static bool run_sequence(struct run *r, const char *p, const char *end)
{
	while (p < end) {
		const char *next = element_end(p);
		bool optional = next < end && *next == '?';
		struct run before = *r;

		if (run_element(r, p, next)) {
			r->moved |= *p != '^' && *p != '$';
		} else {
			if (!optional)
				return false;
			*r = before;
		}
		p = next + optional;
	}
	return true;
}

static bool edges_allow(const struct rule *rule, struct str text, const struct match *m)
{
	uint32_t before = scan_prev(text, m->begin);

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

static bool run_rule(const struct matcher *m, const struct match_entry *e, size_t at,
		     struct match *out)
{
	const char *p = e->rule->pattern;
	struct run r = {.table = e->table, .text = m->text, .at = at};

	r.match = (struct match){.begin = at, .rule = e->rule, .table = e->table};
	if (!run_sequence(&r, p, p + strlen(p)))
		return false;
	r.match.reach = r.at;
	if (!r.closed)
		r.match.end = r.at;
	if (r.match.end <= r.match.begin || !edges_allow(e->rule, m->text, &r.match))
		return false;
	*out = r.match;
	return true;
}

bool matcher_starts(const struct matcher *m, uint32_t cp)
{
	return m->buckets[cp % MATCH_BUCKETS] || num_starts(cp);
}

bool matcher_find(const struct matcher *m, size_t at, int without, struct match *out)
{
	uint32_t cp = scan_next(m->text, at);
	uint32_t keys[2] = {cp, MATCH_NUMBER};
	bool found = false;

	for (int k = 0; k < (num_starts(cp) ? 2 : 1); k++) {
		uint32_t i = m->buckets[keys[k] % MATCH_BUCKETS];

		for (; i; i = m->entries.p[i - 1].next) {
			const struct match_entry *e = &m->entries.p[i - 1];
			struct match match;

			if (e->first != keys[k] || (e->rule->flags & without) ||
			    !run_rule(m, e, at, &match))
				continue;
			if (!found || match.reach > out->reach ||
			    (match.reach == out->reach && match.rule < out->rule &&
			     match.table == out->table)) {
				*out = match;
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

static void add_first(struct matcher *m, const struct rules *table, const struct rule *rule,
		      uint32_t cp)
{
	uint32_t *bucket = &m->buckets[cp % MATCH_BUCKETS];

	for (uint32_t i = *bucket; i; i = m->entries.p[i - 1].next)
		if (m->entries.p[i - 1].first == cp && m->entries.p[i - 1].rule == rule)
			return;
	vec_push(&m->entries, (struct match_entry){cp, *bucket, table, rule});
	*bucket = (uint32_t)m->entries.n;
}

static void add_char(struct matcher *m, const struct rules *table, const struct rule *rule,
		     const char *p)
{
	size_t size;
	uint32_t cp = utf8_at(p, 0, &size);

	add_first(m, table, rule, cp);
	if (cp >= 'a' && cp <= 'z')
		add_first(m, table, rule, cp - 0x20);
}

static void add_words(struct matcher *m, const struct rules *table, const struct rule *rule,
		      const char *words)
{
	for (const char *w = words; *w; w++) {
		if (!strchr("|/=", *w))
			add_char(m, table, rule, w);
		w += strcspn(w, "|/");
		if (!*w)
			break;
	}
}

static bool add_sequence(struct matcher *m, const struct rules *table, const struct rule *rule,
			 const char *p, const char *end);

/* Enters what the element can begin with; true when it can match nothing. */
static bool add_element(struct matcher *m, const struct rules *table, const struct rule *rule,
			const char *p, const char *end)
{
	bool empty = false;

	switch (*p) {
	case '^':
	case '$':
	case '_':
		return true;
	case '#':
		add_first(m, table, rule, MATCH_NUMBER);
		if (p[1] == 'n')
			add_words(m, table, rule, list_words(table, 'n'));
		return false;
	case '<':
		add_words(m, table, rule, list_words(table, p[1]));
		return false;
	case '[':
		for (p++; p < end - 1; p = element_end(p))
			add_char(m, table, rule, p);
		return false;
	case '(':
		for (p++; p < end;) {
			const char *stop = alternative_end(p, end - 1);

			empty |= add_sequence(m, table, rule, p, stop);
			p = stop + 1;
		}
		return empty;
	default:
		add_char(m, table, rule, p);
		return false;
	}
}

static bool add_sequence(struct matcher *m, const struct rules *table, const struct rule *rule,
			 const char *p, const char *end)
{
	while (p < end) {
		const char *next = element_end(p);
		bool optional = next < end && *next == '?';

		if (!add_element(m, table, rule, p, next) && !optional)
			return false;
		p = next + optional;
	}
	return true;
}

static void add_table(struct matcher *m, const struct rules *table, int only)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct rule *rule = &table->rules[i];

		if (!only || (rule->flags & only))
			add_sequence(m, table, rule, rule->pattern,
				     rule->pattern + strlen(rule->pattern));
	}
}

void matcher_init(struct matcher *m, const struct rules *language, struct str text)
{
	*m = (struct matcher){.text = text};
	add_table(m, language, 0);
	add_table(m, &rules_any, 0);
	if (language != &rules_en)
		add_table(m, &rules_en, FLAG_FOREIGN);
}

void matcher_release(struct matcher *m)
{
	vec_release(&m->entries);
}
