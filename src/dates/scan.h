/* SPDX-License-Identifier: ISC
 *
 * Numbers as texts write them, and small questions about the characters around a place. The
 * text is valid UTF-8. Every function looks at a bounded number of characters.
 */
#ifndef KARPREAD_DATES_SCAN_H
#define KARPREAD_DATES_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { NUM_MAX_DIGITS = 15 };

enum num_style {
	NUM_ARABIC, /* 2022, ２０２２ */
	NUM_DIGITS, /* 二〇二二: one digit a character */
	NUM_HAN,    /* 二十八, 三百 */
};

struct num {
	size_t end;     /* bytes: behind the number; equal to its beginning when there is none */
	int64_t value;  /* the whole part */
	uint8_t digits; /* characters of an ARABIC or DIGITS number, leading zeros included */
	uint8_t style;  /* enum num_style */
	uint8_t tenths; /* first decimal: 2.5, or 5 for 半 */
	bool decimal;   /* written with a decimal point */
	bool grouped;   /* written with commas: 12,000 */
	bool vague;     /* 几, 数十, 十几: no count that can be told */
	bool pair;      /* written with 两: two of something, not the second */
	bool about;     /* 两三, 十多: value is the lower end */
};

enum num_flags {
	NUM_COUNT =
		1 << 0, /* decimals, commas, 半, 几 and 十多 too: a count, not a calendar field */
};

/* The number that begins at `at`. More than NUM_MAX_DIGITS are read as none, or in parts. */
struct num num_scan(struct str text, size_t at, int flags);
/* The code points a number can begin with, up to a 0. */
extern const uint32_t num_starters[];
bool num_starts(uint32_t cp);

/* The code point at `at` (0 at the end), and the one that ends there (0 at the beginning). */
uint32_t scan_next(struct str text, size_t at);
uint32_t scan_prev(struct str text, size_t at);
bool scan_is_digit(uint32_t cp); /* ASCII and full width */
bool scan_is_alnum(uint32_t cp); /* ASCII letters and digits */
bool scan_is_han(uint32_t cp);
bool scan_is_kana(uint32_t cp);
bool scan_is_hangul(uint32_t cp);
/* Letters of any script that is written with words: what two words must not run together of. */
bool scan_is_letter(uint32_t cp);
/* Behind at most two blanks (space, no-break and ideographic space, tab) at `at`. */
size_t scan_blanks(struct str text, size_t at);
/*
 * May a number begin at `at`, by what stands before it? Not inside an address, a price, a
 * version, a telephone number: behind a digit and a separator, a currency sign, a letter.
 */
bool scan_number_may_begin(struct str text, size_t at);
/* And may one end there? Not before a decimal, a unit's letters or a percent sign. */
bool scan_number_may_end(struct str text, size_t at);
/*
 * The end of the run of ASCII at `at` (a letter or digit) that is skipped as one: a word, an
 * address, a file name, a version.
 */
size_t scan_blob(struct str text, size_t at);
/*
 * Does one of the words, separated by '|', stand at `at`, or end there? The length of the
 * longest, 0 for none. NULL is no words.
 */
size_t scan_words_at(struct str text, size_t at, const char *words);
size_t scan_words_before(struct str text, size_t at, const char *words);
/* A stretch of a text, with the bytes it has: most words are told by them not to be there. */
struct scan_stretch {
	struct str text;
	uint64_t bytes[4];
};
struct scan_stretch scan_stretch(struct str text, size_t begin, size_t end);
/* Does one of the words occur there? */
bool scan_words_in(const struct scan_stretch *s, const char *words);

#endif
