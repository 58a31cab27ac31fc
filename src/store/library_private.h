/* SPDX-License-Identifier: ISC
 *
 * What library.c and listing.c share: the rows in memory.
 */
#ifndef KARPREAD_STORE_LIBRARY_PRIVATE_H
#define KARPREAD_STORE_LIBRARY_PRIVATE_H

#include "store/library.h"
#include "text/fold.h"

struct row {
	struct article article;
	char *absolute; /* its path for the state, without symbolic links */
	char *path, *name;
	void *strings; /* what the slices in article point into */
	struct state_hash hash;
	struct civil date; /* the document's own, when the user's stands in article */
	enum doc_date_source date_source;
	bool usable;               /* it could be read, and is text */
	bool gone;                 /* the file was not there in the last scan */
	bool seen;                 /* by the present scan */
	struct fold title, author; /* for sorting; made when they are first wanted */
	struct buf text;           /* for searching, likewise */
	bool has_text;             /* text was fetched, though it may be empty */
};

struct library {
	struct state *state;
	bool raw;
	int fs_flags;
	struct library_root {
		char *path;     /* as it was given */
		char *absolute; /* NULL while there is no such file */
	} * roots;
	size_t n_roots;
	VEC(struct row *) rows; /* of every file ever seen; the index is the key */
	uint32_t *slots;        /* a hash table of the rows by absolute path */
	size_t n_slots;         /* a power of two, or 0 */
};

bool library_row_listed(const struct row *row);
/* The row of an article that is listed, NULL when there is none. */
struct row *library_row(const struct library *lib, uint32_t key);
/* The logical text, read and parsed if need be; empty when that fails. */
struct str library_text(struct library *lib, struct row *row);

#endif
