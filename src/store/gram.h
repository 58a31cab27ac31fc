/* SPDX-License-Identifier: ISC
 *
 * Grams: the short pieces of a folded text by which the full-text index finds it. Letters and
 * digits of one kind that stand side by side are a run; what is neither (blanks, punctuation) is
 * in no gram. A run of Han, kana, bopomofo or Hangul gives each two neighbours; a run of other
 * letters gives each three. The rest at the end of a run is a gram too, so that every code point
 * of a run begins exactly one, and a query shorter than a gram is a range of grams.
 *
 * A gram is a number that holds its code points, 21 bits each, the first on top: grams that begin
 * alike are neighbours.
 */
#ifndef KARPREAD_STORE_GRAM_H
#define KARPREAD_STORE_GRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"

/* The grams of titles are kept apart from those of texts by this bit. */
#define GRAM_TITLE (UINT64_C(1) << 63)

/* Begin with {.key = a folded text}. */
struct gram_walk {
	struct str key;
	size_t at;
	uint32_t next[3]; /* the code points ahead, of one run; 0 behind its end */
	int kind;         /* of the run */
	bool first;       /* the gram is the first of its run */
};
bool gram_next(struct gram_walk *w, uint64_t *gram);

/* Appends the grams of a folded text, with a flag: 0 or GRAM_TITLE. */
struct gram_list {
	VEC(uint64_t) v;
};
void gram_list_add(struct gram_list *list, struct str key, uint64_t flag);

/* Grams in [first, last]; any of them is meant. */
struct gram_range {
	uint64_t first, last;
};

/*
 * What a text that contains `key` has: one gram of each range. Replaces nothing, appends. With
 * *exact, having them also means to contain it. Nothing is appended for a key without letters.
 */
struct gram_ranges {
	VEC(struct gram_range) v;
};
void gram_query(struct str key, struct gram_ranges *out, bool *exact);

#endif
