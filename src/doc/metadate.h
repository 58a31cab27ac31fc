/* SPDX-License-Identifier: ISC
 *
 * The date in a metadata field or a dateline: a value that is a date and little else, in any of
 * the forms that front matter, feeds and pages use. Dates in running text are src/dates'
 * business.
 */
#ifndef KARPREAD_DOC_METADATE_H
#define KARPREAD_DOC_METADATE_H

#include <stdbool.h>

#include "base/civil.h"
#include "base/str.h"

/*
 * RFC 822 and asctime, ISO 8601 and its relatives (2022/7/3, 20220703, with a time, with or
 * without a zone), 2022年7月3日, 令和4年7月3日, 2022년 7월 3일, "Jul 3, 2022", seconds since the
 * epoch. A date whose day and month cannot be told apart (3/4/2022) is its year. False and
 * *date untouched when it is no date.
 */
bool metadate_parse(struct str text, struct civil *date);
/*
 * The day in the name of a file, 2022-07-13-title.md, as Jekyll has it, or in its folders,
 * 2022/07/13/title/index.html, as in the addresses of blogs. False, with *date untouched, when
 * there is none.
 */
bool metadate_of_path(struct str path, struct civil *date);

#endif
