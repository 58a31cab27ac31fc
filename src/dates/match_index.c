/* SPDX-License-Identifier: ISC
 *
 * The dispatch of a matcher: for each rule the code points it can begin with, and for each of
 * those what can stand behind it.
 */
#include "config.h"

#include "dates/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dates/pattern.h"
#include "text/utf8.h"

/* What of a pattern is still to come: [p, end), then what stands behind the group it is in. */
struct tail {
	const char *p, *end;
	const struct tail *next;
};

/* What becomes the dispatch: the rules in their order, the newest of a bucket first. */
struct draft {
	VEC(struct draft_entry {
		struct match_gate gate;
		struct match_entry entry;
		uint32_t next; /* index + 1 in the same bucket, 0 at the end */
	})
	v;
	uint32_t buckets[MATCH_BUCKETS]; /* index + 1 */
};

/* Where the first characters of a rule go. */
struct firsts {
	struct matcher *m;
	struct draft *draft;
	uint8_t table;
	const struct rule *rule;
	struct pattern_set *set; /* only the set is asked for, or NULL */
};

static bool add_sequence(const struct firsts *f, const struct tail *tail);

/* What can stand at the beginning of the tail. */
static struct pattern_set tail_set(const struct firsts *f, const struct tail *tail)
{
	struct pattern_set set = {0};
	struct firsts rest = *f;

	rest.set = &set;
	for (; tail; tail = tail->next)
		if (!add_sequence(&rest, tail))
			return set;
	return PATTERN_ANYTHING;
}

static void set_start(struct matcher *m, uint32_t cp)
{
	if (cp < 0x10000)
		m->starts[cp / 64] |= (uint64_t)1 << cp % 64;
}

static void enter(const struct firsts *f, uint32_t cp, const char *pattern,
		  struct pattern_set behind)
{
	struct draft *d = f->draft;
	uint32_t *bucket = &d->buckets[cp % MATCH_BUCKETS];
	int whole = f->rule->op > OP_REL ? MATCH_PIECES : 0;

	for (uint32_t i = *bucket; i; i = d->v.p[i - 1].next) {
		struct draft_entry *e = &d->v.p[i - 1];

		if (e->gate.first == cp && e->entry.rule == f->rule) {
			pattern_join(&e->gate.behind, behind);
			return;
		}
	}
	vec_push(&d->v, (struct draft_entry){
				.gate = {behind, cp, f->rule->flags | whole},
				.entry = {f->rule, pattern, strlen(pattern), f->table},
				.next = *bucket,
			});
	*bucket = (uint32_t)d->v.n;
	set_start(f->m, cp);
}

/* The character at p, with `behind` it; a small letter stands for the capital too. */
static void add_char(const struct firsts *f, const char *p, struct pattern_set behind)
{
	size_t size;
	uint32_t cp = utf8_at(p, 0, &size);

	if (f->set) {
		pattern_add(f->set, cp);
		return;
	}
	enter(f, cp, f->rule->pattern, behind);
	if (cp >= 'a' && cp <= 'z')
		enter(f, cp - 0x20, f->rule->pattern, behind);
}

static void add_words(const struct firsts *f, const char *words, struct pattern_set behind)
{
	size_t size;

	for (const char *w = words; w && *w; w++) {
		const char *second = pattern_char_end(w);

		struct pattern_set next = {0};

		if (pattern_ends_word(*second)) {
			next = behind;
		} else {
			pattern_add(&next, utf8_at(second, 0, &size));
			pattern_add(&next, utf8_at(second + (*second == ' '), 0, &size));
		}
		add_char(f, w, next);
		w += strcspn(w, "|/");
		if (!*w)
			break;
	}
}

static const char *list_of(const struct firsts *f, char name)
{
	const struct rules *table = f->m->tables[f->table];

	for (size_t i = 0; i < table->list_count; i++) {
		if (table->lists[i].name == name)
			return table->lists[i].words;
	}
	return NULL;
}

static void add_number(const struct firsts *f, const char *p, const struct tail *tail)
{
	struct pattern_set behind = f->set ? (struct pattern_set){0} : tail_set(f, tail);

	if (p[1] == 'n')
		add_words(f, list_of(f, 'n'), behind);
	if (f->set)
		pattern_add(f->set, PATTERN_NUMBER);
	else
		enter(f, PATTERN_NUMBER, p, behind); /* what is before it is left out then */
}

static bool add_group(const struct firsts *f, const char *p, const char *end,
		      const struct tail *tail)
{
	bool empty = false;

	while (p < end) {
		struct tail inside = {p, pattern_alternative_end(p, end), tail};

		empty |= add_sequence(f, &inside);
		p = inside.end + 1;
	}
	return empty;
}

/* Enters what the element can begin with; true when it can match nothing. */
static bool add_element(const struct firsts *f, const char *p, const char *end,
			const struct tail *tail)
{
	struct pattern_set behind = {0};

	if (*p == '^' || *p == '$' || *p == '_' || *p == ' ')
		return true;
	if (*p == '(')
		return add_group(f, p + 1, end - 1, tail);
	if (*p == '#') {
		add_number(f, p, tail);
		return false;
	}
	if (!f->set)
		behind = tail_set(f, tail);
	if (*p == '<') {
		add_words(f, list_of(f, p[1]), behind);
	} else if (*p == '[') {
		for (p++; p < end - 1; p = pattern_char_end(p))
			add_char(f, p, behind);
	} else {
		add_char(f, p, behind);
	}
	return false;
}

static bool add_sequence(const struct firsts *f, const struct tail *tail)
{
	const char *p = tail->p;

	while (p < tail->end) {
		const char *next = pattern_element_end(p);
		bool optional = next < tail->end && *next == '?';
		struct tail rest = {next + optional, tail->end, tail->next};

		if (!add_element(f, p, next, &rest) && !optional)
			return false;
		p = rest.p;
	}
	return true;
}

/* Words are separated by '|', and by '/' those of one worth: their place unless it is told. */
static void index_list(struct match_list *list, const char *words)
{
	VEC(struct match_word) found = {NULL, 0, 0};
	int32_t index = 0;
	size_t size;

	for (const char *w = words; *w; w++) {
		uint32_t cp = utf8_at(w, 0, &size);
		struct match_word word = {.worth = index, .word = w};

		word.first = cp < 0x80 ? 0 : cp;
		while (!pattern_ends_word(*w))
			w++;
		const char *worth = w + strcspn(w, "=|");

		if (*worth == '=')
			word.worth = (int32_t)strtol(worth + 1, NULL, 10);
		vec_push(&found, word);
		while (*w && *w != '|' && *w != '/')
			w++;
		if (!*w)
			break;
		index += *w == '|';
	}
	list->words = found.p;
	list->n = found.n;
}

static void add_table(struct matcher *m, struct draft *d, uint8_t index, const struct rules *table,
		      int only)
{
	m->tables[index] = table;
	for (size_t i = 0; i < table->list_count; i++) {
		struct match_list *list = &m->lists[index][table->lists[i].name - 'A'];
		struct firsts f = {m, d, index, NULL, &list->first};

		index_list(list, table->lists[i].words);
		add_words(&f, table->lists[i].words, (struct pattern_set){0});
	}
	for (size_t i = 0; i < table->count; i++) {
		const struct rule *rule = &table->rules[i];
		struct firsts f = {m, d, index, rule, NULL};
		struct tail whole = {rule->pattern, rule->pattern + strlen(rule->pattern), NULL};

		if (!only || (rule->flags & only))
			add_sequence(&f, &whole);
	}
}

static void settle(struct matcher *m, const struct draft *d)
{
	vec_reserve(&m->gates, d->v.n);
	vec_reserve(&m->entries, d->v.n);
	for (size_t b = 0; b < MATCH_BUCKETS; b++) {
		struct match_bucket *bucket = &m->buckets[b];

		bucket->begin = (uint32_t)m->gates.n;
		for (uint32_t i = d->buckets[b]; i; i = d->v.p[i - 1].next) {
			vec_push(&m->gates, d->v.p[i - 1].gate);
			vec_push(&m->entries, d->v.p[i - 1].entry);
			pattern_join(&bucket->behind, d->v.p[i - 1].gate.behind);
		}
		bucket->end = (uint32_t)m->gates.n;
	}
}

void matcher_init(struct matcher *m, const struct rules *language)
{
	struct draft *draft = xcalloc(1, sizeof *draft);

	*m = (struct matcher){0};
	for (size_t i = 0; num_starters[i]; i++)
		set_start(m, num_starters[i]);
	add_table(m, draft, 0, language, 0);
	add_table(m, draft, 1, &rules_any, 0);
	if (language != &rules_en)
		add_table(m, draft, 2, &rules_en, FLAG_FOREIGN);
	settle(m, draft);
	vec_release(&draft->v);
	free(draft);
}

void matcher_release(struct matcher *m)
{
	for (size_t i = 0; i < MATCH_TABLES * MATCH_LISTS; i++)
		free(m->lists[i / MATCH_LISTS][i % MATCH_LISTS].words);
	vec_release(&m->gates);
	vec_release(&m->entries);
}
