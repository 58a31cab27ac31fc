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
	TOGETHER = 64,   /* articles that are looked through in one state of the index */
};

/* ---- items */

static bool same_source(const struct timeline_source *a, const struct timeline_source *b)
{
	return a->present == b->present && a->doc == b->doc &&
	       civil_seconds(&a->date) == civil_seconds(&b->date) &&
	       a->date.precision == b->date.precision;
}

static bool is_outdated(void *ctx, uint32_t article)
{
	struct timeline_view *v = ctx;

	return !v->sources.p[article].present;
}

/* Compares an article with what is known of it; true when that is outdated. */
static bool notice(struct timeline_view *v, const struct timeline_missed *missed)
{
	const struct article *article = library_article(v->view.desk->library, missed->article);
	struct timeline_source source = {.doc = missed->doc, .present = true};
	bool outdated = false;

	if (!article)
		return false;
	source.date = article->date;
	while (v->sources.n <= article->key)
		vec_push(&v->sources, (struct timeline_source){.present = false});
	struct timeline_source *known = &v->sources.p[article->key];

	if (!same_source(known, &source)) {
		outdated = known->present;
		source.present = false;
		*known = source;
	}
	if (!known->present)
		vec_push(&v->unread_yet, article->key);
	known->listed = true;
	return outdated;
}

/* What the index has is there at once; of the rest what is new or changed is still to be read. */
static bool notice_changes(struct timeline_view *v)
{
	struct timeline_missing missing = {0};
	bool changed = timeline_load(&v->timeline, v->view.desk->library, &missing);
	bool outdated = false;

	vec_clear(&v->unread_yet);
	for (size_t i = 0; i < v->sources.n; i++)
		v->sources.p[i].listed = false;
	for (size_t i = 0; i < missing.v.n; i++)
		outdated |= notice(v, &missing.v.p[i]);
	for (size_t i = 0; i < v->sources.n; i++) {
		struct timeline_source *known = &v->sources.p[i];

		outdated |= known->present && !known->listed;
		known->present &= known->listed;
	}
	if (outdated)
		timeline_remove(&v->timeline, is_outdated, v);
	vec_release(&missing.v);
	return changed | outdated;
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
	v->unread_yet.n -= n;
	if (v->unread_yet.n)
		memmove(v->unread_yet.p, v->unread_yet.p + n,
			v->unread_yet.n * sizeof *v->unread_yet.p);
}

bool timeline_collect(struct timeline_view *v)
{
	bool changed = false;

	if (v->generation != v->view.desk->generation) {
		v->generation = v->view.desk->generation;
		changed = notice_changes(v);
	}
	read_some(v);
	/* Sorted anew when all are there, or half as many more: the cost stays in proportion. */
	size_t more = v->timeline.items.n - v->timeline.sorted;

	changed |= v->unread_yet.n == 0 || v->only != DESK_NO_ARTICLE
			   ? more > 0
			   : more > v->timeline.keys.v.n / 2;
	if (changed)
		timeline_sort(&v->timeline);
	return changed;
}

/* ---- filters */

/* A mention that the query lets through: the article in the upper half, its place or item below. */
struct hits {
	VEC(uint64_t) v;
};

struct filter {
	const struct timeline_view *v;
	struct query *query;
	struct query_scratch scratch;
	bool by_article;          /* the query asks for what only an article has */
	struct listing *matching; /* the articles that match, with a query */
	struct listing *marked; /* those that are unread or bookmarked, when only they are wanted */
	struct hits hits;       /* sorted, with a query */
};

/* Has a key been typed that makes this search needless? */
static bool is_overtaken(const struct filter *f)
{
	return f->v->typing && term_pending(f->v->view.desk->term);
}

static void settle(const struct filter *f, struct listing *listing)
{
	while (!is_overtaken(f) && listing_more(listing, SLICE_MS))
		;
}

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

static uint64_t hit_of(uint32_t article, uint32_t item)
{
	return (uint64_t)article << 32 | item;
}

static bool note_hit(void *ctx, const struct timeline_item *item, uint32_t place)
{
	struct filter *f = ctx;

	if (!item->published && mention_matches(f, item))
		vec_push(&f->hits.v, hit_of(item->article, place));
	return false;
}

static int compare_hits(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/*
 * The mentions that match, article by article, each of which is fetched once. What a sentence has
 * its article has too, so only articles are looked at that match as far as that goes; a sentence
 * lacks more than its article, and has a date of its own.
 */
static void find_stored_hits(struct filter *f)
{
	struct library *library = f->v->view.desk->library;
	struct query wide = {.fold = f->query->fold};

	for (size_t i = 0; i < f->query->terms.n; i++) {
		const struct query_term *term = &f->query->terms.p[i];

		if (!term->negated && term->field != QUERY_DATE)
			vec_push(&wide.terms, *term);
	}
	struct listing *listing = listing_new(library, &(struct listing_options){.query = &wide});

	settle(f, listing);
	for (size_t i = 0, n = listing_count(listing); i < n && !is_overtaken(f);) {
		library_hold(library);
		for (size_t end = i + TOGETHER < n ? i + TOGETHER : n; i < end; i++)
			timeline_each_stored(library, listing_key(listing, i), TIMELINE_ANCHORED,
					     note_hit, f);
		library_let_go(library);
	}
	listing_free(listing);
	vec_release(&wide.terms);
}

static void find_hits(struct filter *f)
{
	const struct timeline *t = &f->v->timeline;

	if (f->v->shown == SHOW_ARTICLES)
		return;
	if (f->v->only == DESK_NO_ARTICLE)
		find_stored_hits(f);
	else
		timeline_each_stored(f->v->view.desk->library, f->v->only, TIMELINE_ANCHORED,
				     note_hit, f);
	for (size_t i = 0; i < t->items.n; i++)
		note_hit(f, &t->items.p[i], (uint32_t)i);
	if (f->hits.v.n)
		qsort(f->hits.v.p, f->hits.v.n, sizeof *f->hits.v.p, compare_hits);
}

static bool is_hit(const struct filter *f, const struct timeline_key *key)
{
	uint64_t hit = hit_of(key->article, key->item);

	return f->hits.v.n && bsearch(&hit, f->hits.v.p, f->hits.v.n, sizeof hit, compare_hits);
}

static bool is_wanted(void *ctx, size_t at)
{
	struct filter *f = ctx;
	const struct timeline_key *key = &f->v->timeline.keys.v.p[at];

	if (f->v->only != DESK_NO_ARTICLE && key->article != f->v->only)
		return false;
	if (f->query && key->published)
		return lists(f->matching, key->article);
	return lists(f->marked, key->article) && (!f->query || is_hit(f, key));
}

static bool asks_for_marks(const struct filter *f)
{
	bool asks = f->v->unread || f->v->bookmarked;

	for (size_t i = 0; f->query && i < f->query->terms.n; i++)
		asks |= f->query->terms.p[i].field == QUERY_IS;
	return asks;
}

/* All that decides what is let through, but for marks. */
static void describe(const struct filter *f, struct buf *out)
{
	const struct timeline_view *v = f->v;

	buf_addf(out, "%u %d %u %d ", v->generation, (int)v->shown, (unsigned)v->only,
		 f->query ? f->query->fold : -1);
	buf_addstr(out, f->query ? buf_str(&v->query) : (struct str){0});
}

void timeline_narrow(struct timeline_view *v)
{
	struct desk *desk = v->view.desk;
	struct str text = buf_str(&v->query);
	struct listing_options options = {.unread = v->unread, .bookmarked = v->bookmarked};
	struct filter f = {.v = v};
	struct buf wanted = {0};
	struct err err = {0};

	if (text.n && !(f.query = desk_query(desk, text, &err)))
		desk_fail(desk, &err);
	describe(&f, &wanted);
	/* What does not change by itself is looked for once. */
	if (!asks_for_marks(&f) && str_eq(buf_str(&wanted), buf_str(&v->narrowed))) {
		buf_release(&wanted);
		query_free(f.query);
		return;
	}
	if (v->unread || v->bookmarked)
		f.marked = listing_new(desk->library, &options);
	if (f.query) {
		options.query = f.query;
		f.matching = listing_new(desk->library, &options);
		settle(&f, f.matching);
		f.by_article = asks_for_article(f.query);
		find_hits(&f);
	}
	bool all = !f.query && !f.marked && v->only == DESK_NO_ARTICLE;
	struct axis_filter filter = {
		.articles = v->shown != SHOW_EVENTS,
		.events = v->shown != SHOW_ARTICLES,
		.wanted = all ? NULL : is_wanted,
		.ctx = &f,
	};

	v->overtaken = is_overtaken(&f);
	buf_clear(&v->narrowed);
	if (!v->overtaken) {
		axis_set_filter(v->axis, &filter);
		if (!asks_for_marks(&f))
			buf_addstr(&v->narrowed, buf_str(&wanted));
	}
	buf_release(&wanted);
	query_scratch_release(&f.scratch);
	vec_release(&f.hits.v);
	listing_free(f.matching);
	listing_free(f.marked);
	query_free(f.query);
}
