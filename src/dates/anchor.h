/* SPDX-License-Identifier: ISC
 *
 * Which days an expression means: from the document's date, the last mention in the text, the
 * heading it stands under, and the tense of the clause around it.
 */
#ifndef KARPREAD_DATES_ANCHOR_H
#define KARPREAD_DATES_ANCHOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "dates/clause.h"
#include "dates/edtf.h"
#include "dates/expr.h"
#include "dates/tag.h"

/* What is known when an expression is looked at. A zeroed one knows nothing. */
struct anchor {
	struct str text;
	const struct rules *language;
	bool traditional;          /* it is Traditional Chinese */
	struct edtf_date document; /* precision EDTF_NONE when unknown */
	struct edtf_date last;     /* the last mention that was placed */
	struct edtf_date last_day; /* and the last one that is a day */
	struct edtf_date past_day; /* and the last day that is none to come */
	struct edtf_date month;    /* and the last one with a month */
	size_t last_block, last_day_block, past_day_block, month_block;
	size_t last_end;          /* where the last mention ends */
	size_t last_sentence;     /* where its sentence begins */
	bool last_leads;          /* it began its block */
	bool last_ahead;          /* it is to come, by the words around it */
	bool last_ago;            /* so many years ago: tells the year of nothing far from it */
	struct edtf_date section; /* the heading that is a date */
	int32_t birth;            /* year, or 0 */
	size_t block;             /* number of the block looked at */
	bool leads;               /* the expression begins its block */
	struct clause sentence, clause;
};

/*
 * Fills kind, mod, placed, anchored, value and code of a mention whose offset and length are
 * set. False when the expression turns out to be no date (February 30). Codes go to the arena.
 */
bool anchor_resolve(struct anchor *a, const struct expr *e, struct tag_mention *m,
		    struct arena *arena);
/* Remembers a mention for those behind it. */
void anchor_remember(struct anchor *a, const struct expr *e, const struct tag_mention *m);

#endif
