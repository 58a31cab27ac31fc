/* SPDX-License-Identifier: ISC
 *
 * What the rows of a timeline say, for the view and for the drawing on standard output: ASCII
 * but for the articles' own words. All append.
 */
#ifndef KARPREAD_VIEWS_TIMELINE_TEXT_H
#define KARPREAD_VIEWS_TIMELINE_TEXT_H

#include "base/buf.h"
#include "store/timeline_axis.h"

enum { TIMELINE_DATE_COLUMNS = 11 }; /* no date takes more */

/* A period: "19XX", "202X", "2022", "2022-Q3", "2022-07", "2022-07-13"; a week by its Monday. */
void timeline_add_period(struct buf *out, enum timeline_zoom level, int64_t first);
/* The heading of a bucket, or the length of a gap: "3 empty years". */
void timeline_add_heading(struct buf *out, const struct axis *a, const struct axis_row *row);
void timeline_add_gap(struct buf *out, const struct axis *a, const struct axis_row *row);
/*
 * The date of an item below its heading, without what that says already: "07-13", "05/09"; the
 * code of what has none.
 */
void timeline_add_date(struct buf *out, const struct axis *a, size_t at);
/*
 * The articles that a row's statements are from, each in a few columns: the number its file's
 * name begins with, or the beginning of that name.
 */
void timeline_add_names(struct buf *out, struct axis *a, struct axis_pos pos,
			struct library *library);
/* "o" an article, "-" a point in time, "=" a span. */
char timeline_shape(const struct axis *a, size_t at);
/* The bar of a row in one lane. */
char timeline_bar(const struct axis *a, const struct axis_row *row, int lane);
/* "century" to "day", to be shown. */
const char *timeline_zoom_name(enum timeline_zoom zoom);

#endif
