/* SPDX-License-Identifier: ISC
 *
 * One line of text in n columns, for lists, bars and prompts: the draw form, never half a wide
 * character.
 */
#ifndef KARPREAD_LAYOUT_FIT_H
#define KARPREAD_LAYOUT_FIT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * How many bytes of text, whole clusters from its start, fit in `columns`; *used (may be NULL)
 * is how many columns those take. White space other than blanks counts as one blank.
 */
size_t fit_bytes(struct str text, int columns, int *used);
/*
 * Appends text cut to `columns`, with "..." at its end when something had to go (never when
 * columns < 6); returns the columns taken.
 */
int fit_cut(struct buf *out, struct str text, int columns);

#endif
