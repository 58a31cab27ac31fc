/* SPDX-License-Identifier: ISC
 *
 * How items are made, of what was tagged just now (timeline.c) and of what the index keeps
 * (timeline_stored.c): alike. Private to them. Strings are borrowed but where they are kept.
 */
#ifndef KARPREAD_STORE_TIMELINE_ITEM_H
#define KARPREAD_STORE_TIMELINE_ITEM_H

#include "dates/tag.h"
#include "store/timeline.h"

/* The article itself. */
struct timeline_item timeline_published(const struct article *article);
/* A mention, but for its place; false when the flags leave it out. */
bool timeline_mentioned(struct timeline_item *out, uint32_t article, const struct tag_mention *m,
			int flags);
void timeline_set_place(struct timeline_item *item, const struct tag_mention *m,
			struct str sentence);
/* Appends a copy. */
void timeline_keep(struct timeline *t, const struct timeline_item *item);
/* No item fetched is valid any more. */
void timeline_forget(struct timeline *t);

#endif
