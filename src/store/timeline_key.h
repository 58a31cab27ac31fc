/* SPDX-License-Identifier: ISC
 *
 * What ordering and counting need of a dated thing: compact, since there may be millions, and as
 * it stands in memory also what index.db keeps of them (store/timeline_runs.h).
 */
#ifndef KARPREAD_STORE_TIMELINE_KEY_H
#define KARPREAD_STORE_TIMELINE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "dates/edtf.h"

enum timeline_zoom {
	TIMELINE_CENTURY,
	TIMELINE_DECADE,
	TIMELINE_YEAR,
	TIMELINE_QUARTER,
	TIMELINE_MONTH,
	TIMELINE_WEEK,
	TIMELINE_DAY,
	TIMELINE_ZOOMS,
};

#define TIMELINE_OPEN INT32_MAX

/* No padding: what is written to a file is all of it. */
struct timeline_key {
	int32_t first, last; /* days since 1970-01-01; TIMELINE_OPEN for an open end */
	uint32_t article;    /* key in the library; in a file the number of its document */
	uint32_t item;       /* index in the timeline's items; the place of what is stored */
	uint8_t level;       /* enum timeline_zoom: the period its beginning is known by */
	bool dated : 1, published : 1;
	bool span : 1;   /* an interval, not the name of one period (a week, a quarter) */
	bool stored : 1; /* in the index, and not in the timeline's items */
	uint16_t none;   /* 0 */
};

struct timeline_keys {
	VEC(struct timeline_key) v;
};

/* The key of a date, or of none; article, item, published and stored are the caller's to set. */
struct timeline_key timeline_key_of(const struct edtf *when);
/*
 * Oldest first, what has no date last; at the same first day the coarser date before the finer,
 * the longer before the shorter, an article before what is mentioned.
 */
int timeline_key_cmp(const struct timeline_key *a, const struct timeline_key *b);
/* Keys from `from` on; those that compare equal stay in their order. */
void timeline_keys_sort(struct timeline_keys *keys, size_t from);
/* Merges the sorted [from, middle) and [middle, n), equal ones of the former first. */
void timeline_keys_merge(struct timeline_keys *keys, size_t from, size_t middle);

#endif
