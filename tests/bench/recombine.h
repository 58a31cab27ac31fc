/* SPDX-License-Identifier: ISC
 *
 * Text for measuring, recombined of the clauses of a few articles. These have few different
 * words, and an index of mere copies would be too kind to measure: one clause in three gets a
 * made-up word, drawn from a large dictionary in which the n-th word is n times as rare as the
 * first. The same articles and the same seed of chance give the same text.
 */
#ifndef KARPREAD_BENCH_RECOMBINE_H
#define KARPREAD_BENCH_RECOMBINE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"

struct recombiner {
	struct buf text; /* of all articles */
	VEC(struct str) clauses;
	VEC(struct str) letters; /* their Han characters, as often as they stand there */
	uint64_t random;         /* the state of chance: set it to anything */
};

/* Ends the program with a word when there are no articles in the folder. */
void recombiner_open(struct recombiner *r, const char *folder);
void recombiner_release(struct recombiner *r);

/* A number below n, by chance. */
uint32_t recombine_below(struct recombiner *r, size_t n);
/* A word of the dictionary, any of them as likely. */
void recombine_word(struct recombiner *r, struct buf *out);
/* Clauses, until out has so many bytes; between some of them what parts paragraphs. */
void recombine_clauses(struct recombiner *r, struct buf *out, size_t bytes, const char *part);

#endif
