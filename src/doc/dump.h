/* SPDX-License-Identifier: ISC
 *
 * A doc as text, for tests and for looking at what a parser made of a file: the metadata, then
 * one line a block, its text behind "| ", its spans below it.
 */
#ifndef KARPREAD_DOC_DUMP_H
#define KARPREAD_DOC_DUMP_H

#include "base/buf.h"
#include "doc/doc.h"

void doc_dump(struct buf *out, const struct doc *doc);
/* Are the invariants of doc.h kept? What is wrong is added to out. */
bool doc_verify(const struct doc *doc, struct buf *out);

#endif
