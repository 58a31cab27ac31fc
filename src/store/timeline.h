/* SPDX-License-Identifier: ISC
 *
 * What happened when: the dates of articles and the dated events their texts speak of, in the
 * order of time. What has no date stands at the end. How it is cut into periods and rows is
 * store/timeline_axis.h's business.
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

struct timeline_item {
	struct edtf when; /* no date: undated, or not placed */
	uint32_t article; /* key in the library */
	bool published;   /* an article's own date; else a mention in its text */
	const char *kind; /* "published", "mentioned", "duration", "set", "age", "vague" */
	/*
	 * Bytes of the logical text: the mention, and where its sentence begins. Of an article
	 * whose date was inferred, the mention that speaks for it; else 0 when published.
	 */
	size_t offset, length, sentence;
	struct str context; /* the sentence, 500 bytes to either side at most */
	struct str label;   /* the article's title, or the clause the mention dates */
	struct str code;    /* the value of what is no date: "P4M" */
};

/* What ordering and counting need of an item: compact, since there may be millions. */
struct timeline_key {
	int64_t first, last; /* days since 1970-01-01; INT64_MAX for an open end */
	uint32_t item;       /* index in items */
	uint8_t level;       /* enum timeline_zoom: the period its beginning is known by */
	bool dated, published;
	bool span; /* an interval, not the name of one period (a week, a quarter) */
};

/* Owns its memory; a zeroed timeline is valid and empty. */
struct timeline {
	VEC(struct timeline_item) items; /* in the order they were added */
	VEC(struct timeline_key) keys;   /* in the order of time, once sorted */
	struct arena arena;
};

enum timeline_flags {
	TIMELINE_MENTIONS = 1 << 0, /* events of the texts too */
	TIMELINE_UNPLACED = 1 << 1, /* and what has no place in time */
	TIMELINE_ANCHORED = 1 << 2, /* durations whose ends are known stand where they were */
};

/* Adds the article and, with TIMELINE_MENTIONS, what doc speaks of. doc may be NULL without. */
void timeline_add(struct timeline *t, const struct article *article, const struct doc *doc,
		  int flags);
/*
 * Takes away what was added of the articles that is_gone() says are. Their strings stay until
 * the release; the keys are to be made anew.
 */
void timeline_remove(struct timeline *t, bool (*is_gone)(void *ctx, uint32_t article), void *ctx);
/*
 * Makes the keys: oldest first; at the same first day the coarser date before the finer, the
 * longer before the shorter, an article before what is mentioned.
 */
void timeline_sort(struct timeline *t);
void timeline_release(struct timeline *t);

/* The words of the mention. Borrowed. */
struct str timeline_literal(const struct timeline_item *item);
/* Appends the date as EDTF ("2022-07-13", "2022-07~"), or the code of what is no date. */
void timeline_add_value(struct buf *out, const struct timeline_item *item);

/*
 * The mentions of an article's text, as the timeline takes them: nothing in code, in pictures
 * and in what stands around the article. What they say depends on the article's date; one that
 * was inferred counts from a month on, since a year is often no more than the last one named.
 */
void timeline_tag(struct tags *out, const struct doc *doc, const struct article *article);
/* The probable date of an article that carries none; see tag_infer_date. No text beyond 16 MB. */
bool timeline_infer_date(const struct doc *doc, struct str language, struct civil *out,
			 struct tag_mention *evidence);

#endif
