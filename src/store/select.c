/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/select.h"

#include <stdlib.h>

/* Hits are counted, for the order of relevance, in at most so many texts that are surely found. */
enum { COUNTED = 300 };
/* Texts are folded between two looks whether to stop. */
enum { STEP = 16 };

struct choosing {
	struct library *lib;
	const struct listing_options *options;
	const struct query *query;
	struct docset found;  /* documents that may match */
	struct docset titled; /* those with all of the words in the title */
	struct docset read;   /* those where one is only read like a word */
	bool all;             /* none was ruled out: found means nothing yet */
	bool titles;          /* titled means something */
	bool metadata;        /* rows have to be looked at */
	bool texts;           /* the grams leave open whether it is a hit */
	struct query_scratch scratch;
	struct buf text;
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

/* The documents with a gram of each range. */
static int find_all(struct choosing *c, const struct gram_ranges *ranges, uint64_t flag,
		    struct docset *out)
{
	struct docset one = {0};
	int rc = SQLITE_OK;

	for (size_t i = 0; i < ranges->v.n && rc == SQLITE_OK; i++) {
		struct gram_range range = ranges->v.p[i];

		range.first |= flag;
		range.last |= flag;
		vec_clear(&one.words);
		rc = postings_find(&c->lib->ix.db, range, i ? &one : out);
		if (i)
			docset_and(out, &one);
	}
	docset_release(&one);
	return rc;
}

/* Adds the titles that a word of Latin letters reads like, and notes those that lack the word. */
static void find_readings(struct choosing *c, const struct query_term *term, struct docset *out,
			  struct docset *reading)
{
	sqlite3_stmt *q =
	    db_prepare(&c->lib->ix.db, "SELECT doc, title FROM article WHERE doc > 0");
	size_t begin, end;

	while (db_step(&c->lib->ix.db, q) == SQLITE_ROW) {
		if (reading_match(&term->reading, db_column(q, 1), &begin, &end))
			docset_add(reading, (uint32_t)sqlite3_column_int64(q, 0));
	}
	db_done(q, SQLITE_OK);
	docset_less(reading, out);
	docset_or(&c->read, reading);
	docset_or(out, reading);
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
	struct docset text = {0}, title = {0}, reading = {0};
	struct buf key = {0};
	bool exact;
	int rc = SQLITE_OK;

	/* The index is folded in every way; so is what is looked up in it. */
	fold_key(&key, term->key, FOLD_ALL);
	gram_query(buf_str(&key), &ranges, &exact);
	exact = exact && c->query->fold == FOLD_ALL;
	c->texts |= of_text(term) && (!exact || term->negated);
	if (ranges.v.n && !term->negated) {
		if (of_text(term))
			rc = find_all(c, &ranges, 0, &text);
		if (of_title(term) && rc == SQLITE_OK)
			rc = find_all(c, &ranges, GRAM_TITLE, &title);
		if (c->titles)
			docset_and(&c->titled, &title);
		else
			docset_or(&c->titled, &title);
		c->titles = true;
		docset_or(&text, &title);
		if (of_title(term) && term->reading.n)
			find_readings(c, term, &text, &reading);
		narrow(c, &text);
	}
	buf_release(&key);
	vec_release(&ranges.v);
	docset_release(&text);
	docset_release(&title);
	docset_release(&reading);
	return rc;
}

static int plan(struct choosing *c)
{
	bool indexed = c->lib->index_path != NULL;
	int rc = SQLITE_OK;

	c->all = true;
	for (size_t i = 0; c->query && i < c->query->terms.n && rc == SQLITE_OK; i++) {
		const struct query_term *term = &c->query->terms.p[i];

		c->metadata |= !of_text(term) && term->field != QUERY_IS;
		if (!of_text(term) && !of_title(term))
			continue;
		if (indexed)
			rc = use_term(c, term);
		else
			c->texts |= of_text(term);
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

static bool is_shown(struct choosing *c, const struct index_entry *entry)
{
	const struct state_article *state = library_state(c->lib, entry->key);
	bool read = state && state->read, bookmarked = state && state->bookmarked;

	if ((c->options->unread && read) || (c->options->bookmarked && !bookmarked) ||
	    !has_key(c->options, entry->key) ||
	    (!c->all && !docset_has(&c->found, entry->doc)))
		return false;
	for (size_t i = 0; c->query && i < c->query->terms.n; i++) {
		const struct query_term *term = &c->query->terms.p[i];
		bool is =
		    term->is == QUERY_BOOKMARKED ? bookmarked : read == (term->is == QUERY_READ);

		if (term->field == QUERY_IS && is == term->negated)
			return false;
	}
	return true;
}

static bool matches_metadata(struct choosing *c, uint32_t key)
{
	struct query_subject subject;
	const struct row *row = library_row(c->lib, key);

	if (!row)
		return false;
	library_subject(row, &subject);
	return query_match_metadata(c->query, &subject, &c->scratch);
}

/* In the text too, with the hits counted. */
static bool matches(struct choosing *c, struct selected *s)
{
	struct query_subject subject;
	struct query_match match;

	if (library_text(c->lib, s->key, &c->text, NULL) < 0)
		return false;
	const struct row *row = library_row(c->lib, s->key);

	library_subject(row, &subject);
	subject.text = buf_str(&c->text);
	if (!query_match(c->query, &subject, &c->scratch, &match))
		return false;
	s->in_title = match.in_title;
	s->by_reading = match.by_reading;
	s->first = match.first;
	s->hits = (uint32_t)query_count(c->query, &c->scratch);
	return true;
}

static int check(struct choosing *c, struct selection *out)
{
	bool counts = c->options->order == LIBRARY_BY_RELEVANCE && out->v.n <= COUNTED;
	size_t kept = 0;

	for (size_t i = 0; i < out->v.n; i++) {
		struct selected *s = &out->v.p[i];

		if (i % STEP == 0 && c->options->stop && c->options->stop(c->options->ctx))
			return -1;
		if ((c->metadata && !matches_metadata(c, s->key)) ||
		    ((c->texts || counts) && !matches(c, s)))
			continue;
		out->v.p[kept++] = *s;
	}
	out->v.n = kept;
	return 0;
}

int library_select(struct library *lib, const struct listing_options *options,
		   struct selection *out)
{
	struct choosing c = {.lib = lib, .options = options, .query = options->query};
	int result = 0;

	if (!lib->ix.db.handle)
		return 0;
	if (db_is_damage(plan(&c)))
		lib->damaged = true;
	for (size_t i = 0; i < lib->order.v.n; i++) {
		const struct index_entry *entry = &lib->order.v.p[i];

		if (is_shown(&c, entry))
			vec_push(&out->v, (struct selected){
					      .key = entry->key,
					      .seconds = entry->seconds,
					      .in_title = docset_has(&c.titled, entry->doc),
					      .by_reading = docset_has(&c.read, entry->doc),
					  });
	}
	if (c.query && c.query->terms.n)
		result = check(&c, out);
	docset_release(&c.found);
	docset_release(&c.titled);
	docset_release(&c.read);
	query_scratch_release(&c.scratch);
	buf_release(&c.text);
	index_rest(&lib->ix);
	return result;
}
