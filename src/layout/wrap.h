/* SPDX-License-Identifier: ISC
 *
 * One paragraph cut into lines. What is cut is a text with its edges (text/brk.h); what comes
 * out are offsets into it. White space at the end of a line takes no room and is not in it.
 */
#ifndef KARPREAD_LAYOUT_WRAP_H
#define KARPREAD_LAYOUT_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WRAP_TAB = 8 };

struct wrap {
	const char *p;
	size_t n;
	const uint8_t *edge; /* enum brk_edge, of brk_find() */
	bool hanging;        /* 、。，． may stand behind the width */
	bool autospace;      /* a column between ideograph or kana and letter or digit */
};

struct wrap_line {
	size_t begin, end; /* what is seen of it */
	size_t next;       /* where the next line begins; n after the last */
	int columns;       /* of [begin, end) */
};

/* One cluster on a line. */
struct wrap_step {
	size_t end;  /* of the cluster */
	int gap;     /* empty columns before it */
	int columns; /* its own */
	bool blank;  /* white space; a tab has columns up to the next stop */
};

/*
 * The line that begins at `begin`, which must be less than n, in `width` columns. It always
 * takes something, even where not one cluster fits; a width of 0 means no limit.
 */
void wrap_cut(const struct wrap *w, size_t begin, int width, struct wrap_line *out);
/* The cluster at `at` of the line that begins at `begin`; `column` counts from its start. */
struct wrap_step wrap_step(const struct wrap *w, size_t begin, size_t at, int column);

#endif
