/* SPDX-License-Identifier: ISC
 *
 * Takes out what has no business in a text and changes nothing that is read: C0 and C1 controls,
 * byte order marks inside, and `&amp;nbsp;` where a page was escaped twice. A vertical tab and
 * U+0085, which word processors and mainframes end lines with, become blanks.
 */
#ifndef KARPREAD_REPAIR_STRAYS_H
#define KARPREAD_REPAIR_STRAYS_H

#include <stdbool.h>

#include "base/str.h"
#include "repair/repair.h"

/* Replaces r; true when there was something to mend. */
bool strays_mend(struct repair *r, struct str text);

#endif
