/* SPDX-License-Identifier: ISC
 *
 * The syntax of patterns and word lists (rule.h tells it), for match.c and match_index.c.
 */
#ifndef KARPREAD_DATES_PATTERN_H
#define KARPREAD_DATES_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

/* Stands in the dispatch for every code point a number can begin with. */
enum { PATTERN_NUMBER = 0x110000 };

/* The end of the character at p. */
const char *pattern_char_end(const char *p);
/* The end of the element at p, its '?' not counted. */
const char *pattern_element_end(const char *p);
/* The end of the alternative at p: a '|' or ')' of its own level, or end. */
const char *pattern_alternative_end(const char *p, const char *end);

/* A small letter of a pattern stands for the capital too. */
static inline bool pattern_same_byte(char text, char pattern)
{
	return text == pattern || (pattern >= 'a' && pattern <= 'z' && text == pattern - 0x20);
}

/* Does a word of a list end before this character? */
static inline bool pattern_ends_word(char c)
{
	return c == '|' || c == '/' || c == '=' || c == '\0';
}

/*
 * A bit of a set of code points, for a quick "certainly not"; capitals and small letters share
 * theirs, and PATTERN_NUMBER has one to itself.
 */
static inline uint64_t pattern_bit(uint32_t cp)
{
	if (cp >= 'A' && cp <= 'Z')
		cp |= 0x20;
	return (uint64_t)1 << (cp == PATTERN_NUMBER ? 63 : (cp ^ cp >> 6) % 63);
}

#endif
