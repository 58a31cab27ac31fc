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
 * A set of code points, for a quick "certainly not": two bits of each, by two unlike sums of it;
 * those of capitals and small letters are the same, and PATTERN_NUMBER has two to itself.
 */
struct pattern_set {
	uint64_t one, other;
};

#define PATTERN_ANYTHING ((struct pattern_set){~UINT64_C(0), ~UINT64_C(0)})

static inline void pattern_add(struct pattern_set *set, uint32_t cp)
{
	if (cp >= 'A' && cp <= 'Z')
		cp |= 0x20;
	set->one |= UINT64_C(1) << (cp == PATTERN_NUMBER ? 63 : (cp ^ cp >> 6) % 63);
	set->other |= UINT64_C(1) << (cp == PATTERN_NUMBER ? 63 : cp % 61);
}

static inline void pattern_join(struct pattern_set *set, struct pattern_set more)
{
	set->one |= more.one;
	set->other |= more.other;
}

/* Do they perhaps have one in common? */
static inline bool pattern_meets(struct pattern_set a, struct pattern_set b)
{
	return (a.one & b.one) && (a.other & b.other);
}

#endif
