/* SPDX-License-Identifier: ISC
 *
 * What is on the timeline: articles and what they speak of, tagged once as long as they do not
 * change, and the filters.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "views/timeline.h"

enum {
	SLICE_MS = 60,   /* reading that a key waits for at most */
	SLICE_LEAST = 8, /* articles, however long they take */
};

/* ---- items */

static struct timeline_source source_of(const struct article *article)
{
	struct timeline_source source = {
	    .stamp = article->stamp,
	    .date = article->date,
	    .present = true,
	    .listed = true,
	};

	memcpy(source.charset, article->state.charset, sizeof source.charset);
	return source;
}

static bool same_source(const struct timeline_source *a, const struct timeline_source *b)
{
	return a->present == b->present && fs_stamp_eq(&a->stamp, &b->stamp) &&
	       civil_seconds(&a->date) == civil_seconds(&b->date) &&
	       a->date.precision == b->date.precision && strcmp(a->charset, b->charset) == 0;
}

static bool is_outdated(void *ctx, uint32_t article)
{
	struct timeline_view *v = ctx;

	return !v->sources.p[article].present;
}

/* Compares all articles with what is known of them: what changed is still to be read. */
static bool notice_changes(struct timeline_view *v)
{
	struct listing *listing =
	    listing_new(v->view.desk->library, &(struct listing_options){.query = NULL});
	bool changed = false;

	vec_clear(&v->unread_yet);
	for (size_t i = 0; i < v->sources.n; i++)
		v->sources.p[i].listed = false;
	for (size_t i = 0; i < listing_count(listing); i++) {
		const struct article *article = listing_at(listing, i);
		struct timeline_source source = source_of(article);

		while (v->sources.n <= article->key)
			vec_push(&v->sources, (struct timeline_source){.present = false});
		struct timeline_source *known = &v->sources.p[article->key];

		if (!same_source(known, &source)) {
			changed |= known->present;
			source.present = false;
			*known = source;
		}
		if (!known->present)
			vec_push(&v->unread_yet, article->key);
		known->listed = true;
	}
	for (size_t i = 0; i < v->sources.n; i++) {
		struct timeline_source *known = &v->sources.p[i];

		changed |= known->present && !known->listed;
		known->present &= known->listed;
	}
	listing_free(listing);
	return changed;
}

/* The library lends an article until it is asked for anything else: its text comes first. */
static void add(struct timeline_view *v, uint32_t key)
{
	struct library *library = v->view.desk->library;

	if (key >= v->sources.n || !v->sources.p[key].listed || v->sources.p[key].present)
		return;
	struct doc *doc = library_load(library, key, NULL);
	const struct article *article = library_article(library, key);

	if (article)
		timeline_add(&v->timeline, article, doc, TIMELINE_MENTIONS | TIMELINE_ANCHORED);
	doc_free(doc);
	v->sources.p[key].present = true;
}

/* For as long as a slice of time lasts: what is looked at, then the newest first. */
static void read_some(struct timeline_view *v)
{
	int64_t end = clock_monotonic_ms() + SLICE_MS;
	size_t n = 0;

	add(v, v->only);
	while (n < v->unread_yet.n && (n < SLICE_LEAST || clock_monotonic_ms() < end))
		add(v, v->unread_yet.p[n++]);
	memmove(v->unread_yet.p, v->unread_yet.p + n,
		(v->unread_yet.n - n) * sizeof *v->unread_yet.p);
	v->unread_yet.n -= n;
}

bool timeline_collect(struct timeline_view *v)
{
	bool changed = false;

	if (v->generation != v->view.desk->generation) {
		v->generation = v->view.desk->generation;
		changed = notice_changes(v);
		if (changed)
			timeline_remove(&v->timeline, is_outdated, v);
	}
	read_some(v);
	/* Sorted anew when all are there, or half as many more: the cost stays in proportion. */
	size_t more = v->timeline.items.n - v->timeline.keys.n;

	changed |= v->unread_yet.n == 0 || v->only != DESK_NO_ARTICLE
		       ? more > 0
		       : more > v->timeline.keys.n / 2;
	if (changed)
		timeline_sort(&v->timeline);
	return changed;
}

/* ---- filters */

struct filter {
	struct timeline_view *v;
	struct query *query;
	struct query_scratch scratch;
	struct listing *listing; /* the articles that match */
};

/* A mention matches by its sentence and its own date; by its article in all else. */
static bool mention_matches(struct filter *f, const struct timeline_item *item,
			    const struct article *article)
{
	const struct edtf_date *begin = &item->when.begin;
	struct query_subject subject = {
	    .text = item->context,
	    .author = article->author,
	    .language = article->language,
	    .tags = article->tags,
	    .n_tags = article->n_tags,
	    .read = article->state.read,
	    .bookmarked = article->state.bookmarked,
	    .date =
		{
		    .year = begin->year,
		    .month = begin->month > 12 ? 0 : begin->month,
		    .day = begin->day,
		    .precision = begin->day                           ? CIVIL_DAY
				 : begin->month && begin->month <= 12 ? CIVIL_MONTH
				 : begin->precision                   ? CIVIL_YEAR
								      : CIVIL_NONE,
		    .zone = CIVIL_NO_ZONE,
		},
	};

	return query_match(f->query, &subject, &f->scratch, NULL);
}

static bool is_wanted(void *ctx, const struct timeline_item *item)
{
	struct filter *f = ctx;
	const struct timeline_view *v = f->v;
	const struct article *article = library_article(v->view.desk->library, item->article);

	if (!article || (v->only != DESK_NO_ARTICLE && item->article != v->only) ||
	    (v->unread && article->state.read) || (v->bookmarked && !article->state.bookmarked))
		return false;
	if (!f->query)
		return true;
	return item->published ? listing_row(f->listing, item->article) != SIZE_MAX
			       : mention_matches(f, item, article);
}

void timeline_narrow(struct timeline_view *v)
{
	struct desk *desk = v->view.desk;
	struct str text = buf_str(&v->query);
	struct filter f = {.v = v};
	struct err err = {0};

	if (text.n) {
		f.query = desk_query(desk, text, &err);
		if (!f.query)
			desk_fail(desk, &err);
		f.listing = listing_new(desk->library, &(struct listing_options){.query = f.query});
	}
	bool all = !f.query && v->only == DESK_NO_ARTICLE && !v->unread && !v->bookmarked;
	struct axis_filter filter = {
	    .articles = v->shown != SHOW_EVENTS,
	    .events = v->shown != SHOW_ARTICLES,
	    .wanted = all ? NULL : is_wanted,
	    .ctx = &f,
	};

	axis_set_filter(v->axis, &filter);
	query_scratch_release(&f.scratch);
	listing_free(f.listing);
	query_free(f.query);
}
