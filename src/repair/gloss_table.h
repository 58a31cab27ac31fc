/* SPDX-License-Identifier: ISC
 *
 * Which characters have which reading in Mandarin, among those that a converter from simplified
 * to traditional Chinese can have made and GBK can write.
 */
#ifndef KARPREAD_REPAIR_GLOSS_TABLE_H
#define KARPREAD_REPAIR_GLOSS_TABLE_H

#include <stddef.h>

/*
 * known lists the characters in four classes with '|' between, the likeliest to be met first:
 * those whose simplified form is in GB2312 level 1, in level 2, in neither; and those without a
 * simplified form that GB2312 lacks. Each class is in the order of GBK.
 */
struct gloss_reading {
	char reading[8]; /* with its tone mark, UTF-8, composed */
	const char *known;
};

extern const struct gloss_reading gloss_readings[]; /* sorted by the reading's bytes */
extern const size_t gloss_reading_count;
/* The characters that only simplified text has, in pieces up to a NULL. */
extern const char *const gloss_simplified[];

#endif
