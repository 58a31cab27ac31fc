/* SPDX-License-Identifier: ISC
 *
 * A copy of a text in the making, with pieces put in and left out; the spans of a trace (their
 * places in the text) move with it.
 */
#ifndef KARPREAD_DOC_COPY_H
#define KARPREAD_DOC_COPY_H

#include "base/buf.h"
#include "repair/repair.h"

struct copy {
	struct buf *out;
	struct str text;
	size_t done; /* bytes of the text dealt with so far */
	struct repair_span *spans;
	size_t n, span;
};

/* Copies up to text[to], then puts the insertion in. */
void copy_to(struct copy *c, size_t to, struct str insertion);
/* Leaves out what is between here and text[to]. */
void copy_skip(struct copy *c, size_t to);
void copy_rest(struct copy *c);

#endif
