/* SPDX-License-Identifier: ISC
 *
 * How one chunk of a flow is laid out: the inside of layout/flow.h.
 */
#ifndef KARPREAD_LAYOUT_LAY_H
#define KARPREAD_LAYOUT_LAY_H

#include "base/arena.h"
#include "base/vec.h"
#include "layout/flow.h"
#include "layout/wrap.h"

/* The lines of one chunk. A zeroed one is valid and empty. */
struct lay_lines {
	VEC(struct flow_line) lines;
	VEC(struct flow_run) runs; /* of all lines, in order */
	struct arena arena;        /* generated text */
};

/* The look from `begin` up to the next one's. */
struct lay_style {
	size_t begin;
	uint16_t style; /* enum doc_style bits */
	uint32_t link;
};

/* Where a chunk's lines come to stand, and what is used while they are made. */
struct lay {
	const struct doc *doc;
	const struct flow_options *options;
	struct lay_lines *out;
	uint32_t block; /* for the lines added */
	VEC(uint8_t) edges;
	VEC(struct lay_style) styles; /* of the text at hand, from its first byte on */
	VEC(struct flow_run) bars;    /* of each line: quote bars */
	VEC(struct flow_run) first;   /* of the first line: bars and the marker of an item */
	int indent;                   /* columns that they take */
};

/* An indent leaves at least so many columns to the text. */
enum { LAY_LEAST = 10 };

/* Text of the doc, [begin, end), and how it is drawn. */
struct lay_text {
	size_t begin, end;
	uint16_t style;
	uint8_t role;
};

void lay_release(struct lay *lay); /* what is used while lines are made */

/* Each adds the lines of one chunk to lay->out, at least one. */
void lay_header(struct lay *lay);
void lay_leaf(struct lay *lay, uint32_t leaf, size_t begin, size_t end);
void lay_folded(struct lay *lay, uint32_t aside);
/* The rows of a table that begin in [begin, end), from row on. */
void lay_rows(struct lay *lay, uint32_t row, size_t end);

/* Below: for lay_table.c. */

/* Finds the edges and the styles of the text. */
struct wrap lay_wrap(struct lay *lay, size_t begin, size_t end);
/* Adds the runs of one line of that text, from `column` on. */
void lay_runs(struct lay *lay, const struct wrap *w, const struct lay_text *text,
	      const struct wrap_line *line, int column);
/* Adds a run of generated text, which is copied. */
void lay_generated(struct lay *lay, struct str text, int column, enum flow_role role);
/* What stands before the text of `block`; fills lay->bars, first and indent. */
void lay_prefix(struct lay *lay, uint32_t block, bool opens);
/* Adds those to a line that lay_line_end() will end. */
void lay_line_begin(struct lay *lay, bool first);
void lay_line_end(struct lay *lay, size_t begin, size_t end);

#endif
