/* SPDX-License-Identifier: ISC
 *
 * What happened when: the dates of articles and the dated events their texts speak of, in the
 * order of time. What has no date stands at the end.
 */
#ifndef KARPREAD_STORE_TIMELINE_H
#define KARPREAD_STORE_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"
#include "dates/edtf.h"
#include "dates/tag.h"
#include "store/library.h"

struct timeline_item {
	struct edtf when; /* no date: undated, or not placed */
	bool published;   /* an article's own date; else a mention in its text */
	uint32_t article; /* key in the library */
	size_t offset, length; /* of the mention, bytes in the logical text; 0 when published */
	size_t sentence, sentence_end; /* around it */
	struct str label;   /* the article's title, or the clause the mention dates */
	struct str literal; /* the words of the mention */
	struct str context; /* its sentence */
	struct str value;   /* "2022-07-13", or for what is not placed "P4M" */
	const char *kind;   /* "published", "mentioned", "duration", "set", "age", "vague" */
};

enum timeline_flags {
	TIMELINE_MENTIONS = 1 << 0, /* events of the texts too */
	TIMELINE_UNPLACED = 1 << 1, /* and what has no place in time */
};

/* Owns its memory; a zeroed timeline is valid and empty. */
struct timeline {
	VEC(struct timeline_item) items;
	struct arena arena;
};

/* Adds the article and, with TIMELINE_MENTIONS, what doc speaks of. doc may be NULL without. */
void timeline_add(struct timeline *t, const struct article *article, const struct doc *doc,
		  int flags);
/* Oldest first; an article before what is mentioned of the same time. */
void timeline_sort(struct timeline *t);
void timeline_release(struct timeline *t);

#endif
