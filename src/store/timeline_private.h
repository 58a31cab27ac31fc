/* SPDX-License-Identifier: ISC
 *
 * What timeline_axis.c (items, periods, lanes) and timeline_rows.c (rows) share.
 */
#ifndef KARPREAD_STORE_TIMELINE_PRIVATE_H
#define KARPREAD_STORE_TIMELINE_PRIVATE_H

#include "store/timeline_axis.h"
#include "store/timeline_same.h"

enum {
	CHUNK = 128,    /* items of a period whose rows are made together */
	PARTS = 64,     /* chunks whose rows are kept */
	FEATURES = 512, /* statements whose features are kept */
};

struct bucket {
	int64_t first, last; /* days */
	size_t begin, end;   /* of its items */
	uint8_t level;
	bool dated, open;
};

struct span {
	int64_t first, last;
	size_t at;
};

/* What the user opened or folded, against the rule. */
struct toggled {
	int64_t first;
	uint8_t level;
};

/* The rows of one chunk. */
struct part {
	bool made;
	size_t bucket, chunk;
	size_t begin, end; /* items */
	VEC(struct axis_row) rows;
	VEC(size_t) members;   /* the items, those of one row behind each other */
	uint16_t group[CHUNK]; /* of each item: where its row's members begin */
	uint16_t row_of[CHUNK];
};

struct axis {
	struct timeline *timeline;
	struct axis_options options;
	enum timeline_zoom zoom;
	VEC(uint32_t) order;        /* the items shown: indices in the keys, ascending */
	size_t dated;               /* how many of them have a date */
	size_t today_at;            /* the first of them that begins behind today */
	VEC(struct bucket) buckets; /* as they are shown: newest first, undated last */
	size_t most;
	VEC(size_t) spans; /* items that are spans */
	struct lane {
		VEC(struct span) v; /* by time, none overlapping */
	} lanes[AXIS_LANES];
	VEC(struct toggled) toggled;
	VEC(size_t) unfolded; /* rows of statements, by the key index of the one they show */
	struct part parts[PARTS];
	struct features_slot {
		size_t at; /* the item + 1, 0 for none */
		struct same_features clause, sentence;
		bool weighed;
	} features[FEATURES];
	struct same_counts *counts; /* NULL until statements are compared */
};

/* The rows have changed: none is kept. */
void axis_forget_rows(struct axis *a);
/* Which items are shown has changed: nothing made of them is kept. */
void axis_forget_items(struct axis *a);
size_t axis_chunks(const struct bucket *b);
/* The bucket an item is in. */
size_t axis_bucket_of(const struct axis *a, size_t at);

#endif
