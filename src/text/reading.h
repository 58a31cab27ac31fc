/* SPDX-License-Identifier: ISC
 *
 * Finding Chinese and Japanese by Latin letters, without an input method: Han characters by
 * their pinyin (whole syllables, their initials, and both mixed: tesila, tsl, tsila), kana by
 * their romaji (Hepburn or Kunrei, long vowels written out or not). Meant for titles and other
 * short texts.
 */
#ifndef KARPREAD_TEXT_READING_H
#define KARPREAD_TEXT_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { READING_LETTERS = 63 };

/* A query ready for matching. A zeroed reading matches nothing. */
struct reading {
	size_t n;
	char letters[READING_LETTERS + 1]; /* a to z and 0 to 9 */
};

/*
 * False, and r is empty, when the query cannot be a reading: fewer than two letters, more than
 * READING_LETTERS, or anything but Latin letters, digits, and the blanks, hyphens and
 * apostrophes between them. ü may be written v, u or ü.
 */
bool reading_init(struct reading *r, struct str query);
/*
 * The first place of text (valid UTF-8) that reads as the query: bytes [*begin, *end). The last
 * character may be given by any beginning of its reading, since queries are matched while they
 * are typed. Punctuation and blanks between characters are passed over; letters and digits of
 * the text stand for themselves beside them; a match of these alone is none. Linear in the text.
 */
bool reading_match(const struct reading *r, struct str text, size_t *begin, size_t *end);

#endif
