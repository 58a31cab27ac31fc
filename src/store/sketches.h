/* SPDX-License-Identifier: ISC
 *
 * Sketches of all titles (text/reading_sketch.h) in a table of index.db, so that a reading is
 * looked for without going through the titles: a row is what one batch added, of documents one
 * after the other. Those of documents that are gone stay until the index is made anew; whoever
 * finds one looks at the article that it is of.
 */
#ifndef KARPREAD_STORE_SKETCHES_H
#define KARPREAD_STORE_SKETCHES_H

#include "base/buf.h"
#include "store/db.h"
#include "store/postings.h"
#include "text/reading.h"

/* A batch; zero it to begin with. */
struct sketches {
	uint32_t first, next; /* documents: [first, next) are in it */
	struct buf data;
};

/* Creates the table. */
extern const char sketches_schema[];

/* Adds the title of a document; documents come in the order of their numbers. */
void sketches_add(struct sketches *s, uint32_t doc, struct str title);
/* Writes a batch, and empties it. A result code of sqlite3. */
int sketches_write(struct sketches *s, struct db *db);
/*
 * Adds the documents to out, up to `last`, whose titles may read as the query; *n of them. A result
 * code of sqlite3.
 */
int sketches_find(struct db *db, const struct reading *r, uint32_t last, struct docset *out,
		  size_t *n);

#endif
