/* SPDX-License-Identifier: ISC
 *
 * Sentences and clauses around a place, by punctuation. A sentence never crosses a newline.
 */
#ifndef KARPREAD_DATES_CLAUSE_H
#define KARPREAD_DATES_CLAUSE_H

#include <stddef.h>

#include "base/str.h"

/* Bytes [begin, end) of a text. */
struct clause {
	size_t begin, end;
};

/*
 * Moves *sentence, zeroed at first, forward to the one that holds `at`, without the blanks and
 * newline around it. `at` must not go back from call to call; the cost of all of them together
 * is linear.
 */
void clause_sentence(struct str text, size_t at, struct clause *sentence);
/*
 * The clause around [begin, end) within the sentence, as far as 240 bytes to either side. More
 * commas than those of every language may be given, separated by '|', or NULL.
 */
struct clause clause_around(struct str text, const struct clause *sentence, size_t begin,
			    size_t end, const char *more_commas);
/*
 * What an expression of time at [begin, end) speaks of, as a label: the clause around it, without
 * the expression itself where it stands at an end; the next clause when it has one to itself. On
 * grapheme cluster edges.
 */
struct clause clause_label(struct str text, const struct clause *sentence, size_t begin, size_t end,
			   const char *more_commas);

#endif
