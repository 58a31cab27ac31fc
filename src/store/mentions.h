/* SPDX-License-Identifier: ISC
 *
 * The mentions of a text, packed to be kept in index.db beside it: all that the tagger says of
 * each (dates/tag.h), in some 15 bytes. Where they stand in the text, and its sentences, are
 * offsets into the text that is kept there too; of a long text the sentences come along, so that
 * showing one need not fetch all of it.
 *
 * They are kept in parts of bounded size, so that one mention is fetched at the same cost from a
 * novel as from a note. A place names one: its part and where in it that begins. No place is 0.
 */
#ifndef KARPREAD_STORE_MENTIONS_H
#define KARPREAD_STORE_MENTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"
#include "dates/tag.h"

enum {
	MENTIONS_PART = 1 << 15,   /* bytes: a part that has so many gets no more */
	MENTIONS_LONG = 1 << 16,   /* bytes of a text whose sentences come along */
	MENTIONS_PLACES = 1 << 16, /* of a part; above them a place counts parts, */
	MENTIONS_PARTS = 1 << 16,  /* and there are no more than that */
};

/* Owns its memory; a zeroed one is empty. */
struct mentions {
	struct buf data;  /* of all parts */
	VEC(size_t) ends; /* of each part in data */
	/* The sentence that came along last: in the text, and where in its part; 0 for none. */
	size_t sentence, sentence_end, sentence_at;
};

/*
 * Appends one, and returns its place; 0 when gigabytes of them leave no room. evidence: no mention
 * among others, but what the date of an article that carries none was inferred from.
 */
uint32_t mentions_add(struct mentions *m, const struct tag_mention *mention, struct str text,
		      bool evidence);
void mentions_release(struct mentions *m);
size_t mentions_parts(const struct mentions *m);
struct str mentions_part(const struct mentions *m, size_t part);

struct mention {
	struct tag_mention tag; /* code: a slice of the part */
	bool evidence;
	uint32_t place;      /* in its part */
	struct str sentence; /* a slice of the part; p NULL when it has to be taken from the text */
};

/*
 * Reads the one at *at and moves *at behind it; 0 begins with the first. False at the end, or
 * when there is nothing that makes sense: a cache may be damaged.
 */
bool mentions_next(struct str part, size_t *at, struct mention *out);

#endif
