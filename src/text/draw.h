/* SPDX-License-Identifier: ISC
 *
 * The draw form: what is sent to a terminal in place of a text, so that its width is the same
 * everywhere and no byte of a text acts as a control. Search, copies, export and state keep the
 * text itself.
 *
 * A cluster becomes one or more glyphs, each fit for one screen cell (a base and at most four
 * marks). Composed where NFC has a composed form (か + U+3099, conjoining Jamo); U+FE0E/FE0F,
 * ZWJ, tag characters, soft hyphens and the other format characters dropped; a ZWJ sequence
 * becomes its parts, a flag two letters; a mark without a base stands on U+00A0. C0, DEL
 * ("^["), C1, bidi controls, noncharacters and the like become a visible mark ("<9B>").
 * Newline and tab are the layout's business and are drawn as a blank here.
 */
#ifndef KARPREAD_TEXT_DRAW_H
#define KARPREAD_TEXT_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum { DRAW_CODE_POINTS = 5, DRAW_GLYPHS = 32 };

struct draw_glyph {
	uint32_t cp[DRAW_CODE_POINTS]; /* the base first, then marks of width 0 */
	uint8_t n;                     /* code points in cp, at least 1 */
	uint8_t columns;               /* width_of(cp[0]), 1 or 2 */
};

/*
 * The glyphs of the one cluster p[0..n): returns how many (0 when nothing of it is drawn), at
 * most DRAW_GLYPHS; a longer cluster loses its tail.
 */
size_t draw_cluster(const char *p, size_t n, struct draw_glyph out[DRAW_GLYPHS]);
/* Columns of one cluster, of a whole text: the sums of its glyphs. */
int draw_cluster_columns(const char *p, size_t n);
int draw_columns(struct str text);
/* The draw form of text as UTF-8, for what goes to a terminal by other ways than cells. */
void draw_add(struct buf *out, struct str text);
/*
 * The text itself but for what could act as a control: for pipes, files and messages. The bytes
 * need not be UTF-8: those that are not become "<FF>". draw_set_plain(true) says that this is
 * where everything goes; then also the code points that no terminal is sent have their columns.
 * Off at start.
 */
void draw_add_text(struct buf *out, struct str text);
/* Does a terminal act on cp instead of showing it, or reorder or hide by it what it shows? */
bool draw_is_control(uint32_t cp);
void draw_set_plain(bool on);

#endif
