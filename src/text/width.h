/* SPDX-License-Identifier: ISC
 *
 * The only place that says how many columns a code point takes. Layout, cursor, highlights,
 * bars, export and (by way of the program's own wcwidth()) ncurses all ask here, so that they
 * cannot disagree. The order of authority: what the terminal answered when it was probed, the
 * class of ambiguous width, libunistring's uc_width(cp, "UTF-8") with the few overrides of
 * width.c. The learnt values are the one mutable global of the program: wcwidth() has no
 * context argument.
 */
#ifndef KARPREAD_TEXT_WIDTH_H
#define KARPREAD_TEXT_WIDTH_H

#include <stdbool.h>
#include <stdint.h>

/* Columns of one code point, 0 to 2; never negative, also not for controls or unassigned. */
int width_of(uint32_t cp);

/* East Asian Width class A, spacing, not private use (902 code points in Unicode 15). */
bool width_is_ambiguous(uint32_t cp);
/* Columns of every ambiguous code point, 1 or 2; 1 at start. */
void width_set_ambiguous(int columns);
int width_ambiguous(void);

/*
 * Code points on which all known terminals agree (ASCII, kana, Han, Hangul syllables, CJK
 * punctuation, full-width forms); the others are worth probing when a text needs them.
 */
static inline bool width_is_safe(uint32_t cp)
{
	if (cp < 0x3001)
		return cp >= 0x20 && cp < 0x7F;
	/* U+302A to 302F, 3099 and 309A are marks, U+4DC0 to 4DFF the hexagrams. */
	if (cp < 0x3100)
		return cp <= 0x3029 || (cp >= 0x3041 && cp <= 0x3096) || cp >= 0x309B;
	return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) ||
	       (cp >= 0xAC00 && cp <= 0xD7A3) || (cp >= 0xFF01 && cp <= 0xFF60);
}

/*
 * What the terminal answered for cp, 0 to 2 columns; of no effect on the safe ones. width_known
 * says whether it was told.
 */
void width_learn(uint32_t cp, int columns);
bool width_known(uint32_t cp);
void width_forget(void); /* all that was learnt, and ambiguous back to 1 */

/*
 * For a terminal in which nothing agrees (tmux inside an ambiguous-wide one): the draw form puts
 * characters of certain width in place of the common ambiguous ones. Off at start.
 */
void width_set_substitutes(bool on);
bool width_substitutes(void);

/* Versions of Unicode in use, for `karpread check`: of the library's data, of our own table. */
const char *width_library_unicode(void);
#define WIDTH_TABLE_UNICODE "15.0"

#endif
