/* SPDX-License-Identifier: ISC
 *
 * Dates as the Extended Date/Time Format writes them (ISO 8601-2, levels 0 and 1, without times
 * of day): one date or an interval, each end with its own precision. Plain values without
 * memory of their own; a zeroed edtf is no date.
 *
 *   2022-07-13  2022-07  2022  199X  18XX  2022-07-XX  2022-22 (summer)  2017-07~
 *   2005/2009  2022-07-01/2022-07-10  2016/..  -0220 (221 BCE)  Y17000
 */
#ifndef KARPREAD_DATES_EDTF_H
#define KARPREAD_DATES_EDTF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/civil.h"

enum edtf_precision {
	EDTF_NONE, /* no date; as an end of an interval: open */
	EDTF_CENTURY,
	EDTF_DECADE,
	EDTF_YEAR,
	EDTF_HALF, /* of a whole edtf only, as are quarter and week: intervals of that shape */
	EDTF_QUARTER,
	EDTF_SEASON, /* month is 21 (spring) to 24 (winter) */
	EDTF_MONTH,
	EDTF_WEEK,
	EDTF_DAY,
};

struct edtf_date {
	int32_t year;      /* astronomical: 0 is 1 BCE; the first one of a decade or century */
	int8_t month;      /* 1 to 12, 21 to 24 for a season, 0 when coarser */
	int8_t day;        /* 1 to 31, 0 when coarser */
	uint8_t precision; /* enum edtf_precision, never half, quarter or week */
	bool approximate;  /* written "~" */
	bool masked;       /* an unnamed day of that month or month of that year: "2022-07-XX" */
};

struct edtf {
	struct edtf_date begin;
	struct edtf_date end; /* of an interval, else zeroed */
	bool interval;
};

/* Appends the written form; nothing for no date. */
void edtf_add(struct buf *out, const struct edtf *e);
/* To the day at most; no date for no date. */
struct edtf edtf_of_civil(const struct civil *c);
bool edtf_is_date(const struct edtf *e);
/*
 * The first and the last day meant, as days since 1970-01-01. An open end is INT64_MIN or
 * INT64_MAX; so is no date at all (first INT64_MIN, last INT64_MAX).
 */
int64_t edtf_first_day(const struct edtf *e);
int64_t edtf_last_day(const struct edtf *e);
/* Seen as a whole: seven days from a Monday are a week, three months from January a quarter. */
enum edtf_precision edtf_precision(const struct edtf *e);
/* "day", "week", "month", "quarter", "half-year", "year", "decade", "century"; "" for none. */
const char *edtf_precision_name(const struct edtf *e);

#endif
