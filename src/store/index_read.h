/* SPDX-License-Identifier: ISC
 *
 * Files read, parsed and folded ahead of who writes the index, by as many threads as there are
 * processors, and handed over in their order. Private to src/store.
 */
#ifndef KARPREAD_STORE_INDEX_READ_H
#define KARPREAD_STORE_INDEX_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "doc/doc.h"
#include "store/index.h"

/* Texts up to this size are folded here; longer ones piece by piece by who writes. */
enum { INDEX_PIECE = 1 << 20 };

struct index_job {
	struct index_root *root;
	char *name; /* below the root */
	struct fs_stamp stamp;
	const char *charset; /* chosen by the user, or NULL */
};

/* A zeroed one holds nothing. doc NULL: it is no article, and err tells why it should be. */
struct index_read {
	struct doc *doc;
	struct err err;
	struct fs_stamp stamp; /* of what was read */
	struct state_hash hash;
	enum doc_date_source date_source;
	struct civil date; /* its own, or inferred */
	struct buf key;    /* the folded text */
};
void index_read_release(struct index_read *r);

struct index_reader;
/* jobs stay the caller's, and unchanged until index_reader_free. */
struct index_reader *index_reader_new(const struct index_job *jobs, size_t n, bool raw);
/* The next one, now the caller's to release. Not to be called more than n times. */
void index_reader_next(struct index_reader *r, struct index_read *out);
void index_reader_free(struct index_reader *r);

#endif
