/* SPDX-License-Identifier: ISC
 *
 * struct doc: an article in memory. Flat arrays over one coordinate, the byte offset into
 * `text`, the logical text: valid UTF-8, the texts of the blocks in order with one '\n' after
 * each. Layout, search, date mentions, marks and state all speak of these offsets.
 *
 * Blocks stand in document order, a container before its children. Leaves (heading, paragraph,
 * code, image, rule, cell) have text of their own; a container's range spans its children, of
 * which it has at least one. Ranges leave the closing '\n' out. A '\n' inside a leaf is a line
 * break. Style stands beside the text as spans, sorted by begin; a span lies in one leaf; the
 * spans of one kind do not overlap, those of different kinds may.
 *
 * A doc owns everything in it (arena and arrays) and is released by doc_free. Parsers fill it
 * through doc/build.h.
 */
#ifndef KARPREAD_DOC_DOC_H
#define KARPREAD_DOC_DOC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/civil.h"
#include "base/str.h"
#include "base/vec.h"

/* No block, link, image or number. An enumerator would have to be an int. */
#define DOC_NONE UINT32_MAX

enum doc_kind {
	/* containers */
	DOC_LIST, /* its children are items; number: of the first, DOC_NONE where there are none */
	DOC_ITEM, /* number: its own, DOC_NONE for a bullet */
	DOC_QUOTE,
	DOC_TABLE, /* its children are rows */
	DOC_ROW,   /* its children are cells */
	DOC_ASIDE, /* what stands around an article, shown folded: further headlines */
	/* leaves */
	DOC_HEADING, /* level: 1 to 6 */
	DOC_PARAGRAPH,
	DOC_CODE,  /* text with its own newlines and tabs */
	DOC_IMAGE, /* text: the alternative text; image: index in images */
	DOC_RULE,  /* no text */
	DOC_CELL,
	DOC_KINDS,
};

enum doc_align {
	DOC_ALIGN_DEFAULT,
	DOC_ALIGN_LEFT,
	DOC_ALIGN_CENTER,
	DOC_ALIGN_RIGHT,
};

struct doc_block {
	uint8_t kind;      /* enum doc_kind */
	uint8_t level;     /* of a heading */
	uint8_t align;     /* of a cell, enum doc_align */
	bool header;       /* a cell or row of a table's head */
	uint32_t parent;   /* index of the container, DOC_NONE at the top */
	uint32_t after;    /* index behind its last descendant */
	uint32_t number;   /* of a list or item */
	uint32_t image;    /* index in images, or DOC_NONE */
	size_t begin, end; /* text range, without the closing '\n' */
};

enum doc_style {
	DOC_STRONG = 1 << 0,
	DOC_EMPHASIS = 1 << 1,
	DOC_CODE_SPAN = 1 << 2,
	DOC_STRIKE = 1 << 3,
	DOC_UNDERLINE = 1 << 4,
	DOC_LINK = 1 << 5,     /* link: index in links */
	DOC_MENDED = 1 << 6,   /* restored by src/repair */
	DOC_DOUBTFUL = 1 << 7, /* mended, but not certain */
};

struct doc_span {
	size_t begin, end;
	uint16_t style; /* one bit of enum doc_style */
	uint32_t link;  /* index in links, or DOC_NONE */
	size_t reach;   /* the greatest end of this span and all before it */
};

struct doc_link {
	struct str target, title;
	size_t begin, end; /* the text that carries it */
};

struct doc_image {
	struct str source, alt;
	uint32_t width, height; /* pixels, 0 for unknown */
	uint32_t block;
};

enum doc_date_source {
	DOC_DATE_NONE,
	DOC_DATE_FRONT_MATTER,
	DOC_DATE_MARKUP,   /* <meta>, <time>, a byline */
	DOC_DATE_NAME,     /* the name of the file, or its folders */
	DOC_DATE_INFERRED, /* from the mentions in the text */
	DOC_DATE_USER,     /* set with :date */
};

struct doc_pair {
	struct str key, value;
};

/* Bytes of the text. */
struct doc_range {
	size_t begin, end;
};

/* A zeroed string or list: not given. */
struct doc_meta {
	struct str title, author, editor, source, language, description;
	struct civil date;
	enum doc_date_source date_source;
	VEC(struct str) tags;
	VEC(struct doc_pair) other; /* every other key of the front matter, in its order */
};

/* A place where the logical text differs from what the file says (src/repair). */
struct doc_repair {
	size_t begin, end; /* in text; equal when something was only taken away */
	struct str raw;    /* what stood there */
	bool certain;
};

struct doc {
	struct arena arena;
	struct buf text;
	VEC(struct doc_block) blocks;
	VEC(struct doc_span) spans;
	VEC(struct doc_link) links;
	VEC(struct doc_image) images;
	VEC(struct doc_repair) repairs;
	VEC(struct doc_range) around; /* what the markup says is no article: sorted, apart */
	VEC(struct str) notes;        /* what was wrong with the input, whole sentences */
	struct doc_meta meta;
	const char *format; /* name in the format table, static */
	char charset[32];
	/* The heading in the body that is the title, or DOC_NONE: drawn once, not twice. */
	uint32_t title_block;
};

struct doc *doc_new(void);
void doc_free(struct doc *doc); /* NULL is fine */
struct str doc_text(const struct doc *doc);
/* The text of one block. */
struct str doc_block_text(const struct doc *doc, uint32_t block);
bool doc_is_leaf(const struct doc_block *block);
/*
 * Index of the leaf that holds `offset` (its closing '\n' included); the last leaf for an
 * offset behind the text, DOC_NONE when there is no leaf. O(log n).
 */
uint32_t doc_leaf_at(const struct doc *doc, size_t offset);
/*
 * Index of the first span that ends behind `offset`, or their number. Spans behind it may end
 * before `offset` all the same. O(log n).
 */
size_t doc_span_from(const struct doc *doc, size_t offset);

/*
 * Reading time from `from` to the end in seconds, counted per script; asides and code do not
 * count. The cost is bounded: far behind `from` the pace of the text before is taken.
 */
unsigned doc_reading_seconds(const struct doc *doc, size_t from);

#endif
