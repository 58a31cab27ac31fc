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
 * Replaces out by what is around offset `at`, in at most so many columns: a third of them before
 * it, more where the text ends early. It is cut on edges of clusters and, where that loses
 * little, between words. hits are those of the text, sorted and disjoint (query_hits). The cost
 * does not grow with the text.
 */
void snippet_make(struct snippet *out, struct str text, size_t at, const struct query_range *hits,
		  size_t n_hits, int columns);
void snippet_release(struct snippet *s);

#endif
