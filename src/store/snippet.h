/* SPDX-License-Identifier: ISC
 *
 * A piece of a text around a place in it, to be shown in one line, with the hits in it.
 */
#ifndef KARPREAD_STORE_SNIPPET_H
#define KARPREAD_STORE_SNIPPET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "store/query.h"

/* Owns its memory; a zeroed one is valid and empty. */
struct snippet {
	struct buf text;          /* clusters of the text; runs of white space are one blank */
	struct query_ranges hits; /* in text, whole clusters, sorted */
	size_t begin, end;        /* of the piece, bytes of the whole text */
	bool more_before, more_after;
};

/*
 * Finds the piece around offset `at`, in at most so many columns: a third of them before it, more
 * where the text ends early. It is cut on edges of clusters and, where that loses little, between
 * words. The cost does not grow with the text.
 */
void snippet_cut(struct snippet *out, struct str text, size_t at, int columns);
/* Replaces its text and its hits. Those given are of the whole text, sorted and disjoint. */
void snippet_fill(struct snippet *out, struct str text, const struct query_range *hits, size_t n);
/*
 * Both at once: the piece around the first hit of a query, with marks those in it, or the beginning
 * of a text that has none. Returns where the first hit begins, (size_t)-1 for none.
 */
size_t snippet_find(struct snippet *out, struct str text, const struct query *query, int columns,
		    bool marks, struct query_scratch *scratch);
void snippet_release(struct snippet *s);

#endif
