/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/select.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/facet.h"
#include "store/sketches.h"

struct choosing {
	struct library *lib;
	const struct listing_options *options;
	const struct query *query;
	struct docset found;  /* documents that may match */
	struct docset titled; /* those with all of the words in the title */
	struct docset read;   /* those where one is only read like a word */
	struct docset barred; /* those with what a minus forbids in another field */
	bool all;             /* none was ruled out: found means nothing yet */
	bool titles;          /* titled means something */
	struct selection *out;
};

/* ---- what the grams say */

static bool of_text(const struct query_term *term)
{
	return term->field == QUERY_ANY || term->field == QUERY_TEXT;
}

static bool of_title(const struct query_term *term)
{
	return term->field == QUERY_ANY || term->field == QUERY_TITLE;
}

/* The documents with a gram of each range, in the text and in the title; either may be NULL. */
static int find_all(struct choosing *c, const struct gram_ranges *ranges, struct docset *text,
		    struct docset *title)
{
	struct docset *const outs[] = {text, title};
	struct gram_ranges all = {0};
	size_t n = ranges->v.n;

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; outs[k] && i < n; i++) {
			uint64_t flag = k ? GRAM_TITLE : 0;
			struct gram_range range = ranges->v.p[i];

			vec_push(&all.v,
				 (struct gram_range){range.first | flag, range.last | flag});
		}
	struct docset *sets = xcalloc(all.v.n, sizeof *sets), *set = sets;
	int rc = postings_find(&c->lib->ix.db, all.v.p, all.v.n, sets);

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; outs[k] && i < n; i++, set++) {
			if (i)
				docset_and(outs[k], set);
			else
				docset_or(outs[k], set);
			docset_release(set);
		}
	free(sets);
	vec_release(&all.v);
	return rc;
}

struct reads {
	const struct reading *reading;
	struct docset *out;
};

static void read_title(void *ctx, struct str title, uint32_t doc)
{
	struct reads *r = ctx;
	size_t begin, end;

	if (reading_match(r->reading, title, &begin, &end))
		docset_add(r->out, doc);
}

/* Looks at the titles of few documents, one by one. */
static void read_titles(struct choosing *c, const struct docset *docs, struct reads *r)
{
	for (size_t i = 0; i < c->lib->order->v.n; i++) {
		const struct index_entry *entry = &c->lib->order->v.p[i];
		const struct row *row =
			docset_has(docs, entry->doc) ? library_row(c->lib, entry->key) : NULL;

		if (row)
			read_title(r, row->article.title, entry->doc);
	}
}

/* Adds the titles that a word of Latin letters reads like, and notes those that lack the word. */
static int find_readings(struct choosing *c, const struct query_term *term, struct docset *out)
{
	enum { FEW = 16 }; /* one of so many titles: more are read faster in a row */
	struct docset reading = {0}, possible = {0};
	struct reads r = {&term->reading, &reading};
	uint32_t last = 0;
	size_t n;

	for (size_t i = 0; i < c->lib->order->v.n; i++)
		if (c->lib->order->v.p[i].doc > last)
			last = c->lib->order->v.p[i].doc;
	int rc = sketches_find(&c->lib->ix.db, &term->reading, last, &possible, &n);

	if (rc == SQLITE_OK && n <= c->lib->order->v.n / FEW)
		read_titles(c, &possible, &r);
	else if (rc == SQLITE_OK)
		rc = facet_each(c->lib, QUERY_TITLE, read_title, &r);
	docset_release(&possible);
	docset_less(&reading, out);
	docset_or(&c->read, &reading);
	docset_or(out, &reading);
	docset_release(&reading);
	return rc;
}

static void narrow(struct choosing *c, const struct docset *set)
{
	if (c->all)
		docset_or(&c->found, set);
	else
		docset_and(&c->found, set);
	c->all = false;
}

static int use_term(struct choosing *c, const struct query_term *term)
{
	struct gram_ranges ranges = {0};
	struct docset text = {0}, title = {0};
	struct buf key = {0};
	bool exact;
	int rc = SQLITE_OK;

	/* The index is folded in every way; so is what is looked up in it. */
	fold_key(&key, term->key, FOLD_ALL);
	gram_query(buf_str(&key), &ranges, &exact);
	exact = exact && c->query->fold == FOLD_ALL;
	c->out->texts |= of_text(term) && (!exact || term->negated);
	c->out->titles |= !of_text(term) && (!exact || term->negated);
	if (ranges.v.n && !term->negated) {
		rc = find_all(c, &ranges, of_text(term) ? &text : NULL,
			      of_title(term) ? &title : NULL);
		if (c->titles)
			docset_and(&c->titled, &title);
		else
			docset_or(&c->titled, &title);
		c->titles = true;
		docset_or(&text, &title);
		if (of_title(term) && term->reading.n && rc == SQLITE_OK)
			rc = find_readings(c, term, &text);
		narrow(c, &text);
	}
	buf_release(&key);
	vec_release(&ranges.v);
	docset_release(&text);
	docset_release(&title);
	return rc;
}

static int use_facet(struct choosing *c, const struct query_term *term)
{
	struct docset having = {0};
	int rc = facet_find(c->lib, c->query, term, &c->out->scratch, &having);

	if (term->negated)
		docset_or(&c->barred, &having);
	else
		narrow(c, &having);
	docset_release(&having);
	return rc;
}

static int plan(struct choosing *c)
{
	bool indexed = c->lib->index_path != NULL;
	int rc = SQLITE_OK;

	c->all = true;
	for (size_t i = 0; c->query && i < c->query->terms.n && rc == SQLITE_OK; i++) {
		const struct query_term *term = &c->query->terms.p[i];
		bool words = of_text(term) || of_title(term);

		if (words && indexed) {
			rc = use_term(c, term);
		} else if (words) {
			c->out->texts |= of_text(term);
			c->out->titles |= !of_text(term);
		} else if (term->field != QUERY_DATE && term->field != QUERY_IS) {
			rc = use_facet(c, term);
		}
	}
	return rc;
}

/* ---- what is left to be looked at */

static bool has_key(const struct listing_options *options, uint32_t key)
{
	size_t low = 0, high = options->n_keys;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (options->keys[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	return !options->keys || (low < options->n_keys && options->keys[low] == key);
}

/* What is asked of the state and of the date, which the order knows. */
static bool has_marks_and_date(struct choosing *c, const struct index_entry *entry, bool read,
			       bool bookmarked)
{
	for (size_t i = 0; c->query && i < c->query->terms.n; i++) {
		const struct query_term *term = &c->query->terms.p[i];
		bool has;

		if (term->field == QUERY_IS)
			has = term->is == QUERY_BOOKMARKED ? bookmarked
							   : read == (term->is == QUERY_READ);
		else if (term->field == QUERY_DATE)
			has = facet_dated(c->lib, c->query, term, entry, &c->out->scratch);
		else
			continue;
		if (has == term->negated)
			return false;
	}
	return true;
}

static bool is_shown(struct choosing *c, const struct index_entry *entry)
{
	/* What says no to most comes first. */
	if (!c->all && !docset_has(&c->found, entry->doc))
		return false;
	const struct state_article *state = library_state(c->lib, entry->key);
	bool read = state && state->read, bookmarked = state && state->bookmarked;

	if ((c->options->unread && read) || (c->options->bookmarked && !bookmarked) ||
	    !has_key(c->options, entry->key) || docset_has(&c->barred, entry->doc))
		return false;
	return has_marks_and_date(c, entry, read, bookmarked);
}

/* In the text too. */
static bool matches(struct selection *s, struct query_subject *subject, struct selected *entry)
{
	struct query_match match;

	/* The row may be another after its text was fetched. */
	if (library_text(s->lib, entry->key, &s->text, NULL) < 0)
		return false;
	const struct row *row = library_row(s->lib, entry->key);

	if (!row)
		return false;
	library_subject(row, subject);
	subject->text = buf_str(&s->text);
	if (!query_match(s->query, subject, &s->scratch, &match))
		return false;
	entry->in_title = match.in_title;
	entry->by_reading = match.by_reading;
	return true;
}

bool selection_check(struct selection *s, struct selected *entry, bool counts)
{
	struct query_subject subject;

	if (s->titles) {
		const struct row *row = library_row(s->lib, entry->key);

		if (!row)
			return false;
		library_subject(row, &subject);
		if (!query_match_metadata(s->query, &subject, &s->scratch))
			return false;
	}
	if ((s->texts || counts) && !matches(s, &subject, entry))
		return false;
	if (counts)
		entry->hits = (uint32_t)query_count(s->query, buf_str(&s->text), &s->scratch);
	entry->sure = true;
	return true;
}

void library_select(struct library *lib, const struct listing_options *options,
		    struct selection *out)
{
	struct choosing c = {.lib = lib, .options = options, .query = options->query, .out = out};

	out->lib = lib;
	out->query = options->query;
	if (!lib->ix.db.handle)
		return;
	library_judge(lib, plan(&c));
	for (size_t i = 0; i < lib->order->v.n; i++) {
		const struct index_entry *entry = &lib->order->v.p[i];

		if (is_shown(&c, entry))
			vec_push(&out->v, (struct selected){
						  .key = entry->key,
						  .at = (uint32_t)i,
						  .in_title = docset_has(&c.titled, entry->doc),
						  .by_reading = docset_has(&c.read, entry->doc),
					  });
	}
	docset_release(&c.found);
	docset_release(&c.titled);
	docset_release(&c.read);
	docset_release(&c.barred);
	index_rest(&lib->ix);
}

void selection_release(struct selection *s)
{
	query_scratch_release(&s->scratch);
	buf_release(&s->text);
	vec_release(&s->v);
}
