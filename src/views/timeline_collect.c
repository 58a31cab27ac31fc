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
	const struct timeline_view *v;
	struct query *query;
	struct query_scratch scratch;
	bool by_article;          /* the query asks for what only an article has */
	struct listing *matching; /* the articles that match, with a query */
	struct listing *marked; /* those that are unread or bookmarked, when only they are wanted */
};

/* Fetching an article for each of its mentions would cost more than all the rest. */
static bool asks_for_article(const struct query *q)
{
	for (size_t i = 0; i < q->terms.n; i++) {
		switch (q->terms.p[i].field) {
		case QUERY_AUTHOR:
		case QUERY_TAG:
		case QUERY_LANG:
		case QUERY_IS:
			return true;
		default:
			break;
		}
	}
	return false;
}

static struct civil civil_of(const struct edtf_date *d)
{
	bool has_month = d->month >= 1 && d->month <= 12;

	return (struct civil){
		.year = d->year,
		.month = has_month ? d->month : 0,
		.day = d->day,
		.precision = d->day         ? CIVIL_DAY
			     : has_month    ? CIVIL_MONTH
			     : d->precision ? CIVIL_YEAR
					    : CIVIL_NONE,
		.zone = CIVIL_NO_ZONE,
	};
}

/* A mention matches by its sentence and its own date; by its article in all else. */
static bool mention_matches(struct filter *f, const struct timeline_item *item)
{
	const struct article *article =
		f->by_article ? library_article(f->v->view.desk->library, item->article) : NULL;
	struct query_subject subject = {
		.text = item->context,
		.date = civil_of(&item->when.begin),
	};

	if (article) {
		subject.author = article->author;
		subject.language = article->language;
		subject.tags = article->tags;
		subject.n_tags = article->n_tags;
		subject.read = article->state.read;
		subject.bookmarked = article->state.bookmarked;
	}
	return query_match(f->query, &subject, &f->scratch, NULL);
}

static bool lists(struct listing *listing, uint32_t article)
{
	return !listing || listing_row(listing, article) != SIZE_MAX;
}

static bool is_wanted(void *ctx, const struct timeline_item *item)
{
	struct filter *f = ctx;

	if (f->v->only != DESK_NO_ARTICLE && item->article != f->v->only)
		return false;
	if (f->query && item->published)
		return lists(f->matching, item->article);
	return lists(f->marked, item->article) && (!f->query || mention_matches(f, item));
}

void timeline_narrow(struct timeline_view *v)
{
	struct desk *desk = v->view.desk;
	struct str text = buf_str(&v->query);
	struct listing_options options = {.unread = v->unread, .bookmarked = v->bookmarked};
	struct filter f = {.v = v};
	struct err err = {0};

	if (v->unread || v->bookmarked)
		f.marked = listing_new(desk->library, &options);
	if (text.n && !(f.query = desk_query(desk, text, &err)))
		desk_fail(desk, &err);
	if (f.query) {
		options.query = f.query;
		f.matching = listing_new(desk->library, &options);
		listing_settle(f.matching);
		f.by_article = asks_for_article(f.query);
	}
	bool all = !f.query && !f.marked && v->only == DESK_NO_ARTICLE;
	struct axis_filter filter = {
		.articles = v->shown != SHOW_EVENTS,
		.events = v->shown != SHOW_ARTICLES,
		.wanted = all ? NULL : is_wanted,
		.ctx = &f,
	};

	axis_set_filter(v->axis, &filter);
	query_scratch_release(&f.scratch);
	listing_free(f.matching);
	listing_free(f.marked);
	query_free(f.query);
}
