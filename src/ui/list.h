/* SPDX-License-Identifier: ISC
 *
 * Scrolling and selection of a list of rows, without drawing: rows count from 0.
 */
#ifndef KARPREAD_UI_LIST_H
#define KARPREAD_UI_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
	size_t count;    /* rows there are */
	size_t selected; /* less than count, or 0 */
	size_t top;      /* the first row shown */
	size_t height;   /* rows that fit */
	size_t margin;   /* rows kept visible above and below the selection, as far as possible */
};

void list_resize(struct list *l, size_t count, size_t height); /* keeps the selection in sight */
void list_select(struct list *l, size_t row);
/* The same; but what was out of sight comes to the middle, as vim shows where a jump leads. */
void list_jump(struct list *l, size_t row);
void list_move(struct list *l, long by);   /* the selection, stopping at the ends */
void list_scroll(struct list *l, long by); /* the view; the selection stays in sight */

#endif
