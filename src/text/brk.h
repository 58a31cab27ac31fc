/* SPDX-License-Identifier: ISC
 *
 * Where a line may be broken: UAX #14 by libunistring, corrected by the kinsoku rules of CLREQ
 * and JLREQ and by what keeps Latin tokens (Node.js, a.com, C++, 3.14, GPT-4) whole. See the
 * table of rules in brk.c.
 */
#ifndef KARPREAD_TEXT_BRK_H
#define KARPREAD_TEXT_BRK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum brk_kinsoku {
	BRK_KINSOKU_NONE,   /* any two wide characters may be parted */
	BRK_KINSOKU_BASIC,  /* CLREQ basic with the small kana of JLREQ, the default */
	BRK_KINSOKU_STRICT, /* also no —— or …… at a line start */
};

enum brk_korean {
	BRK_KOREAN_SYLLABLE, /* between any two syllables */
	BRK_KOREAN_WORD,     /* at spaces only (eojeol kept whole) */
};

struct brk_options {
	enum brk_kinsoku kinsoku;
	enum brk_korean korean;
};

/*
 * The value for the edge before byte i of the text, the better the greater. A line is broken at
 * its last edge of the greatest value that fits.
 */
enum brk_edge {
	BRK_INSIDE = 0, /* inside a cluster: never */
	BRK_LAST,       /* a line would begin or end with what must not stand there */
	BRK_FORCED,     /* inside a word or number */
	BRK_PART,       /* behind a mark inside it: a.com 12:30 snake_case */
	BRK_TOKEN,      /* between words without a space; in a URL behind / ? & = @ - */
	BRK_MAY,        /* an opportunity */
	BRK_MUST,       /* behind a newline */
};

/*
 * Fills edge[0..n): edge[i] for the edge before byte i (edge[0] is BRK_MAY). The text is valid
 * UTF-8; one paragraph or more. Linear in n.
 */
void brk_find(const char *p, size_t n, const struct brk_options *options, uint8_t *edge);
/* What brk_find starts from: UAX #14 alone, BRK_MUST, BRK_MAY or 0. */
void brk_uax14(const char *p, size_t n, uint8_t *edge);

#endif
