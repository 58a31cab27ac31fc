/* SPDX-License-Identifier: ISC
 *
 * What writers of Markdown put into it for the generator of their site or their slides, and what
 * CommonMark takes for text: tags of Jekyll and Hexo, attribute lists, containers, the front matter
 * of a slide, formulas; and HTML that is never closed, which would hide the rest. It is said in
 * CommonMark or left out; what is not known stays as it is.
 */
#ifndef KARPREAD_DOC_DIALECT_H
#define KARPREAD_DOC_DIALECT_H

#include "doc/copy.h"

/*
 * Copies the text so. False, and nothing copied, when there is nothing of the kind. *formulas:
 * a pair of dollar signs in it holds a formula, not what is between two prices. Linear.
 */
bool dialect_translate(struct buf *out, struct str text, struct repair_span *spans, size_t n,
		       bool *formulas);

#endif
