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
	uint32_t at;   /* index in the library's order */
	uint32_t hits; /* in the text, if they were counted */
	bool in_title, by_reading;
	bool sure; /* it was checked */
};

struct selection {
	struct library *lib;
	const struct query *query; /* borrowed; NULL: all */
	VEC(struct selected) v;
	bool titles; /* the grams leave open what is asked of titles: rows have to be looked at */
	bool texts;  /* the grams leave open whether it is a hit */
	struct query_scratch scratch;
	struct buf text;
};

/* Fills a zeroed selection with what may be it, in the order of the list. */
void library_select(struct library *lib, const struct listing_options *options,
		    struct selection *out);
/* Is it one indeed? counts: its hits are counted too. */
bool selection_check(struct selection *s, struct selected *entry, bool counts);
void selection_release(struct selection *s);

#endif
