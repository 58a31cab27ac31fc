/* SPDX-License-Identifier: ISC
 *
 * Dates of the calendar as EDTF values, made and moved by units.
 */
#ifndef KARPREAD_DATES_STEP_H
#define KARPREAD_DATES_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "dates/edtf.h"
#include "dates/rule.h"

struct edtf_date step_year(int32_t year);
struct edtf_date step_month(int64_t months); /* since January of year 0 */
struct edtf_date step_day(int64_t days);     /* since 1970-01-01 */
/* The counts of a date that has a month, a day. */
int64_t step_months(const struct edtf_date *d);
int64_t step_days(const struct edtf_date *d);
bool step_has_year(const struct edtf_date *d); /* or finer */
bool step_has_month(const struct edtf_date *d);

struct edtf step_one(struct edtf_date d);
struct edtf step_between(struct edtf_date begin, struct edtf_date end);
struct edtf step_week(int64_t days); /* the week of that day, from Monday */
/*
 * `count` units from a date, to the granularity of the unit. A date too coarse for that gives
 * what is known of the other one, approximate or masked; no date when that is nothing.
 */
struct edtf step_by(const struct edtf_date *from, enum rule_unit unit, int64_t count);

#endif
