/* SPDX-License-Identifier: ISC
 *
 * Titles as short as they can be and still tell which of them a query may be a reading of: about a
 * byte for each character. Nearly all titles are ruled out by their sketches in a small part of the
 * time that reading_match takes; the others it has to look at.
 */
#ifndef KARPREAD_TEXT_READING_SKETCH_H
#define KARPREAD_TEXT_READING_SKETCH_H

#include "base/buf.h"
#include "text/reading.h"

enum { READING_SKETCH_END = '\n' }; /* in no sketch */

/* Appends the sketch of a title (valid UTF-8). */
void reading_sketch(struct buf *out, struct str title);

/* A query ready for sketches: what it may go on with behind so many letters, as sets of bits. */
struct reading_sieve {
	size_t n;
	uint64_t at[128];                 /* by letter: where it stands in the query */
	uint64_t behind[READING_LETTERS]; /* by place: how far one character may lead from there */
	uint64_t last;                    /* the places from which one may lead to the end */
};

void reading_sieve_init(struct reading_sieve *s, const struct reading *r);
/* False only when reading_match finds nothing in any title of this sketch. Linear. */
bool reading_sieve_passes(const struct reading_sieve *s, struct str sketch);

#endif
