/* SPDX-License-Identifier: ISC
 *
 * How parsers fill a doc: text is appended, blocks and spans are opened and closed around it.
 * Wrong nesting is mended, never an error: an end without its begin is nothing, what is still
 * open at doc_build_finish is closed, an item without a list and a cell without a row get them,
 * a block in a list stands in its last item. Nesting deeper than BUILD_DEPTH containers is
 * flattened: the blocks become children of the deepest allowed one.
 *
 * In leaves other than code, runs of white space become one blank and are dropped at both ends;
 * text outside any leaf opens a paragraph by itself, and an empty leaf (but rule, image and
 * cell) leaves no trace, nor does an empty container. White space with a newline in it vanishes
 * where script_joins() says so. doc_line_break() is a real line end; two of them in a row
 * divide a paragraph, as <br><br> is meant, and so does a line that begins with U+3000.
 *
 * A cell holds text alone. A paragraph in a cell is a line of it; any other block shows that
 * the table was there to place things, and it is dissolved: its cells become paragraphs.
 */
#ifndef KARPREAD_DOC_BUILD_H
#define KARPREAD_DOC_BUILD_H

#include "doc/doc.h"
#include "repair/repair.h"

enum { BUILD_DEPTH = 64, BUILD_STYLES = 8 };

/*
 * Where the repairs of a text are, for text that the parser passes on as slices of it:
 * doc->repairs and the spans of mended text come from it.
 */
struct doc_trace {
	struct str source;   /* what is parsed */
	struct str original; /* the same before it was mended */
	const struct repair_span *spans;
	size_t n;
};

/* Of the parsers: the calls below. Its fields are build.c's business. */
struct doc_build {
	struct doc *doc;
	VEC(struct doc_open {
		uint32_t block;
		uint32_t last_item; /* of a list: the last item closed, or DOC_NONE */
	})
	open;                          /* outermost first; only the last can be a leaf */
	VEC(size_t) dissolved;         /* for each dissolved table not ended: open.n then */
	unsigned flattened[DOC_KINDS]; /* begins inside the innermost block that await their ends */
	bool raw;                      /* neither mended nor cleaned */
	const struct doc_trace *trace; /* or NULL */
	bool noted;                    /* that something was flattened */
	struct doc_block scratch;      /* what a begin without a block of its own hands out */
	struct {
		unsigned depth; /* begins that await their ends */
		size_t begin;   /* of the span, (size_t)-1 until there is text */
	} styles[BUILD_STYLES]; /* by bit number */
	uint32_t link;          /* the open one, or DOC_NONE */
	unsigned cell_lines;    /* paragraphs in the open cell */
	unsigned breaks;        /* line ends due before the next text */
	bool blank;             /* white space is due before the next text */
	bool newline;           /* and there was a newline in it */
};

void doc_build_init(struct doc_build *b, struct doc *doc);
/* Closes what is open, sorts the spans, releases the builder's memory. */
void doc_build_finish(struct doc_build *b);

/*
 * The block begun, to set number, level, align on, valid until the next call; a begun block
 * closes an open leaf first. An item is numbered after the one before it.
 */
struct doc_block *doc_block_begin(struct doc_build *b, enum doc_kind kind);
/* Closes the innermost open block of that kind with all in it; nothing if none is open. */
void doc_block_end(struct doc_build *b, enum doc_kind kind);
/* Closes an open leaf, if there is one. */
void doc_leaf_end(struct doc_build *b);
/*
 * The edge of a block that is none of ours, as <div> is: closes an open leaf, but in a heading
 * or a cell it is a line end, and in code nothing.
 */
void doc_block_edge(struct doc_build *b);
/* A rule; an image with its alternative text. Leaves of their own. */
void doc_add_rule(struct doc_build *b);
void doc_add_image(struct doc_build *b, struct str source, struct str alt, uint32_t width,
		   uint32_t height);

void doc_add_text(struct doc_build *b, struct str text); /* valid UTF-8 */
void doc_line_break(struct doc_build *b);
/* Notes as a repair that `raw` stood behind the text so far and was left out. */
void doc_add_dropped(struct doc_build *b, struct str raw);

/* Spans may cross blocks and nest in themselves; doc->spans has them cut and joined. */
void doc_span_begin(struct doc_build *b, enum doc_style style);
void doc_span_end(struct doc_build *b, enum doc_style style);
/* A link without text leaves no trace; a link begun ends an open one. */
void doc_link_begin(struct doc_build *b, struct str target, struct str title);
void doc_link_end(struct doc_build *b);

/* A note about the input: a whole sentence. At most 100 are kept. */
void doc_note(struct doc *doc, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
