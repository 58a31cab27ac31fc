/* SPDX-License-Identifier: ISC
 *
 * Addresses in running text. In CJK text no blank ends them: an address ends before the first
 * character that is not ASCII, and before the punctuation of the sentence around it.
 */
#ifndef KARPREAD_DOC_AUTOLINK_H
#define KARPREAD_DOC_AUTOLINK_H

#include "doc/build.h"

/* doc_add_text, with http:// and https:// addresses as links unless a link is open. */
void autolink_add_text(struct doc_build *b, struct str text);

#endif
