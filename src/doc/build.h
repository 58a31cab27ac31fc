/* SPDX-License-Identifier: ISC
 *
 * How parsers fill a doc: text is appended, blocks and spans are opened and closed around it.
 * Wrong nesting is mended, never an error: an end without its begin is nothing, what is still
 * open at doc_build_finish is closed. Nesting deeper than BUILD_DEPTH blocks is flattened: the
 * blocks become children of the deepest allowed one.
 *
 * In leaves other than code, runs of white space become one blank and are dropped at both ends;
 * text outside any leaf opens a paragraph by itself, and an empty leaf (but rule, image and
 * cell) leaves no trace. A newline that was white space in the source vanishes between two wide
 * characters (not Hangul) and is a blank elsewhere; doc_build_line_break() is a real one.
 */
#ifndef KARPREAD_DOC_BUILD_H
#define KARPREAD_DOC_BUILD_H

#include "doc/doc.h"

enum { BUILD_DEPTH = 64 };

struct doc_build {
	struct doc *doc;
	VEC(uint32_t) open;          /* blocks, outermost first */
	unsigned flattened;          /* begins beyond BUILD_DEPTH that await their ends */
	VEC(struct doc_span) styles; /* open spans */
	bool blank;                  /* white space is due before the next text */
	bool newline;                /* and there was a newline in it */
};

void doc_build_init(struct doc_build *b, struct doc *doc);
/* Closes what is open, sorts the spans, releases the builder's memory. */
void doc_build_finish(struct doc_build *b);

/* The block begun, to set number, level, align on; a begun leaf closes an open leaf first. */
struct doc_block *doc_block_begin(struct doc_build *b, enum doc_kind kind);
/* Closes the innermost open block of that kind with all in it; nothing if none is open. */
void doc_block_end(struct doc_build *b, enum doc_kind kind);
/* Closes an open leaf, if there is one: what an unknown block-level tag does. */
void doc_leaf_end(struct doc_build *b);
/* A rule; an image with its alternative text. Leaves of their own. */
void doc_add_rule(struct doc_build *b);
void doc_add_image(struct doc_build *b, struct str source, struct str alt, uint32_t width,
		   uint32_t height);

void doc_add_text(struct doc_build *b, struct str text); /* valid UTF-8 */
void doc_line_break(struct doc_build *b);

void doc_span_begin(struct doc_build *b, enum doc_style style);
void doc_span_end(struct doc_build *b, enum doc_style style);
void doc_link_begin(struct doc_build *b, struct str target, struct str title);
void doc_link_end(struct doc_build *b);

/* A note about the input: a whole sentence. At most 100 are kept. */
void doc_note(struct doc *doc, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
