/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "dates/pattern.h"
#include "text/utf8.h"

/* Where matching a rule has come to; small, for it is saved before what may fail. */
struct place {
	size_t at;
	size_t begin, end; /* of the expression */
	int captures;
	bool loose;  /* a number was the last thing: blanks may follow */
	bool moved;  /* something was matched */
	bool closed; /* behind a '$' */
};

enum { MEMOS = 4 };

struct run {
	const struct match_list *lists;       /* of the rule's table */
	const struct match_list *first_lists; /* of the language's */
	struct str text;
	struct place place;
	/* The number at `start`, as a field and as a count; the same for every rule tried there. */
	size_t start;
	bool scanned; /* once it was asked for */
	struct num field, count;
	/* Words found, for many rules ask for the same list at the same place. */
	struct memo {
		const struct match_list *list;
		size_t at, n;
		int32_t value;
	} memos[MEMOS];
	struct match match;
};

static bool run_sequence(struct run *r, const char *p, const char *end);

/* Is the ASCII or other character at p of the pattern the one at `at`? Its length or 0. */
static size_t same_char(struct str text, size_t at, const char *p, size_t n)
{
	if (n > text.n - at)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (!pattern_same_byte(text.p[at + i], p[i]))
			return 0;
	return n;
}

static bool ends_word(struct str text, size_t at)
{
	uint32_t last = scan_prev(text, at);

	return scan_is_digit(last) || !scan_is_alnum(last) || !scan_is_alnum(scan_next(text, at));
}

/* The length of the word at `at`, 0 when it is not there. */
static size_t word_at(struct str text, size_t at, const char *word)
{
	size_t n = 0;

	while (!pattern_ends_word(word[n]) && at + n < text.n &&
	       pattern_same_byte(text.p[at + n], word[n]))
		n++;
	return pattern_ends_word(word[n]) ? n : 0;
}

/* The longest word of the list at `at`; its worth in *value. Returns its length, 0 for none. */
static size_t find_word(struct str text, size_t at, const struct match_list *list, int32_t *value)
{
	uint32_t next = scan_next(text, at);
	size_t longest = 0;

	struct pattern_set here = {0};

	pattern_add(&here, next);
	if (!pattern_meets(list->first, here))
		return 0;
	for (size_t i = 0; i < list->n; i++) {
		const struct match_word *w = &list->words[i];

		if (w->first && w->first != next)
			continue;
		size_t n = word_at(text, at, w->word);

		if (n > longest && ends_word(text, at + n)) {
			longest = n;
			*value = w->worth;
		}
	}
	return longest;
}

static size_t recall_word(struct run *r, size_t at, char name, int32_t *value)
{
	const struct match_list *list = &r->lists[name - 'A'];
	struct memo *m = &r->memos[((size_t)name + at) % MEMOS];

	if (m->list != list || m->at != at) {
		*m = (struct memo){.list = list, .at = at};
		m->n = find_word(r->text, at, list, &m->value);
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
	bool field =
		(n->style == NUM_HAN || n->digits <= (n->style == NUM_ARABIC ? 2 : 1)) && !n->pair;
	bool two = n->digits == 2 && n->style != NUM_HAN;
	int64_t v = n->value;

	switch (class) {
	case 'Y':
	case 'L':
		return n->digits == 4 && n->style != NUM_HAN && v > 1000 && v < 3000;
	case 'R':
		return n->digits == 4 && n->style == NUM_ARABIC && v >= 1800 && v < 2100;
	case 'T':
		return fits(n, 'R') && v % 10 == 0;
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
		return v >= 100 && v < 1000 && n->digits >= 3; /* but 百年 is a century */
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
		return (two && v == 0) || ((field || two) && v >= 10 && v <= 90 && v % 10 == 0);
	case 'H':
		return (field || n->pair) && v <= 30;
	case 'q':
		return !n->pair && v >= 10 && v <= 59;
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

static struct num scan_number(const struct match_list *lists, struct str text, size_t from,
			      bool count)
{
	struct num n = {.end = from};
	int32_t value = 0;

	if (num_starts(scan_next(text, from)))
		n = num_scan(text, from, count ? NUM_COUNT : 0);
	if (n.end == from && count) {
		n.end += find_word(text, from, &lists['n' - 'A'], &value);
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

static void scan_start(struct run *r, const struct match_list *lists)
{
	if (r->scanned)
		return;
	r->scanned = true;
	r->count = scan_number(lists, r->text, r->start, true);
	r->field = scan_number(lists, r->text, r->start, false);
}

/* Can what began in the year captured first have lasted to this one? */
static bool is_life(const struct run *r, int64_t end)
{
	enum { LONGEST = 120 };
	int64_t begin = r->place.captures ? r->match.captures[0].value : 0;

	return end > begin && end <= begin + LONGEST;
}

static bool run_number(struct run *r, char class, size_t from)
{
	const struct num *n;
	struct num other;

	if (from == r->start) {
		scan_start(r, r->first_lists);
		n = class == 'n' ? &r->count : &r->field;
	} else {
		other = scan_number(r->lists, r->text, from, class == 'n');
		n = &other;
	}
	if (n->end == from || !fits(n, class) || (class == 'n' && is_no_count(r->text, n)))
		return false;
	if (class == 'L') {
		if (!is_life(r, n->value))
			return false;
		class = 'Y';
	}
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
		const char *stop = pattern_alternative_end(p, end);

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
		const char *next = pattern_char_end(p);
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
	bool skip = at->loose || (*p == '#' && at->moved) || *p == '_' || *p == ' ' || *p == '^';
	size_t blanks = skip ? scan_blanks(r->text, at->at) : at->at, n;
	size_t from = blanks;
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
		n = recall_word(r, from, p[1], &value);
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

/* A character that has no capital, as most of the patterns are made of. */
static bool run_char(struct run *r, const char *p, size_t n)
{
	struct place *at = &r->place;
	size_t from = at->loose ? scan_blanks(r->text, at->at) : at->at;

	if (n > r->text.n - from || memcmp(r->text.p + from, p, n) != 0)
		return false;
	at->at = from + n;
	at->loose = false;
	at->moved = true;
	return true;
}

static bool run_sequence(struct run *r, const char *p, const char *end)
{
	while (p < end) {
		if ((unsigned char)*p >= 0x80) {
			const char *behind = pattern_char_end(p);
			bool may_lack = behind < end && *behind == '?';

			if (!run_char(r, p, (size_t)(behind - p)) && !may_lack)
				return false;
			p = behind + may_lack;
			continue;
		}
		const char *next = pattern_element_end(p);
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
	if (text.p[start] == '(' && scan_is_alnum(scan_prev(text, start)) &&
	    !scan_is_digit(scan_prev(text, start)))
		return false;
	if (rule->not_before && scan_words_before(text, m->begin, rule->not_before))
		return false;
	if (rule->not_after && scan_words_at(text, m->end, rule->not_after))
		return false;
	if (rule->led_by && scan_is_letter(before) &&
	    !scan_words_before(text, m->begin, rule->led_by))
		return false;
	if (rule->followed_by && scan_is_letter(scan_next(text, m->end)) &&
	    !scan_words_at(text, m->end, rule->followed_by))
		return false;
	uint32_t last = scan_prev(text, m->reach);

	if (scan_is_digit(last))
		return scan_number_may_end(text, m->reach);
	return ends_word(text, m->reach);
}

/* Tries one rule at r->start; the match is left in r->match. */
static bool run_rule(struct run *r, const struct matcher *matcher, const struct match_entry *e)
{
	const char *p = e->pattern;

	r->lists = matcher->lists[e->table];
	r->place = (struct place){.at = r->start, .begin = r->start};
	if (!run_sequence(r, p, p + e->length))
		return false;
	struct match *m = &r->match;

	m->begin = r->place.begin;
	m->reach = r->place.at;
	m->end = r->place.closed ? r->place.end : m->reach;
	m->count = r->place.captures;
	m->rule = e->rule;
	m->table = matcher->tables[e->table];
	return m->end > m->begin && edges_allow(e->rule, r->text, r->start, m);
}

/* The code point at `at` and the one behind blanks there. */
static struct pattern_set set_at(struct str text, size_t at)
{
	uint32_t near = scan_next(text, at), far = scan_next(text, scan_blanks(text, at));
	struct pattern_set set = {0};

	pattern_add(&set, near);
	pattern_add(&set, far);

	if (num_starts(near) || num_starts(far))
		pattern_add(&set, PATTERN_NUMBER);
	return set;
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

/* Tries the rules that begin so and may go on with one of these; the best is left in *out. */
static bool try_rules(struct run *r, const struct matcher *m, uint32_t first,
		      struct pattern_set behind, int without, bool found, struct match *out)
{
	const struct match_bucket *b = &m->buckets[first % MATCH_BUCKETS];

	for (uint32_t i = b->begin; i < b->end; i++) {
		const struct match_gate *gate = &m->gates.p[i];

		if (!pattern_meets(gate->behind, behind) || gate->first != first ||
		    (gate->flags & without) || !run_rule(r, m, &m->entries.p[i]))
			continue;
		if (!found || is_better(&r->match, out)) {
			*out = r->match;
			found = true;
		}
	}
	return found;
}

bool matcher_find(const struct matcher *m, size_t at, int without, struct match *out)
{
	size_t size;
	uint32_t cp = utf8_at(m->text.p, at, &size);
	struct pattern_set behind = set_at(m->text, at + size);
	bool number = num_starts(cp), found = false;
	struct run r;

	/* Mostly it ends here. */
	if (!number && !pattern_meets(m->buckets[cp % MATCH_BUCKETS].behind, behind))
		return false;
	r.first_lists = m->lists[0];
	r.text = m->text;
	r.start = at;
	r.scanned = false;
	r.match.amount = (struct num){0};
	for (size_t i = 0; i < MEMOS; i++)
		r.memos[i].list = NULL;
	found = try_rules(&r, m, cp, behind, without, false, out);
	if (number) {
		scan_start(&r, m->lists[0]);
		behind = set_at(m->text, r.count.end);
		pattern_join(&behind, set_at(m->text, r.field.end));
		found = try_rules(&r, m, PATTERN_NUMBER, behind, without, found, out);
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
