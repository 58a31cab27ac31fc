/* SPDX-License-Identifier: ISC
 *
 * Which Han characters are one for a search: simplified and traditional forms, Japanese ones,
 * and other variants. The tables are in han_table.c, made by data/make-han-table, which says
 * what is put together and why.
 */
#ifndef KARPREAD_TEXT_HAN_H
#define KARPREAD_TEXT_HAN_H

#include <stddef.h>
#include <stdint.h>

enum {
	HAN_FIRST = 0x2E80,
	HAN_END = 0x31F80,
	HAN_PAGE = 32, /* code points to a leaf */
};

extern const uint16_t han_pages[];  /* the number of the leaf, by code point / HAN_PAGE */
extern const uint16_t han_leaves[]; /* 0: itself; from HAN_FIRST on a code point; else in han_far */
extern const uint32_t han_far[];

/* The character that stands for cp and its variants; cp itself when it has none. */
static inline uint32_t han_class(uint32_t cp)
{
	if (cp - HAN_FIRST >= HAN_END - HAN_FIRST)
		return cp;
	uint16_t leaf = han_pages[(cp - HAN_FIRST) / HAN_PAGE];
	uint16_t value = han_leaves[leaf * HAN_PAGE + cp % HAN_PAGE];

	/* Without a branch: every fifth character of a text is another than its class. */
	uint32_t class = value | (cp & -(uint32_t)(value == 0));

	return class < HAN_FIRST ? han_far[class] : class;
}

/*
 * The code points that may stand for the character cp in a text: its class, and what Unicode
 * decomposes into one of it, alone or with others (㊐, ㍻). Returns how many there are, of which
 * out gets at most max. Looks through the tables: for once a query, not once a text.
 */
size_t han_forms(uint32_t cp, uint32_t *out, size_t max);

#endif
