/* SPDX-License-Identifier: ISC
 *
 * Does a text look like one that somebody wrote? Judged by how many of its characters are met
 * daily in Chinese, Japanese or Korean. Text read in the wrong charset is full of rare ones.
 */
#ifndef KARPREAD_REPAIR_READABLE_H
#define KARPREAD_REPAIR_READABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* The few hundred characters that make most of a text: simplified, traditional, Japanese, Hangul.
 */
extern const char readable_frequent[];

enum readable_class {
	READABLE_OTHER, /* nothing is known: letters of other scripts, emoji */
	READABLE_RARE,  /* a Chinese character or symbol hardly anybody writes */
	READABLE_COMMON,
	READABLE_FREQUENT, /* one of the few hundred that make most of a text, or punctuation */
};

struct readable_classes {
	uint8_t of[0x10000]; /* by code point: enum readable_class */
};

/* Counts of the characters other than ASCII. */
struct readable {
	size_t n;
	size_t rare, common, frequent; /* each of one class */
	size_t lost;                   /* U+FFFD, counted as rare too */
};

/* 64 KB, made in a millisecond; the caller's to free(). */
struct readable_classes *readable_classes_new(void);
/* Adds the characters of text to what is counted. */
void readable_count(struct readable *count, struct str text, const struct readable_classes *c);
/*
 * Per cent of the characters that are met daily, and so many more as are frequent: 0 to 200.
 * Running text is at 140 and more; a wrong charset with all of its characters common, at 110.
 */
int readable_score(const struct readable *count);

#endif
