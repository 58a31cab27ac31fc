/* SPDX-License-Identifier: ISC
 *
 * The dates of all articles and of what they speak of in the order of time, in two tables of
 * index.db, so that a timeline opens without sorting: a run is what one batch added, as blocks of
 * keys (store/timeline_key.h) just as they stand in memory. Runs are joined, so that there are
 * few, and most of all is in the first.
 *
 * Keys name documents, not articles: those of a document that is gone stay until the first run is
 * written again.
 */
#ifndef KARPREAD_STORE_TIMELINE_RUNS_H
#define KARPREAD_STORE_TIMELINE_RUNS_H

#include "store/db.h"
#include "store/timeline_key.h"

/* Creates the tables. */
extern const char timeline_runs_schema[];

/* Sorts and writes a batch, and empties it. A result code of sqlite3. */
int timeline_runs_write(struct timeline_keys *batch, struct db *db);
/* Joins the runs that are due (store/parts.h). */
int timeline_runs_join(struct db *db, bool more);
/* The greatest document ever written, or 0. */
int timeline_runs_last(struct db *db, int64_t *doc);
/*
 * Replaces out by all that are there, sorted; among equal ones the document that was read first
 * comes first. articles[document] is the key of the article, or TIMELINE_GONE: those are left
 * out, as are documents from n on.
 */
#define TIMELINE_GONE UINT32_MAX
int timeline_runs_read(struct db *db, const uint32_t *articles, size_t n,
		       struct timeline_keys *out);

#endif
