/* SPDX-License-Identifier: ISC
 *
 * Dates of the proleptic Gregorian calendar with a precision, as documents give them. Years are
 * astronomical (0 is 1 BCE) and may be negative or above 9999.
 */
#ifndef KARPREAD_BASE_CIVIL_H
#define KARPREAD_BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum civil_precision {
	CIVIL_NONE = 0, /* no date at all */
	CIVIL_YEAR,
	CIVIL_MONTH,
	CIVIL_DAY,
	CIVIL_MINUTE,
	CIVIL_SECOND,
};

enum { CIVIL_NO_ZONE = INT16_MAX };

/* Fields finer than the precision are zero. A zeroed civil is no date. */
struct civil {
	int32_t year;
	int8_t month; /* 1 to 12 */
	int8_t day;   /* 1 to 31 */
	int8_t hour, minute, second;
	int16_t zone;      /* minutes east of UTC, or CIVIL_NO_ZONE */
	uint8_t precision; /* enum civil_precision */
};

int civil_month_days(int32_t year, int month); /* 28 to 31 */
bool civil_valid(int32_t year, int month, int day);
/* Days since 1970-01-01, and back. */
int64_t civil_days(int32_t year, int month, int day);
void civil_from_days(int64_t days, int32_t *year, int *month, int *day);
int civil_weekday(int64_t days); /* 0 is Monday */
/*
 * Seconds since the epoch of the beginning of the date, for sorting; a date without a zone
 * counts as UTC. INT64_MIN for no date.
 */
int64_t civil_seconds(const struct civil *c);
/* "2022-07-13", "2022-07", "2022"; nothing for no date. The document's own zone. */
void civil_add_date(struct buf *out, const struct civil *c);
/* The same with " 23:33" and " +08:00" as far as they are known. */
void civil_add_full(struct buf *out, const struct civil *c);

#endif
