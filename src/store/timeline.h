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
#include "store/library.h"
#include "store/timeline_key.h"

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
	struct str context; /* the sentence, at most TAG_AROUND to either side */
	struct str label;   /* the article's title, or the clause the mention dates */
	struct str code;    /* the value of what is no date: "P4M" */
};

/* Articles that the index does not have the mentions of; doc: the number of the text. */
struct timeline_missed {
	uint32_t article, doc;
};
struct timeline_missing {
	VEC(struct timeline_missed) v;
};

/*
 * Items are there in two ways. Those of articles that were added one by one are held in items;
 * those that index.db has are known by their keys alone, and fetched when they are looked at, so
 * that opening does not depend on how much the articles say.
 *
 * Owns its memory; a zeroed timeline is valid and empty.
 */
struct timeline {
	VEC(struct timeline_item) items; /* in the order they were added */
	struct timeline_keys keys;       /* of all; in the order of time, once sorted */
	size_t sorted;                   /* how many of the items are among the keys */
	struct arena arena;
	struct library *library;     /* what is stored is fetched from; borrowed */
	uint64_t index;              /* names the file it is stored in: one made anew is another */
	VEC(uint32_t) docs;          /* by article: the text that is stored, or 0 */
	struct timeline_slot *slots; /* items fetched, or NULL */
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
 * The same out of the index. False, with nothing added, when that does not have it: it is in
 * memory, or the user gave the article another date.
 */
bool timeline_add_stored(struct timeline *t, struct library *lib, uint32_t article, int flags);
/*
 * Takes the keys of all that the index has of the library's articles, as with TIMELINE_MENTIONS
 * and TIMELINE_ANCHORED, instead of those of an earlier call; false when they would be the same.
 * missing, replaced, are the articles to be added one by one, newest first. The keys are to be
 * made anew then. The library must outlive the timeline.
 */
bool timeline_load(struct timeline *t, struct library *lib, struct timeline_missing *missing);
/*
 * Takes away what was added of the articles that is_gone() says are. Their strings stay until
 * the release; the keys are to be made anew.
 */
void timeline_remove(struct timeline *t, bool (*is_gone)(void *ctx, uint32_t article), void *ctx);
/* Makes the keys: in the order of timeline_key_cmp, the items among equal ones as they came. */
void timeline_sort(struct timeline *t);
/* The item of a key, by index; valid until another one is asked for. */
const struct timeline_item *timeline_at(struct timeline *t, size_t key);
void timeline_release(struct timeline *t);

/* The item is borrowed; place is that of its key's item. True stops. */
typedef bool timeline_each_fn(void *ctx, const struct timeline_item *item, uint32_t place);
/*
 * Calls each() with every item that timeline_add would add of an article that the index has; of
 * the article itself only the place its date was inferred from, where there is one. False when
 * the index does not have it.
 */
bool timeline_each_stored(struct library *lib, uint32_t article, int flags, timeline_each_fn *each,
			  void *ctx);

/* The words of the mention. Borrowed. */
struct str timeline_literal(const struct timeline_item *item);
/* Appends the date as EDTF ("2022-07-13", "2022-07~"), or the code of what is no date. */
void timeline_add_value(struct buf *out, const struct timeline_item *item);

#endif
