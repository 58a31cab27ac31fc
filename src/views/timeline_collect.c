/* SPDX-License-Identifier: ISC
 *
 * What is on the timeline: articles and what they speak of, tagged once as long as they do not
 * change, and the filters.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "views/timeline.h"

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

static void add(struct timeline_view *v, const struct article *article)
{
	struct doc *doc = library_load(v->view.desk->library, article->key, NULL);

	timeline_add(&v->timeline, article, doc, TIMELINE_MENTIONS | TIMELINE_ANCHORED);
	doc_free(doc);
}

/* Compares all articles with what is known of them; what changed is marked as not present. */
static bool notice_changes(struct timeline_view *v, struct listing *listing)
{
	bool changed = false;

	for (size_t i = 0; i < v->sources.n; i++)
		v->sources.p[i].listed = false;
	for (size_t i = 0; i < listing_count(listing); i++) {
		const struct article *article = listing_at(listing, i);
		struct timeline_source source = source_of(article);

		while (v->sources.n <= article->key)
			vec_push(&v->sources, (struct timeline_source){.present = false});
		struct timeline_source *known = &v->sources.p[article->key];

		if (!same_source(known, &source)) {
			source.present = false;
			*known = source;
			changed = true;
		}
		known->listed = true;
	}
	for (size_t i = 0; i < v->sources.n; i++) {
		struct timeline_source *known = &v->sources.p[i];

		changed |= known->present && !known->listed;
		known->present &= known->listed;
	}
	return changed;
}

bool timeline_collect(struct timeline_view *v)
{
	struct listing *listing =
	    listing_new(v->view.desk->library, &(struct listing_options){.query = NULL});
	bool changed = notice_changes(v, listing);

	if (changed) {
		timeline_remove(&v->timeline, is_outdated, v);
		for (size_t i = 0; i < listing_count(listing); i++) {
			const struct article *article = listing_at(listing, i);
			struct timeline_source *known = &v->sources.p[article->key];

			if (!known->present)
				add(v, article);
			known->present = true;
		}
		timeline_sort(&v->timeline);
	}
	listing_free(listing);
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
