/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/timeline_axis.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store/timeline_private.h"

/* ---- periods */

/* Decades and centuries as EDTF writes them: before year 0 -02XX is -299 to -200. */
static void years_around(int32_t year, int32_t span, int32_t *first, int32_t *next)
{
	int32_t zero = year - year % span;

	*first = year < 0 ? zero - span + 1 : zero;
	*next = year >= 0 ? zero + span : zero ? zero + 1 : 0;
}

void axis_period(enum timeline_zoom zoom, int64_t day, int64_t *first, int64_t *next)
{
	static const int32_t years[] = {
		[TIMELINE_CENTURY] = 100, [TIMELINE_DECADE] = 10, [TIMELINE_YEAR] = 1};
	int32_t year;
	int month, monthday;

	civil_from_days(day, &year, &month, &monthday);
	if (zoom <= TIMELINE_YEAR) {
		int32_t first_year, next_year;

		years_around(year, years[zoom], &first_year, &next_year);
		*first = civil_days(first_year, 1, 1);
		*next = civil_days(next_year, 1, 1);
	} else if (zoom <= TIMELINE_MONTH) {
		int months = zoom == TIMELINE_QUARTER ? 3 : 1;

		month -= (month - 1) % months;
		*first = civil_days(year, month, 1);
		month += months;
		*next = civil_days(month > 12 ? year + 1 : year, month > 12 ? 1 : month, 1);
	} else {
		*first = zoom == TIMELINE_WEEK ? day - civil_weekday(day) : day;
		*next = *first + (zoom == TIMELINE_WEEK ? 7 : 1);
	}
}

/* ---- items */

size_t axis_count(const struct axis *a)
{
	return a->order.n;
}

const struct timeline_key *axis_key(const struct axis *a, size_t at)
{
	assert(at < a->order.n);
	return &a->timeline->keys.v.p[a->order.p[at]];
}

const struct timeline_item *axis_item(const struct axis *a, size_t at)
{
	return timeline_at(a->timeline, axis_key_index(a, at));
}

size_t axis_key_index(const struct axis *a, size_t at)
{
	assert(at < a->order.n);
	return a->order.p[at];
}

size_t axis_at(const struct axis *a, size_t key_index)
{
	size_t low = 0, high = a->order.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (a->order.p[mid] < key_index)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool is_before(const struct timeline_key *key, int64_t day, int level)
{
	return key->first != day ? key->first < day : key->level < level;
}

/* The first item, from `from` on, that begins behind that day, or on it at that level or finer. */
static size_t item_from(const struct axis *a, size_t from, int64_t day, int level)
{
	size_t low = from, high = a->dated;

	/* What is looked for is often near: doubling steps first. */
	for (size_t step = 1; low + step < high; step *= 2) {
		if (!is_before(axis_key(a, low + step), day, level)) {
			high = low + step;
			break;
		}
		low += step;
	}
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (is_before(axis_key(a, mid), day, level))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* ---- buckets */

static bool is_toggled(const struct axis *a, int64_t first, uint8_t level)
{
	for (size_t i = 0; i < a->toggled.n; i++) {
		if (a->toggled.p[i].first == first && a->toggled.p[i].level == level)
			return true;
	}
	return false;
}

static void add_bucket(struct axis *a, struct bucket b)
{
	b.open = (b.end - b.begin <= a->options.open_limit) != is_toggled(a, b.first, b.level);
	if (b.dated && b.end - b.begin > a->most)
		a->most = b.end - b.begin;
	vec_push(&a->buckets, b);
}

/*
 * What is known by a longer period than the zoom's has a heading of its own, before that of the
 * first short one: a year is no event of its January. Weeks begin amid months, so there it
 * stands in the week it begins in.
 */
static void add_dated(struct axis *a)
{
	for (size_t i = 0; i < a->dated;) {
		const struct timeline_key *key = axis_key(a, i);
		bool coarse = key->level < a->zoom && a->zoom != TIMELINE_WEEK;
		struct bucket b = {.begin = i, .dated = true, .level = (uint8_t)a->zoom};
		int64_t next;

		axis_period(coarse ? key->level : a->zoom, key->first, &b.first, &next);
		if (coarse) {
			/* Seasons and the like do not begin where a quarter does. */
			b.level = key->level;
			next += key->first - b.first;
			b.first = key->first;
			b.end = item_from(a, i + 1, key->first, key->level + 1);
		} else {
			b.end = item_from(a, i + 1, next, 0);
		}
		b.last = next - 1;
		add_bucket(a, b);
		i = b.end;
	}
}

static void turn_round(struct axis *a)
{
	for (size_t i = 0, k = a->buckets.n; i + 1 < k; i++) {
		struct bucket b = a->buckets.p[i];

		a->buckets.p[i] = a->buckets.p[--k];
		a->buckets.p[k] = b;
	}
}

/* Is the bucket shown behind the one the item is in? */
static bool is_behind(const struct axis *a, const struct bucket *b, size_t at)
{
	if (!b->dated)
		return true;
	return a->options.newest_first ? b->end <= at : b->begin > at;
}

size_t axis_bucket_of(const struct axis *a, size_t at)
{
	size_t low = 0, high = a->buckets.n;

	assert(at < a->order.n);
	if (at >= a->dated)
		return a->buckets.n - 1;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (is_behind(a, &a->buckets.p[mid], at))
			high = mid;
		else
			low = mid;
	}
	return low;
}

/* ---- lanes */

/* Intervals sorted by their beginnings, each in the first lane that is free, need fewest lanes. */
static void add_span(struct axis *a, struct span span)
{
	struct lane *free_lane = NULL;

	for (int i = 0; i < AXIS_LANES; i++) {
		struct lane *lane = &a->lanes[i];
		const struct span *before = lane->v.n ? &lane->v.p[lane->v.n - 1] : NULL;

		if (before && before->first == span.first && before->last == span.last)
			return; /* the same stretch of time is one bar */
		if (!free_lane && (!before || before->last < span.first))
			free_lane = lane;
	}
	if (free_lane)
		vec_push(&free_lane->v, span);
}

static void make_lanes(struct axis *a)
{
	for (int i = 0; i < AXIS_LANES; i++)
		vec_clear(&a->lanes[i].v);
	for (size_t i = 0; i < a->spans.n; i++) {
		const struct timeline_key *key = axis_key(a, a->spans.p[i]);
		int64_t first, next;

		/* Within one period there is nothing to see of its length. */
		axis_period(a->zoom, key->first, &first, &next);
		if (key->last >= next)
			add_span(a, (struct span){key->first, key->last, a->spans.p[i]});
	}
}

int axis_lanes(const struct axis *a)
{
	int n = 0;

	while (n < AXIS_LANES && a->lanes[n].v.n)
		n++;
	return n;
}

/* The last span of the lane that begins before item `end`. */
static const struct span *span_before(const struct lane *lane, size_t end)
{
	size_t low = 0, high = lane->v.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (lane->v.p[mid].at < end)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? &lane->v.p[low - 1] : NULL;
}

enum axis_bar axis_bar(const struct axis *a, const struct axis_row *row, int lane)
{
	bool folded = row->kind == AXIS_BUCKET && !row->open;
	bool is_item = row->kind == AXIS_ITEM || row->kind == AXIS_MEMBER;
	size_t end = row->at + (folded ? row->n : is_item ? 1 : 0);
	const struct span *span = span_before(&a->lanes[lane], end);

	if (!span || row->kind == AXIS_UNDATED || row->at >= a->dated + !is_item)
		return AXIS_NO_BAR;
	if (is_item && span->first == row->first && span->last == row->last)
		return AXIS_BAR_BEGINS;
	if (folded && span->at >= row->at)
		return AXIS_BAR_BEGINS;
	return span->last >= row->first ? AXIS_BAR : AXIS_NO_BAR;
}

/* ---- the whole */

static void make_buckets(struct axis *a)
{
	axis_forget_rows(a);
	vec_clear(&a->buckets);
	a->most = 0;
	add_dated(a);
	if (a->options.newest_first)
		turn_round(a);
	if (a->dated < a->order.n)
		add_bucket(a, (struct bucket){.begin = a->dated, .end = a->order.n});
	make_lanes(a);
}

const struct axis_filter axis_all = {.articles = true, .events = true};

void axis_set_filter(struct axis *a, const struct axis_filter *filter)
{
	const struct timeline *t = a->timeline;

	axis_forget_items(a);
	vec_clear(&a->order);
	vec_clear(&a->spans);
	vec_reserve(&a->order, t->keys.v.n);
	a->dated = 0;
	for (size_t i = 0; i < t->keys.v.n; i++) {
		const struct timeline_key *key = &t->keys.v.p[i];

		if (key->published ? !filter->articles : !filter->events)
			continue;
		if (filter->wanted && !filter->wanted(filter->ctx, i))
			continue;
		if (key->span)
			vec_push(&a->spans, a->order.n);
		a->order.p[a->order.n++] = (uint32_t)i;
		a->dated += key->dated;
	}
	a->today_at = item_from(a, 0, a->options.today + 1, 0);
	make_buckets(a);
}

struct axis *axis_new(struct timeline *t, const struct axis_options *options)
{
	struct axis *a = xcalloc(1, sizeof *a);

	a->timeline = t;
	a->options = *options;
	a->zoom = TIMELINE_YEAR;
	return a;
}

void axis_free(struct axis *a)
{
	if (!a)
		return;
	axis_forget_items(a);
	for (size_t i = 0; i < PARTS; i++) {
		vec_release(&a->parts[i].rows);
		vec_release(&a->parts[i].members);
	}
	for (size_t i = 0; i < FEATURES; i++) {
		same_release(&a->features[i].clause);
		same_release(&a->features[i].sentence);
	}
	for (int i = 0; i < AXIS_LANES; i++)
		vec_release(&a->lanes[i].v);
	vec_release(&a->order);
	vec_release(&a->buckets);
	vec_release(&a->spans);
	vec_release(&a->toggled);
	vec_release(&a->unfolded);
	free(a);
}

void axis_set_zoom(struct axis *a, enum timeline_zoom zoom)
{
	assert(zoom < TIMELINE_ZOOMS);
	a->zoom = zoom;
	make_buckets(a);
}

enum timeline_zoom axis_zoom(const struct axis *a)
{
	return a->zoom;
}

size_t axis_most(const struct axis *a)
{
	return a->most;
}
