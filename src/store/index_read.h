/* SPDX-License-Identifier: ISC
 *
 * Files read, parsed, tagged and folded ahead of who writes the index, by as many threads as there
 * are processors, and handed over in their order. Private to src/store.
 */
#ifndef KARPREAD_STORE_INDEX_READ_H
#define KARPREAD_STORE_INDEX_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "doc/doc.h"
#include "store/gram.h"
#include "store/guard.h"
#include "store/index.h"
#include "store/mentions.h"
#include "store/timeline_key.h"

/* Texts up to this size are folded here; longer ones piece by piece by who writes. */
enum { INDEX_PIECE = 1 << 20 };

struct index_job {
	struct index_root *root;
	char *name; /* below the root */
	struct fs_stamp stamp;
	const char *charset; /* chosen by the user, or NULL */
};

enum index_read_flags {
	INDEX_RAW = 1 << 0,
	INDEX_KEPT = 1 << 1, /* in a file: with full-text index and mentions */
};

/* A zeroed one holds nothing. doc NULL: it is no article, and err tells why it should be. */
struct index_read {
	struct doc *doc;
	struct err err;
	struct fs_stamp stamp; /* of what was read */
	struct state_hash hash;
	enum doc_date_source date_source;
	struct civil date; /* its own, or inferred */
	unsigned reading_seconds;
	const char *note; /* why it was not parsed, or NULL; borrowed */
	/* With INDEX_KEPT: the grams of a text that is not longer than INDEX_PIECE, */
	struct gram_list grams;
	/* what it says of dates, and what of that has a time. */
	struct mentions mentions;
	struct timeline_keys keys; /* the article of all: 0 */
};
void index_read_release(struct index_read *r);

/* One at once, for what is read before all others. rules may be NULL, as in dates/tag.h. */
void index_read_one(const struct index_job *job, int flags, struct tag_rules *rules,
		    struct index_read *out);
/* One that is not to be parsed: an article without text. */
void index_read_unparsed(const struct index_job *job, const char *note, struct index_read *out);

struct index_reader;
/*
 * jobs stay the caller's, and unchanged until index_reader_free. The threads tell the guard, which
 * may be NULL, what they are at; 0 as a reader's number is left to the caller.
 */
struct index_reader *index_reader_new(const struct index_job *jobs, size_t n, int flags,
				      struct guard *guard);
/* The next one, now the caller's to release. Not to be called more than n times. */
void index_reader_next(struct index_reader *r, struct index_read *out);
void index_reader_free(struct index_reader *r);

#endif
