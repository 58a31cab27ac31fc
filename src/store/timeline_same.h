/* SPDX-License-Identifier: ISC
 *
 * Do two statements speak of the same thing? Compared are the folded texts (text/fold.h), so
 * that 多伦多 and 多倫多 are one: the pairs of neighbouring characters of scripts without blanks,
 * and the words and numbers of the others. What half the statements say (the name the library is
 * about) tells less than what few say.
 */
#ifndef KARPREAD_STORE_TIMELINE_SAME_H
#define KARPREAD_STORE_TIMELINE_SAME_H

#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"

/* The features of one statement: sorted, each once. A zeroed one is empty. Owns its memory. */
struct same_features {
	VEC(uint32_t) v;
	unsigned weight; /* of all of them, once weighed */
};

enum { SAME_BINS = 4096 };

/* How many of a sample of statements have a feature that falls into the bin. */
struct same_counts {
	uint32_t sampled;
	uint32_t bins[SAME_BINS];
};

/* Replaces out by the features of text but for the bytes [begin, end), the date's own words. */
void same_features(struct same_features *out, struct str text, size_t begin, size_t end);
void same_release(struct same_features *f);
void same_count(struct same_counts *counts, const struct same_features *f);
/* Weighs the features by what is counted now; to be done before they are compared. */
void same_weigh(const struct same_counts *counts, struct same_features *f);
/*
 * How much of the shorter statement is in the other, in percent; 0 when they share too little
 * for it to mean anything. Symmetrical.
 */
int same_percent(const struct same_counts *counts, const struct same_features *a,
		 const struct same_features *b);

#endif
