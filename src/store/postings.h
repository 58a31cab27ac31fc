/* SPDX-License-Identifier: ISC
 *
 * Which documents have a gram (store/gram.h): the full-text index, in two tables of index.db.
 * Documents are numbers that only grow. A segment holds those of one batch: blocks of grams in
 * order, each with its documents as differences, and a directory of the blocks' first grams.
 * Segments are joined, so that there are few.
 */
#ifndef KARPREAD_STORE_POSTINGS_H
#define KARPREAD_STORE_POSTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"
#include "store/db.h"
#include "store/gram.h"

/* Creates the tables. */
extern const char postings_schema[];

/* ---- writing */

/* One batch. A zeroed one is empty; it may be used again after postings_write. */
struct postings {
	VEC(struct postings_gram {
		uint64_t gram;
		uint32_t last;  /* the document it was added for last */
		uint32_t count; /* documents */
	})
	grams;
	uint32_t *slots; /* a hash table: index in grams + 1, or 0 */
	size_t n_slots;
	VEC(uint32_t) added; /* indices in grams, document by document */
	VEC(struct postings_doc {
		uint32_t doc;
		size_t end; /* of its own in added */
	})
	docs;
};

/* Adds grams to a document. Documents come in ascending order. */
void postings_add(struct postings *p, uint32_t doc, const uint64_t *grams, size_t n);
/* Bytes of memory, about; for bounding a batch. */
size_t postings_size(const struct postings *p);
/* Writes the batch as a segment and empties it. A result code of sqlite3. */
int postings_write(struct postings *p, struct db *db);
/* Joins the segments that are due (store/parts.h). */
int postings_join(struct db *db, bool more);
void postings_release(struct postings *p);
/* The greatest document ever written, or 0. */
int postings_last(struct db *db, int64_t *doc);

/* ---- reading */

/* A set of documents. A zeroed one is empty. */
struct docset {
	VEC(uint64_t) words;
};
void docset_add(struct docset *s, uint32_t doc);
static inline bool docset_has(const struct docset *s, uint32_t doc)
{
	return doc / 64 < s->words.n && s->words.p[doc / 64] >> doc % 64 & 1;
}
void docset_and(struct docset *s, const struct docset *other);
void docset_or(struct docset *s, const struct docset *other);
void docset_less(struct docset *s, const struct docset *other);
void docset_release(struct docset *s);

/* Adds to out[i] every document that has a gram of ranges[i]. Once through the segments for all. */
int postings_find(struct db *db, const struct gram_range *ranges, size_t n, struct docset *out);

#endif
