/* SPDX-License-Identifier: ISC
 *
 * What library.c, library_open.c, library_state.c and listing.c share.
 */
#ifndef KARPREAD_STORE_LIBRARY_PRIVATE_H
#define KARPREAD_STORE_LIBRARY_PRIVATE_H

#include <sys/types.h>

#include "store/index.h"
#include "store/library.h"

enum { LIBRARY_ROWS = 512 }; /* rows kept in memory, a power of two */

/* An article as it was fetched. */
struct row {
	struct article article;
	uint32_t doc; /* 0: the row is empty */
	int64_t root;
	char *absolute; /* its path for the state, without symbolic links */
	void *strings;  /* what the slices and pointers of article point into */
	struct state_hash hash;
	struct civil date; /* the document's own, when the user's stands in article */
	enum doc_date_source date_source;
};

/* The articles that have state, by key: open addressing, at most half of it is taken. */
struct known {
	uint32_t key; /* plus 1; 0: free */
	struct state_article state;
};

struct library {
	struct state *state;
	struct library_options options; /* paths and index are not used again */
	char *index_path;               /* NULL: an index in memory */
	bool deferred, damaged;
	bool failed;  /* to read the index, which was told */
	bool changed; /* by the present look at the files */
	char *notice;
	struct index ix; /* not open while a deferred one is not there yet */
	struct index_root *roots;
	char **paths; /* of the roots */
	/*
	 * All articles, newest first by the users' dates. Shared with listings, and so never
	 * changed but by library_own_order.
	 */
	struct index_entries *order;
	struct row rows[LIBRARY_ROWS];
	bool fetched; /* some of the rows may not be empty */
	/* The text that was fetched last: who found a hit in it asks for it again to show it. */
	struct buf text;
	uint32_t text_doc; /* its document, or 0 */
	struct known *known;
	size_t n_known, n_slots;
	struct doc *only; /* of the single file that was named, until it is asked for */
	/* By key, up to the greatest: its folder's place among all; NULL until it is wanted. */
	uint32_t *folders, n_folders, most_key;
	ino_t inode; /* of the index that is open */
};

/*
 * Takes to heart what went wrong in reading the index since the last call; rc is what the last of
 * it returned.
 */
void library_judge(struct library *lib, int rc);
/* The row of an article; NULL when it is gone. Borrowed until rows are fetched again. */
struct row *library_row(struct library *lib, uint32_t key);
void library_drop_rows(struct library *lib);
/* Splits an absolute path into a root's and the name below it; NULL for none. */
const struct index_root *library_root_of(const struct library *lib, const char *absolute,
					 const char **name);

/* The places of the folders, n of them, by key up to the greatest. Valid until a reload. */
const uint32_t *library_folders(struct library *lib, uint32_t *most, uint32_t *n);
void library_forget_folders(struct library *lib);

/* The row as queries see it, without its text. */
void library_subject(const struct row *row, struct query_subject *out);

/* What is kept for the article, or NULL. */
const struct state_article *library_state(const struct library *lib, uint32_t key);
/* Shows the row with this state, which may be NULL. */
void library_show_state(struct row *row, const struct state_article *state);
/* The article has this state now. */
void library_set_state(struct library *lib, uint32_t key, const struct state_article *state);
/* The order, the library's alone from now on. */
struct index_entries *library_own_order(struct library *lib);
void library_release_order(struct index_entries *order); /* drops one reference */
/* The order and the state of all articles anew. */
void library_reload(struct library *lib);
/* Reads the state of all articles, and puts the users' dates into the order. */
void library_load_states(struct library *lib);
void library_forget_states(struct library *lib);

#endif
