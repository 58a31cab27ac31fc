/* SPDX-License-Identifier: ISC
 *
 * A timeline cut into periods of one length and shown as rows: each period that holds anything
 * has a heading with its number of items, and its items below it while it is open. Empty
 * stretches between periods are one row. Statements of the same thing by several articles are
 * one row, which can be unfolded. Long intervals are bars in lanes beside the rows.
 *
 * Nothing is built for rows that are not looked at: opening and zooming cost a pass over the
 * compact keys at most, walking costs what is walked over. There is no drawing here.
 */
#ifndef KARPREAD_STORE_TIMELINE_AXIS_H
#define KARPREAD_STORE_TIMELINE_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/timeline.h"

enum { AXIS_LANES = 8 }; /* at most; a span that finds none free has no bar */

struct axis_filter {
	bool articles, events; /* which of the two */
	/* NULL: all; called once for each of the timeline's keys while the filter is set. */
	bool (*wanted)(void *ctx, size_t key);
	void *ctx;
};

/* Everything. */
extern const struct axis_filter axis_all;

struct axis_options {
	bool newest_first;
	int64_t today;     /* days since 1970-01-01 */
	size_t open_limit; /* a period of more items is folded until it is opened */
};

enum axis_row_kind {
	AXIS_BUCKET, /* the heading of a period */
	AXIS_ITEM,   /* an item, or several statements of the same thing */
	AXIS_MEMBER, /* one of them, unfolded */
	AXIS_GAP,    /* a stretch without anything */
	AXIS_TODAY,
	AXIS_UNDATED, /* the heading of what has no date */
};

struct axis_row {
	enum axis_row_kind kind;
	/*
	 * Index among the items shown, oldest first. Of a heading: its first item; of a gap and of
	 * today: the item that comes after it in time.
	 */
	size_t at;
	size_t n;            /* items of a period; statements joined in an item's row, at least 1 */
	int64_t first, last; /* days it covers */
	uint8_t level;       /* of a heading: enum timeline_zoom */
	bool open;           /* its items, or statements, stand below */
	bool disputed;       /* another article, near in time, dates the same thing otherwise */
	bool today;          /* a folded period that today lies in the midst of */
};

/* A row. Valid until the filter, the zoom or what is unfolded changes. */
struct axis_pos {
	size_t bucket, chunk, row;
};

struct axis;
/* The timeline is sorted, borrowed, and must not change while there is an axis on it. */
struct axis *axis_new(struct timeline *t, const struct axis_options *options);
void axis_free(struct axis *a); /* NULL is fine */
/* At first nothing is shown, at the zoom of a year: a pass over all keys is made here, and once. */
void axis_set_filter(struct axis *a, const struct axis_filter *filter);
void axis_set_zoom(struct axis *a, enum timeline_zoom zoom);
enum timeline_zoom axis_zoom(const struct axis *a);

/* The items shown; `at` is less than their number. */
size_t axis_count(const struct axis *a);
const struct timeline_item *axis_item(const struct axis *a, size_t at);
const struct timeline_key *axis_key(const struct axis *a, size_t at);
/* Its index in the timeline's keys, which no filter changes, and back: the first at or behind. */
size_t axis_key_index(const struct axis *a, size_t at);
size_t axis_at(const struct axis *a, size_t key_index);
/* The most items one period has. */
size_t axis_most(const struct axis *a);

/* False when there are no rows. */
bool axis_first(struct axis *a, struct axis_pos *pos);
bool axis_last(struct axis *a, struct axis_pos *pos);
bool axis_next(struct axis *a, struct axis_pos *pos);
bool axis_prev(struct axis *a, struct axis_pos *pos);
struct axis_row axis_row(struct axis *a, struct axis_pos pos);
/* The row that shows an item: its own, that of its statements, or its period's heading. */
struct axis_pos axis_find(struct axis *a, size_t at);
/* The heading of the period an item is in. */
struct axis_pos axis_heading(struct axis *a, size_t at);
int axis_pos_cmp(struct axis_pos a, struct axis_pos b);
/* The statements joined in a row, AXIS_ITEM or AXIS_MEMBER. Valid until the next call. */
const size_t *axis_members(struct axis *a, struct axis_pos pos, size_t *n);
/* Can the row be opened or folded? A period, or more than one statement. */
bool axis_is_foldable(const struct axis_row *row);
/* Opens it or folds it again; pos stays its row. False when there is nothing to unfold. */
bool axis_toggle(struct axis *a, struct axis_pos pos);

enum axis_bar {
	AXIS_NO_BAR,
	AXIS_BAR_BEGINS, /* with this very row */
	AXIS_BAR,
};

/* Lanes that are used; the bar of a row in one of them. */
int axis_lanes(const struct axis *a);
enum axis_bar axis_bar(const struct axis *a, const struct axis_row *row, int lane);

/* The first day of the period of that length that holds the day, and that of the next one. */
void axis_period(enum timeline_zoom zoom, int64_t day, int64_t *first, int64_t *next);

#endif
