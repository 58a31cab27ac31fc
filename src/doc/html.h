/* SPDX-License-Identifier: ISC
 *
 * What the files of the HTML parser share: the table of tags and the state of a parse.
 */
#ifndef KARPREAD_DOC_HTML_H
#define KARPREAD_DOC_HTML_H

#include <libxml/HTMLparser.h>

#include "doc/build.h"
#include "doc/format_html.h"

/* What a tag does. */
enum html_action {
	INLINE,  /* its text is text of what it stands in */
	SPAN,    /* arg: style */
	BLOCK,   /* divides the text around it */
	LEAF,    /* arg: kind */
	NEST,    /* arg: kind of container */
	HEADING, /* arg: level */
	LIST,
	ITEM,
	TABLE,
	ROW,
	CELL, /* arg: is it a header */
	HEAD_ROWS,
	TERM,
	LINK,
	BREAK,
	RULE,
	IMAGE,
	QUOTED,
	READING, /* over ruby text */
	RAISED,
	TIME,
	META,
	TITLE,
	RELATION,
	ROOT,
	SCRIPT,
	LANDMARK, /* arg: which */
	SKIP,     /* with all in it */
	HTML_ACTIONS,
};

struct html_tag_row {
	const char *name;
	enum html_action action;
	int arg;
};

/* By the name in small letters; what is unknown is INLINE and has no name. */
const struct html_tag_row *html_find_tag(const char *name);

/* What parts a page into its article and the rest. */
enum html_landmark { HTML_MAIN, HTML_ARTICLE, HTML_ASIDE };

struct html_landmarks {
	unsigned mains, articles;     /* open */
	unsigned asides;              /* open asides and footers that are in no article */
	size_t article, in_articles;  /* begin of the outermost one, bytes in all; none in asides */
	struct doc_range main;        /* the first */
	VEC(struct doc_range) asided; /* the outermost asides and footers */
};

enum { HTML_REACH = 16 }; /* columns of a table in which rowspan counts */

struct html {
	struct doc_build *build;
	htmlParserCtxtPtr parser;       /* NULL between fragments */
	struct str source;              /* what it parses */
	const struct html_tag_row *tag; /* the element that begins or ends */
	const xmlChar **atts;           /* of one that begins */
	unsigned skip;                  /* elements open since the one that is left out */
	bool keep_all, skipped;         /* skipped: navigation, or what is hidden */
	bool table_waits;               /* <table> seen, no row yet: a caption goes before it */
	bool head_rows;
	uint32_t columns; /* of the open cell */
	/* Rows below that cells above reach into, by column; of the table begun last. */
	uint32_t reach[HTML_REACH], column;
	unsigned raised, pre; /* open <sup>, <pre> */
	unsigned spans[8];    /* opened by html_tag and not closed, by bit of the style */
	struct html_landmarks landmarks;
	bool in_title, in_data;                   /* whose text is gathered */
	struct buf gathered, title, shared_title; /* ..., <title>, og:title */
};

/* Of an attribute list as libxml2 hands it out; empty when it is not there. */
struct str html_attribute(const xmlChar **atts, const char *name);
bool html_is_name_char(char c);

/* html_head.c: what <meta>, the data for search engines and <title> say of the article. */
void html_take_meta(struct html *page, const xmlChar **atts);
void html_take_data(struct html *page);
void html_choose_title(struct html *page);

/* html_landmarks.c: fills doc->around, once the page is read. */
void html_begin_landmark(struct html *page);
void html_end_landmark(struct html *page);
void html_find_around(struct html *page);

/* format_html.c: as if libxml2 had come by a tag. */
void html_begin(struct html *page, const char *name, const xmlChar **atts);
void html_end(struct html *page, const char *name);

#endif
