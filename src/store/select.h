/* SPDX-License-Identifier: ISC
 *
 * Which articles of a library a listing has: those that a filter and a query let through. The
 * grams of the query's words tell from the full-text index which may be it; what they leave
 * open is looked at, in the metadata or in the text. Private to src/store.
 */
#ifndef KARPREAD_STORE_SELECT_H
#define KARPREAD_STORE_SELECT_H

#include "store/library_private.h"

struct selected {
	uint32_t key;
	uint32_t at;     /* for sorting */
	int64_t seconds; /* of its date */
	size_t first;    /* the first hit in the text */
	uint32_t hits;   /* in the text, if they were counted */
	bool in_title, by_reading;
};

/* In the order of the list. A zeroed one is empty. */
struct selection {
	VEC(struct selected) v;
};

/* Fills out. -1 when options->stop said so. */
int library_select(struct library *lib, const struct listing_options *options,
		   struct selection *out);

#endif
