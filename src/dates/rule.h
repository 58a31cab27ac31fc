/* SPDX-License-Identifier: ISC
 *
 * The rule tables: what expressions of time look like in a language, as data. A rule pairs a
 * pattern with what it means; match.c finds the rule that reaches furthest at a place, when.c
 * puts neighbouring pieces (year, month, day) together, anchor.c gives them a value.
 *
 * Patterns are ordered choice without backtracking, so matching is linear:
 *
 *   abc      these characters; a small ASCII letter stands for the capital too
 *   [abc]    one of these characters
 *   (ab|c)   the first of these that matches
 *   <x>      the longest word of the list named x; captured under x
 *   #x       a number of class x; captured under x; not in a group at the beginning of a rule
 *   x?       x or nothing
 *   _        at most two blanks; space: one or two. Beside a number they are always allowed.
 *   ^  $     the expression begins, ends here: what is outside is only looked at
 *
 * Number classes
 *   Y  year of four digits          R  the same, 1800 to 2099, where nothing else says so
 *   T  the same, the last 0         L  Y, at most 120 years after the first Y; captured as Y
 *   y  year of two digits           z  the same, surely a year: 87, 08
 *   J  three digits                 j  the same, the last not 0: 618年
 *   i  any, 1 to 9999               E  year of an era
 *   M  month   D  day of the month  A  the same, surely one   B  the same, 十 to 三十一
 *   V  no month: 0 or above 12      U  no day: 0 or above 31
 *   Q  quarter   C  century         d  decade: 00, 10 .. 90
 *   H  hour      m  minute          q  the same, of two digits
 *   S  eight digits, a whole date
 *   n  count: decimals, halves, vague ones, and the words of list n
 */
#ifndef KARPREAD_DATES_RULE_H
#define KARPREAD_DATES_RULE_H

#include <stddef.h>
#include <stdint.h>

enum rule_op {
	OP_NOT, /* no time at all: 一时, 一号位 */
	/* Pieces of a date, the coarser first. */
	OP_CENTURY,
	OP_DECADE,  /* Y or d; list g: that one and the next */
	OP_YEAR,    /* Y, R, j or i; value: added to it; -1 times it when unit is UNIT_BCE;
		       lists v, V: the first of five years, with FLAG_SPAN */
	OP_YEAR2,   /* y or z */
	OP_ERA,     /* E years after list e or value, its year 0; no E is the first */
	OP_HALF,    /* value or list h: 1, 2 */
	OP_QUARTER, /* Q; FLAG_SPAN: the first Q of them */
	OP_SEASON,  /* value or list s: 0 spring to 3 winter */
	OP_MONTH,   /* M or value, or lists o, O: 0 to 11; FLAG_SPAN: the first M of them */
	OP_DAY,     /* D or A */
	OP_YMD,     /* S, or a year, M, D as far as captured */
	OP_WEEKDAY, /* lists w, W: 0 Monday; FLAG_WEEK: of the week `value` away */
	OP_WEEKEND, /* as OP_WEEKDAY */
	OP_PART,    /* lists p, q, r, f or value: enum rule_part, of what stands before it */
	OP_TIME,    /* of day */
	OP_REL,     /* the unit `value` away from the document's date, or from the last mention */
	/* Expressions of their own. */
	OP_AGO,      /* n units (list u) before the document's date */
	OP_LATER,    /* n units after the last mention */
	OP_LAST,     /* the n units up to the document's date */
	OP_NEXT,     /* the n units from it */
	OP_DURATION, /* n or list N units; list x: n and a half of them */
	OP_SET,      /* every n units; lists w, k: that day of every week */
	OP_AGE,      /* n years, or n months when unit is UNIT_MONTH */
	OP_VAGUE,    /* code */
};

/* The order of every list u; a list may give the units it lacks as empty words. */
enum rule_unit {
	UNIT_YEAR,
	UNIT_MONTH,
	UNIT_WEEK,
	UNIT_DAY,
	UNIT_HOUR,
	UNIT_MINUTE,
	UNIT_SECOND,
	UNIT_QUARTER,
	UNIT_DECADE,
	UNIT_CENTURY,
	UNIT_HALF, /* half a year */
	UNIT_BCE,
};

enum rule_part {
	PART_START,
	PART_MID,
	PART_END,
	PART_FIRST_TEN, /* 上旬 */
	PART_SECOND_TEN,
	PART_LAST_TEN,
	PART_FIRST_HALF,
	PART_SECOND_HALF,
	PART_ABOUT, /* 前後 */
};

enum rule_flags {
	FLAG_WEAK = 1 << 0,     /* counts only beside another piece */
	FLAG_THAT = 1 << 1,     /* from the last mention, not from the document's date */
	FLAG_SPAN = 1 << 2,     /* a range by itself: the first n quarters, ten years of an era */
	FLAG_WEEK = 1 << 3,     /* value is a week */
	FLAG_FOREIGN = 1 << 4,  /* also in texts of other languages */
	FLAG_GENERAL = 1 << 5,  /* deictic: may be general (今天), see anchor.c */
	FLAG_PAST = 1 << 6,     /* the words themselves tell the tense: last March, */
	FLAG_NEXT = 1 << 7,     /* next March */
	FLAG_REPUBLIC = 1 << 8, /* in Traditional Chinese a year of the Republic of China */
};

struct rule {
	const char *pattern;
	uint8_t op, unit;
	int16_t value;
	uint16_t flags;
	const char *code; /* TIMEX3 value of what is not placed */
	/* Words separated by '|' that must not stand directly before, after. */
	const char *not_before, *not_after;
	/* One of these must stand directly before, behind, if any letter does. */
	const char *led_by, *followed_by;
};

/* A row: pattern, op, and what more there is of unit, value and flags. */
#define RULE(pattern_, ...)                                                                        \
	{                                                                                          \
		.pattern = (pattern_), .op = __VA_ARGS__                                           \
	}

/*
 * Words separated by '|', each worth its place in the row, with '/' between those that are worth
 * the same; "=value" behind the last of these says otherwise.
 */
struct rule_list {
	char name;
	const char *words;
};

/* Words separated by '|' that stand around an expression and change what it says. */
struct rule_mod {
	const char *words;
	uint8_t mod;             /* enum tag_mod */
	const char *followed_by; /* as that of a rule; NULL: anything may follow */
};

struct rules {
	const char *language;
	const struct rule *rules;
	size_t count;
	const struct rule_list *lists;
	size_t list_count;
	const struct rule_mod *before, *after; /* up to one without words */
	const char *glue;                      /* between pieces: の, 的 */
	const char *joins;                     /* between the ends of a range */
	const char *future;                    /* in a clause about what is to come */
	const char *past;   /* in one about what was, when the one before was to come */
	const char *news;   /* in one about these days: said, as of */
	const char *coming; /* at the end of a sentence in no past tense */
	const char *since;  /* directly behind a date that is not the one spoken of */
	const char *near;   /* in one about what may be past or to come: the nearest then */
	const char *habit;  /* in a statement about no day in particular */
	const char *birth;  /* in a clause about a birth */
	const char *aged;   /* directly behind an age that says who, not when: 55岁男子 */
	const char *commas; /* besides those of every language */
	uint8_t spaced;     /* pieces in any order: March 27, 27 March */
	uint8_t word_start; /* an expression begins where a word does */
};

extern const struct rules rules_any, rules_zh, rules_ja, rules_ko, rules_en;

#endif
