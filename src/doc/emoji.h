/* SPDX-License-Identifier: ISC
 *
 * Emoji by their short names, as blogs and slides write them: ":car:". The common ones; others
 * stay as they are.
 */
#ifndef KARPREAD_DOC_EMOJI_H
#define KARPREAD_DOC_EMOJI_H

#include "base/buf.h"
#include "base/str.h"

/*
 * Finds the next ":name:" at or after *at that is one. *at is then its begin, *end what is
 * behind it, and the emoji is returned; NULL when there is none.
 */
const char *emoji_find(struct str text, size_t *at, size_t *end);
/* The text with the emoji in place of their names. */
void emoji_add(struct buf *out, struct str text);

#endif
