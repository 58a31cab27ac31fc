/* SPDX-License-Identifier: ISC
 *
 * HTML inside another format (Markdown): fragments and single tags, put into its builder. The
 * state between calls is what is left open: a <sup>, an <rp>.
 */
#ifndef KARPREAD_DOC_FORMAT_HTML_H
#define KARPREAD_DOC_FORMAT_HTML_H

#include "doc/build.h"

struct html;

struct html *html_new(struct doc_build *b);
void html_free(struct html *page);
/* A piece of a page; what it leaves open ends with it. */
void html_fragment(struct html *page, struct str source);
/* "<br>", "<ruby>", "</ruby>"; a comment is nothing, the tag of a block no more than an edge. */
void html_tag(struct html *page, struct str tag);
/* Is a tag open that makes text other than it is? Then html_text adds it. */
bool html_is_open(const struct html *page);
void html_text(struct html *page, struct str text);
/* The end of the text that tags can stand open in: closes them. */
void html_reset(struct html *page);

#endif
