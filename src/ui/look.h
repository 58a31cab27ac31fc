/* SPDX-License-Identifier: ISC
 *
 * How a cell looks: colours and attributes, without any word on what terminal shows them.
 */
#ifndef KARPREAD_UI_LOOK_H
#define KARPREAD_UI_LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum { LOOK_DEFAULT = -1 }; /* the terminal's own colour */

enum look_attr {
	LOOK_BOLD = 1 << 0,
	LOOK_DIM = 1 << 1,
	LOOK_ITALIC = 1 << 2,
	LOOK_UNDERLINE = 1 << 3,
	LOOK_REVERSE = 1 << 4,
};

struct look {
	int16_t fg, bg; /* LOOK_DEFAULT or 0 to 255; shown as the nearest the terminal has */
	uint16_t attrs; /* enum look_attr */
};

#define LOOK_PLAIN ((struct look){LOOK_DEFAULT, LOOK_DEFAULT, 0})

bool look_eq(struct look a, struct look b);
/*
 * Reads "yellow on blue bold", "color245", "default reverse"; false (and *look untouched) when a
 * word is unknown, which is then *bad.
 */
bool look_parse(struct str text, struct look *look, struct str *bad);
/* Appends what look_parse reads back. */
void look_name(struct look look, struct buf *out);
/*
 * The colour among the first `colors` (8 or 16 as a terminal has them by default, or 256) that
 * is nearest to one of 0 to 255.
 */
int look_nearest(int color, int colors);
/* below with what over says: colours that are not LOOK_DEFAULT replace, attributes add. */
struct look look_over(struct look below, struct look over);

#endif
