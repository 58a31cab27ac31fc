/* SPDX-License-Identifier: ISC
 *
 * struct flow: a doc laid out for a width, as lines of runs. Built chunk by chunk, only as far
 * as is looked at: a chunk is a leaf block, a piece of a very long one, or a whole table, and
 * is laid out when a line of it is asked for. Nothing knows the number of all lines.
 *
 * Offsets are bytes of the doc's text, columns are screen columns from the left edge of the
 * text column. Borrows the doc, which must outlive it and not change. The lines a call returns
 * are valid until the next call on the same flow.
 */
#ifndef KARPREAD_LAYOUT_FLOW_H
#define KARPREAD_LAYOUT_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "doc/doc.h"
#include "text/brk.h"

enum flow_code {
	/* Lines as they are, wider than the flow if need be: the viewer clips. Only one of more
	 * than 8 KB is parted. */
	FLOW_CODE_CUT,
	FLOW_CODE_WRAP, /* broken at the width, nothing lost */
};

struct flow_options {
	int width; /* columns, at least 1 */
	struct brk_options brk;
	bool hanging;   /* 、。，． may stand behind the width */
	bool autospace; /* a column between wide and Latin text that has no space there */
	enum flow_code code;
	/* Title, author, date and source above the text, when meta has them; below the title
	 * when that stands in the text (doc->title_block). */
	bool header;
	bool unfold; /* asides shown whole */
};

/* What a run is besides text of the doc: chrome is drawn in its own colours. */
enum flow_role {
	FLOW_TEXT,
	FLOW_MARKER, /* list bullet or number, quote bar, table rule, "[image ...]" */
	FLOW_META,   /* a line of the header */
	FLOW_TITLE,  /* the title in the header */
};

struct flow_run {
	struct str text;   /* bytes to draw; of the doc, or generated and owned by the flow */
	size_t begin, end; /* its range in the doc's text; begin == end for generated text */
	int column;        /* where it starts */
	int columns;       /* how many it takes */
	uint16_t style;    /* enum doc_style bits */
	uint8_t role;      /* enum flow_role */
	uint32_t link;     /* index in doc->links, or DOC_NONE */
};

struct flow_line {
	const struct flow_run *runs; /* left to right; trailing blanks are not in them */
	size_t n;
	/* The part of the doc's text that the line stands for, white space at its end included;
	 * begin is its place. The lines of a table's row share theirs. */
	size_t begin, end;
	uint32_t block; /* leaf block, DOC_NONE in the header */
	int columns;    /* up to the end of the last run */
	int above;      /* empty rows before this line (none before the very first) */
};

/* A line: which one of which chunk. Valid for one flow. The zeroed one is the first line. */
struct flow_pos {
	uint32_t chunk, line;
};

struct flow;

struct flow *flow_new(const struct doc *doc, const struct flow_options *options);
void flow_free(struct flow *flow); /* NULL is fine */
const struct flow_options *flow_options(const struct flow *flow);
const struct doc *flow_doc(const struct flow *flow);

/* NULL when there is no such line (an empty doc has none). */
const struct flow_line *flow_line(struct flow *flow, struct flow_pos pos);
/* To the neighbouring line; false at the end, and *pos stays. */
bool flow_next(struct flow *flow, struct flow_pos *pos);
bool flow_prev(struct flow *flow, struct flow_pos *pos);
/* The line on which the byte at `offset` stands; the last line for an offset behind the text. */
struct flow_pos flow_at(struct flow *flow, size_t offset);
struct flow_pos flow_last(struct flow *flow);
/*
 * The column at which the cluster of `offset` starts on its line, and the offset of the cluster
 * at a column of a line (the nearest one for a column without text). Inverse to each other.
 */
int flow_column(struct flow *flow, struct flow_pos pos, size_t offset);
size_t flow_offset(struct flow *flow, struct flow_pos pos, int column);

#endif
