/* SPDX-License-Identifier: ISC
 *
 * Undoes the damage of a tool that annotated traditional Chinese with pinyin in GBK bytes and
 * knew nothing of character boundaries:
 *
 *  1. Behind every occurrence of the two bytes of certain characters, be it across two
 *     characters, went "(pinyin)"; one reading for each of these characters.
 *  2. The text was cut at full-width ASCII forms (A3xx), again across characters.
 *  3. Each piece was decoded as GBK. A pair that is no character became one `?`, so that an
 *     ASCII byte behind a stray lead byte was swallowed; so did a lead byte at the end of a piece.
 *  4. Later the full-width forms were mapped to ASCII, on most pages.
 *
 * The inverse walks over the text once and knows the true byte stream as it goes.
 */
#ifndef KARPREAD_REPAIR_GLOSS_H
#define KARPREAD_REPAIR_GLOSS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "repair/gbk.h"
#include "repair/gloss_reading.h"
#include "repair/repair.h"

enum gloss_kind {
	GLOSS_TRADITIONAL = 1 << 0, /* met daily: its simplified form is in GB2312 */
	GLOSS_SIMPLIFIED = 1 << 1,  /* no traditional text has it */
	GLOSS_FREQUENT = 1 << 2,    /* one of the few hundred that make most of a text */
};

/* What the walk looks up: 240 KB, made from iconv and the table of readings in a millisecond. */
struct gloss_tables {
	struct gbk gbk;
	uint8_t kind[0x10000]; /* by code point: bits of enum gloss_kind */
};

struct gloss_tables *gloss_tables_new(void);
void gloss_tables_free(struct gloss_tables *t);
/*
 * The bytes that make, behind this lead byte, a character with this reading; the likeliest first.
 * Returns their number.
 */
size_t gloss_trails(const struct gloss_tables *t, unsigned lead, const struct gloss_reading *known,
		    uint8_t trails[static GBK_LEADS]);

/*
 * Replaces r by the mended text if the text is damaged; true then. Decided for a document, never
 * for a line: the tool gave common characters the same reading again and again, in running text,
 * and shattered others. Teachers gloss a word once, a character with all of its readings, every
 * character, or only those that a reader may not know.
 */
bool gloss_repair(struct repair *r, struct str text);
/* The same without that decision. True if there were spans. */
bool gloss_mend(struct repair *r, struct str text, const struct gloss_tables *t);

#endif
