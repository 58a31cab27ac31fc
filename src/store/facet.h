/* SPDX-License-Identifier: ISC
 *
 * What the articles have in the fields author, tag, lang and title, out of the indices of index.db,
 * which hold nothing else: no row is fetched. Private to src/store; library_values is in library.h.
 */
#ifndef KARPREAD_STORE_FACET_H
#define KARPREAD_STORE_FACET_H

#include "store/library_private.h"

/* A value of a field that a document has. */
typedef void facet_each_fn(void *ctx, struct str value, uint32_t doc);
/*
 * Calls each() for the author, the tags (a NUL behind each), the language or the title of every
 * article, in the order of the values of each root, so that equal ones are neighbours.
 */
int facet_each(struct library *lib, enum query_field field, facet_each_fn *each, void *ctx);
/* Adds the documents that have what the term asks for in its field. A result code of sqlite3. */
int facet_find(struct library *lib, const struct query *q, const struct query_term *term,
	       struct query_scratch *scratch, struct docset *out);
/* Is that entry's date in the range of a term of the field date? */
bool facet_dated(struct library *lib, const struct query *q, const struct query_term *term,
		 const struct index_entry *entry, struct query_scratch *scratch);

#endif
