/* SPDX-License-Identifier: ISC
 *
 * A text as units of what is read: a Han character, a kana with the small one behind it, a letter,
 * each with all that it may be written as in Latin letters.
 */
#ifndef KARPREAD_TEXT_READING_UNIT_H
#define KARPREAD_TEXT_READING_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "text/fold.h"

enum {
	/* What knows more about letters with diacritics, half-width kana and the like. */
	READING_FOLD = FOLD_CASE | FOLD_WIDTH | FOLD_KANA | FOLD_DIACRITIC,
	READING_SPELLING = 7,
	READING_SPELLINGS = 12,
};

/* What is to be known of the character before. */
struct reading_context {
	uint32_t cp; /* 0: none */
	char vowel;  /* that it ends in, or 0 */
	bool spelled;
};

struct reading_spelling {
	uint8_t n;
	char letters[READING_SPELLING];
};

/* What one character (or a kana with a small one behind it) may be written as. */
struct reading_unit {
	size_t end;
	bool optional; /* may be passed over */
	bool initials; /* its initial alone may stand for it */
	bool unknown;  /* READING_FOLD may know more about it */
	uint32_t cp;
	char vowel; /* that it ends in, or 0 */
	unsigned n;
	struct reading_spelling spellings[READING_SPELLINGS];
};

static inline bool reading_is_letter(uint32_t cp)
{
	return (cp | 0x20) - 'a' < 26 || cp - '0' < 10;
}

/* Is it a Han character, a kana or a mark of theirs? All else stands for itself or for nothing. */
bool reading_is_read(uint32_t cp);
bool reading_is_vowel(char c);
/* The letters that a syllable begins with before its vowel, where those are zh, ch, sh; else 1. */
size_t reading_initial(const char *syllable, size_t n);
/* How many letters of a query and of a spelling agree; ü, v in the tables, is also u. */
size_t reading_agreement(const char *query, size_t query_n, const char *spelling, size_t n);
/* The unit of the code point cp, whose bytes end at `end`, behind *before. */
void reading_unit(struct reading_unit *u, struct str text, uint32_t cp, size_t end,
		  const struct reading_context *before);
/* What is to be known of a unit when the next one is read. */
struct reading_context reading_context(const struct reading_unit *u);

#endif
