/* SPDX-License-Identifier: ISC
 *
 * The pinyin of Han characters without tones, ü written v. The tables are in reading_table.c,
 * made by data/make-reading-table.
 */
#ifndef KARPREAD_TEXT_READING_TABLE_H
#define KARPREAD_TEXT_READING_TABLE_H

#include <stdint.h>

enum {
	READING_FIRST = 0x4E00,
	READING_LAST = 0x9FFF,
	READING_SEVERAL = 0x200,
};

/* Lower-case letters; the first and the last are empty. */
extern const char reading_syllables[][7];
/*
 * By code point less READING_FIRST: the number of its syllable, 0 for none; from
 * READING_SEVERAL on, that plus the place in reading_several where a list of syllables begins,
 * which ends with 0.
 */
extern const uint16_t reading_of[];
extern const uint16_t reading_several[];

#endif
