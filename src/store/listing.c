/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "store/library_private.h"
#include "store/select.h"

/*
 * Up to so many articles are checked at once, if they have to be; more are checked as they are
 * looked at. The order of relevance counts hits in as many.
 */
enum { AT_ONCE = 300 };

struct listing {
	struct library *lib;
	struct index_entries *order; /* shared with the library */
	bool all;                    /* everything in that order: there is no selection */
	struct selection found;      /* v: [0, settled) are in the listing, [next, n) may be */
	size_t settled, next;
	int64_t hurry;  /* monotonic ms: rows are not looked for any longer */
	bool asked;     /* for a row, once */
	uint32_t *rows; /* by key: the row + 1, or 0; made when it is first wanted */
	size_t n_rows;
	struct article gone; /* shown for what was deleted since */
};

/* ---- orders */

static const char *const names[LIBRARY_ORDERS] = {
	[LIBRARY_BY_DATE] = "date",         [LIBRARY_BY_TITLE] = "title",
	[LIBRARY_BY_PATH] = "path",         [LIBRARY_BY_AUTHOR] = "author",
	[LIBRARY_BY_PROGRESS] = "progress", [LIBRARY_BY_RELEVANCE] = "relevance",
};

const char *library_order_name(enum library_order order)
{
	return names[order];
}

/* What has no date stays last in either direction; equal dates keep their order. */
static void by_date(struct selection *s, const struct index_entries *order, bool reversed)
{
	const struct index_entry *dates = order->v.p;
	struct selected *p = s->v.p, *out;
	size_t end = 0, n = 0;

	if (!reversed)
		return;
	while (end < s->v.n && dates[p[end].at].seconds != INT64_MIN)
		end++;
	out = xcalloc(end, sizeof *out);
	while (end) {
		size_t begin = end - 1;

		while (begin && dates[p[begin - 1].at].seconds == dates[p[begin].at].seconds)
			begin--;
		memcpy(out + n, p + begin, (end - begin) * sizeof *p);
		n += end - begin;
		end = begin;
	}
	if (n)
		memcpy(p, out, n * sizeof *p);
	free(out);
}

/* In the order of an index of all articles, of which some are selected. */
static void by_index(struct selection *s, struct library *lib, enum index_sort sort, bool reversed)
{
	struct index_keys keys = {0};
	uint32_t most = 0, *places;
	size_t n = 0;

	for (size_t i = 0; i < s->v.n; i++)
		most = s->v.p[i].key > most ? s->v.p[i].key : most;
	index_sorted(&lib->ix, sort, reversed, &keys);
	places = xcalloc((size_t)most + 1, sizeof *places);
	for (size_t i = 0; i < s->v.n; i++)
		places[s->v.p[i].key] = (uint32_t)i + 1;
	struct selected *out = xcalloc(s->v.n, sizeof *out);

	for (size_t i = 0; i < keys.v.n; i++) {
		uint32_t key = keys.v.p[i];

		if (key <= most && places[key])
			out[n++] = s->v.p[places[key] - 1];
	}
	if (n)
		memcpy(s->v.p, out, n * sizeof *out);
	s->v.n = n;
	free(out);
	free(places);
	vec_release(&keys.v);
}

/* 0 begun, 1 not yet opened, 2 read. */
static int stage(const struct state_article *s)
{
	return !s ? 1 : s->read ? 2 : s->place == 0;
}

struct progress {
	int stage;
	int64_t opened;
	struct selected entry;
};

static int compare_progress(const void *a, const void *b)
{
	const struct progress *x = a, *y = b;
	int order = x->stage - y->stage;

	if (!order && x->stage == 0)
		order = (y->opened > x->opened) - (y->opened < x->opened);
	return order ? order : x->entry.at < y->entry.at ? -1 : 1;
}

static void by_progress(struct selection *s, struct library *lib, bool reversed)
{
	struct progress *p = xcalloc(s->v.n, sizeof *p);
	int direction = reversed ? -1 : 1;

	for (size_t i = 0; i < s->v.n; i++) {
		const struct state_article *state = library_state(lib, s->v.p[i].key);

		p[i] = (struct progress){direction * stage(state),
					 state ? direction * state->opened : 0, s->v.p[i]};
	}
	if (s->v.n)
		qsort(p, s->v.n, sizeof *p, compare_progress);
	for (size_t i = 0; i < s->v.n; i++)
		s->v.p[i] = p[i].entry;
	free(p);
}

static int compare_relevance(const void *a, const void *b)
{
	const struct selected *x = a, *y = b;
	int order = x->by_reading - y->by_reading;

	if (!order)
		order = y->in_title - x->in_title;
	if (!order)
		order = (y->hits > x->hits) - (y->hits < x->hits);
	return order;
}

static int compare_settled(const void *a, const void *b)
{
	const struct selected *x = a, *y = b;
	int order = compare_relevance(a, b);

	return order ? order : x->at < y->at ? -1 : 1;
}

static void by_relevance(struct selection *s, bool reversed)
{
	struct selected *p = s->v.p;

	if (s->v.n)
		qsort(p, s->v.n, sizeof *p, compare_settled);
	for (size_t i = 0, j = s->v.n; reversed && i + 1 < j; i++) {
		struct selected swap = p[i];

		p[i] = p[--j];
		p[j] = swap;
	}
}

/* Both parts stay in the order they are in. */
static void put_readings_last(struct selection *s)
{
	struct selected *readings = xcalloc(s->v.n, sizeof *readings);
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < s->v.n; i++) {
		if (s->v.p[i].by_reading)
			readings[n++] = s->v.p[i];
		else
			s->v.p[kept++] = s->v.p[i];
	}
	if (n)
		memcpy(s->v.p + kept, readings, n * sizeof *readings);
	free(readings);
}

/* Each folder's articles stay in the order they are in; what is newer than the folders is last. */
static void by_folder(struct selection *s, struct library *lib)
{
	uint32_t most, n;
	const uint32_t *folders = library_folders(lib, &most, &n);

	if (!n)
		return;
	size_t *ends = xcalloc((size_t)n + 1, sizeof *ends);
	struct selected *out = xcalloc(s->v.n, sizeof *out);

	for (size_t i = 0; i < s->v.n; i++) {
		uint32_t key = s->v.p[i].key;

		ends[(key <= most ? folders[key] : n - 1) + 1]++;
	}
	for (uint32_t i = 0; i < n; i++)
		ends[i + 1] += ends[i];
	for (size_t i = 0; i < s->v.n; i++) {
		uint32_t key = s->v.p[i].key;

		out[ends[key <= most ? folders[key] : n - 1]++] = s->v.p[i];
	}
	if (s->v.n)
		memcpy(s->v.p, out, s->v.n * sizeof *out);
	free(out);
	free(ends);
}

static void put_in_order(struct selection *s, struct library *lib, enum library_order order,
			 bool reversed)
{
	switch (order) {
	case LIBRARY_BY_TITLE:
		by_index(s, lib, INDEX_BY_TITLE, reversed);
		break;
	case LIBRARY_BY_PATH:
		by_index(s, lib, INDEX_BY_NAME, reversed);
		break;
	case LIBRARY_BY_AUTHOR:
		by_index(s, lib, INDEX_BY_AUTHOR, reversed);
		break;
	case LIBRARY_BY_PROGRESS:
		by_progress(s, lib, reversed);
		break;
	case LIBRARY_BY_RELEVANCE:
		by_relevance(s, reversed);
		break;
	case LIBRARY_BY_DATE:
	case LIBRARY_ORDERS:
		by_date(s, lib->order, reversed);
	}
}

/* ---- lists */

/* Takes the entry behind the gap over to those that are settled, if it is one. */
static void settle_next(struct listing *l, bool counts)
{
	struct selected entry = l->found.v.p[l->next++];

	if (entry.sure || selection_check(&l->found, &entry, counts))
		l->found.v.p[l->settled++] = entry;
	if (l->next == l->found.v.n)
		l->found.v.n = l->next = l->settled;
}

static struct selected *entry_at(const struct listing *l, size_t row)
{
	return &l->found.v.p[row < l->settled ? row : l->next + (row - l->settled)];
}

bool listing_pending(const struct listing *l)
{
	return l->next < l->found.v.n;
}

static bool has_time(const struct listing *l)
{
	return l->hurry == INT64_MAX || clock_monotonic_ms() < l->hurry;
}

void listing_hurry(struct listing *l, int milliseconds)
{
	l->hurry = milliseconds < 0 ? INT64_MAX : clock_monotonic_ms() + milliseconds;
}

bool listing_more(struct listing *l, int milliseconds)
{
	int64_t end = clock_monotonic_ms() + milliseconds;

	library_hold(l->lib);
	while (listing_pending(l) && clock_monotonic_ms() < end)
		settle_next(l, false);
	library_let_go(l->lib);
	return listing_pending(l);
}

void listing_settle(struct listing *l)
{
	library_hold(l->lib);
	while (listing_pending(l))
		settle_next(l, false);
	library_let_go(l->lib);
}

/* Takes this entry of those behind the gap away if it is no hit, until a hit stands there. */
static void drop_misses(struct listing *l, size_t at)
{
	struct selected *p = l->found.v.p;
	size_t hit = at;

	while (hit < l->found.v.n && !p[hit].sure && has_time(l) &&
	       !selection_check(&l->found, &p[hit], false))
		hit++;
	memmove(p + at, p + hit, (l->found.v.n - hit) * sizeof *p);
	l->found.v.n -= hit - at;
}

/*
 * No row but this one is looked at, so that the end of the list is as near as its beginning; rows
 * looked at one after the other close the gap as they go.
 */
bool listing_reach(struct listing *l, size_t row)
{
	if (!listing_pending(l) || row < l->settled)
		return row < listing_count(l);
	library_hold(l->lib);
	while (listing_pending(l) && row == l->settled && has_time(l))
		settle_next(l, false);
	if (listing_pending(l) && row > l->settled && row < listing_count(l))
		drop_misses(l, l->next + (row - l->settled));
	library_let_go(l->lib);
	return row < listing_count(l) && (row < l->settled || entry_at(l, row)->sure);
}

struct listing *listing_new(struct library *lib, const struct listing_options *options)
{
	struct listing *l = xcalloc(1, sizeof *l);
	bool relevant = options->order == LIBRARY_BY_RELEVANCE;

	l->lib = lib;
	l->hurry = INT64_MAX;
	l->order = lib->order;
	l->order->refs++;
	l->gone.path = l->gone.name = "";
	l->all = !options->query && !options->unread && !options->bookmarked && !options->keys &&
		 !options->reversed && !options->by_folder &&
		 (options->order == LIBRARY_BY_DATE || relevant);
	if (l->all)
		return l;
	library_select(lib, options, &l->found);
	bool few = l->found.v.n <= AT_ONCE, counts = few && relevant && options->query;

	if (!l->found.titles && !l->found.texts && !counts)
		l->settled = l->next = l->found.v.n;
	library_hold(lib);
	while (few && listing_pending(l))
		settle_next(l, counts);
	library_let_go(lib);
	put_in_order(&l->found, lib, options->order, options->reversed);
	if (options->readings_last)
		put_readings_last(&l->found);
	if (options->by_folder)
		by_folder(&l->found, lib);
	/* What the order does not know was deleted meanwhile. */
	if (!listing_pending(l))
		l->settled = l->next = l->found.v.n;
	return l;
}

void listing_free(struct listing *l)
{
	if (!l)
		return;
	selection_release(&l->found);
	library_release_order(l->order);
	free(l->rows);
	free(l);
}

size_t listing_count(const struct listing *l)
{
	return l->all ? l->order->v.n : l->settled + (l->found.v.n - l->next);
}

/* Of a row that there is, be it a hit for sure or not. */
static uint32_t key_at(const struct listing *l, size_t row)
{
	return l->all ? l->order->v.p[row].key : entry_at(l, row)->key;
}

uint32_t listing_key(struct listing *l, size_t row)
{
	return listing_reach(l, row) ? key_at(l, row) : UINT32_MAX;
}

size_t listing_number(struct listing *l, size_t row)
{
	return !l->all && listing_reach(l, row) ? entry_at(l, row)->at + (size_t)1 : row + 1;
}

const struct article *listing_at(struct listing *l, size_t row)
{
	uint32_t key = listing_key(l, row);
	const struct article *article = library_article(l->lib, key);

	l->gone.key = key;
	return article ? article : &l->gone;
}

static void make_rows(struct listing *l)
{
	size_t n = listing_count(l);

	for (size_t i = 0; i < n; i++)
		if (key_at(l, i) >= l->n_rows)
			l->n_rows = key_at(l, i) + (size_t)1;
	l->rows = xcalloc(l->n_rows + 1, sizeof *l->rows);
	for (size_t i = 0; i < n; i++)
		l->rows[key_at(l, i)] = (uint32_t)i + 1;
}

static size_t look_for(struct listing *l, uint32_t key)
{
	size_t n = listing_count(l), row = 0;

	while (row < n && key_at(l, row) != key)
		row++;
	/* One that is no hit is not replaced by another here. */
	if (row < n && listing_pending(l) && row >= l->settled) {
		struct selected *entry = entry_at(l, row);

		if (!entry->sure && !selection_check(&l->found, entry, false))
			row = n;
	}
	return row < n ? row : (size_t)-1;
}

/* Once in a while it is looked for from the beginning, often with a table. */
size_t listing_row(struct listing *l, uint32_t key)
{
	if (!l->rows && (listing_pending(l) || !l->asked)) {
		l->asked = true;
		return look_for(l, key);
	}
	if (!l->rows)
		make_rows(l);
	return key < l->n_rows && l->rows[key] ? l->rows[key] - 1 : (size_t)-1;
}

size_t listing_hits(struct listing *l, size_t row)
{
	return !l->all && listing_reach(l, row) ? entry_at(l, row)->hits : 0;
}
