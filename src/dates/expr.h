/* SPDX-License-Identifier: ISC
 *
 * Puts neighbouring pieces together: 去年 + 12月 + 28日 is one expression, 2011年5月 + 到 + 9月 a
 * range. Says what the words say; anchor.c works out which days that is.
 */
#ifndef KARPREAD_DATES_EXPR_H
#define KARPREAD_DATES_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dates/match.h"
#include "dates/rule.h"
#include "dates/scan.h"

/* What of a date is said, the coarser first; as bits. */
enum when_slot {
	SLOT_CENTURY = 1 << 0,
	SLOT_DECADE = 1 << 1,
	SLOT_YEAR = 1 << 2,
	SLOT_SUB = 1 << 3, /* half, quarter, season */
	SLOT_MONTH = 1 << 4,
	SLOT_PART = 1 << 5, /* 上旬, 初; may follow any slot but the finer ones */
	SLOT_WEEK = 1 << 6,
	SLOT_DAY = 1 << 7,
	SLOT_WEEKDAY = 1 << 8,
	SLOT_TIME = 1 << 9,
};

struct when {
	uint16_t slots;
	int32_t century; /* first year: 1800 */
	int32_t decade;  /* first year; below 100 when the century is not said */
	int32_t year;    /* astronomical; below 100 with two_digits */
	bool two_digits;
	bool republic;    /* as FLAG_REPUBLIC */
	bool relative;    /* rel_offset units away from the anchor */
	bool that;        /* the anchor is the last mention */
	uint8_t rel_unit; /* enum rule_unit */
	int16_t rel_offset;
	uint8_t sub;      /* EDTF_HALF, EDTF_QUARTER, EDTF_SEASON */
	int8_t sub_index; /* from 1 */
	int8_t month, day;
	int8_t weekday; /* 0 Monday */
	bool weekend;
	int8_t part;         /* enum rule_part */
	int8_t hour, minute; /* hour -1: only a part of the day */
};

struct expr {
	size_t begin, end; /* bytes */
	uint8_t op; /* of the expression: OP_YEAR for any date, or one of those behind OP_REL */
	uint8_t unit;
	const struct rule *rule; /* of its first piece */
	const struct rules *table;
	struct when from, to; /* to: of a range */
	bool range;
	struct num amount; /* of OP_AGO to OP_AGE */
	bool plus_half;    /* 两年半 */
	uint8_t more_unit; /* 2시간 30분: so many of a smaller unit more, 0 for none */
	int64_t more;
	uint8_t mod;    /* enum tag_mod */
	uint16_t flags; /* of all its pieces */
	int8_t weekday; /* of a set: 每周一; -1 for none */
};

/*
 * The expression at `at`; false when there is none. It may begin before `at`, with words that
 * qualify it (約), but not before `floor`. *next is where to go on looking: behind the expression,
 * or behind what is known to be no time, else `at`.
 */
bool expr_parse(const struct matcher *m, const struct rules *language, size_t at, size_t floor,
		struct expr *out, size_t *next);

#endif
