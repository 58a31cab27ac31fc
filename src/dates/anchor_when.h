/* SPDX-License-Identifier: ISC
 *
 * The part of anchor.c that finds the days of a date: which year a bare month is in, which month
 * a bare day, which week a day of the week.
 */
#ifndef KARPREAD_DATES_ANCHOR_WHEN_H
#define KARPREAD_DATES_ANCHOR_WHEN_H

#include <stdbool.h>

#include "dates/anchor.h"

/* How the date lies to that of the document, by the words around it. */
enum anchor_tense {
	TENSE_LAST, /* before now for sure: last March is not this March */
	TENSE_PAST,
	TENSE_NEWS,   /* the last one before now, whatever was spoken of: "said on Friday" */
	TENSE_NEAR,   /* whatever is nearest: "as of April 1" */
	TENSE_COMING, /* the next one, unless another time is spoken of */
	TENSE_FUTURE,
	TENSE_NEXT, /* after now for sure */
};

/* No date when nothing tells it, or when no calendar has it (February 30). */
struct edtf anchor_when(const struct anchor *a, const struct expr *e, enum anchor_tense tense);
/* Does the expression say what no calendar has? */
bool anchor_is_impossible(const struct expr *e);
/* Are its month and day not long before the document's date? */
bool anchor_is_news(const struct anchor *a, const struct when *w);
/* Was the last mention in the block, in the sentence that is looked at? */
bool anchor_same_place(const struct anchor *a);
bool anchor_same_sentence(const struct anchor *a);

#endif
