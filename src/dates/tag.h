/* SPDX-License-Identifier: ISC
 *
 * Finds the expressions of time in a text and says what they mean: text + document date +
 * language -> mentions. Pure: no I/O, no clock, no locale. Cost is linear in the text.
 *
 * The text is an article's logical text (valid UTF-8, one '\n' behind each block). What is
 * marked and how it is valued follows TIMEX3 (ISO 24617-1) with EDTF values; see
 * tests/dates/README for the rules of annotation.
 */
#ifndef KARPREAD_DATES_TAG_H
#define KARPREAD_DATES_TAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/civil.h"
#include "base/str.h"
#include "base/vec.h"
#include "dates/edtf.h"

enum tag_kind {
	TAG_DATE,     /* 2022年7月, 去年, 上周三; always placed */
	TAG_DURATION, /* 四个月 */
	TAG_SET,      /* 每年 */
	TAG_AGE,      /* 15岁; its year is known when the birth is */
	TAG_VAGUE,    /* 目前, 几年前, 春节, and dates that nothing tells the day of */
	TAG_GENERIC,  /* 今天 in a general statement: no day of the calendar */
	TAG_KINDS,
};

enum tag_mod {
	TAG_MOD_NONE,
	TAG_START, /* 年初 */
	TAG_MID,   /* 半ば */
	TAG_END,   /* 年底 */
	TAG_APPROX,
	TAG_MORE_THAN,
	TAG_LESS_THAN,
};

/* Of a sentence without end, so many bytes to either side of a mention are its sentence. */
enum { TAG_AROUND = 500 };

struct tag_mention {
	size_t offset, length; /* bytes in the text */
	enum tag_kind kind;
	enum tag_mod mod;
	bool placed;   /* belongs on a timeline: value is a date or an interval of dates */
	bool anchored; /* a duration whose ends are known: value is the approximate interval */
	bool future;   /* said of what is to come */
	bool relative; /* counted from another date (昨天, 三年前), not written out */
	struct edtf value;
	struct str code;               /* what is not placed: "P4M", "PRESENT_REF"; else empty */
	size_t sentence, sentence_end; /* bytes: the sentence around it */
	size_t label, label_end;       /* bytes: the clause it dates, on grapheme cluster edges */
};

/* Owns its memory (codes live in the arena); a zeroed tags is valid and empty. */
struct tags {
	VEC(struct tag_mention) mentions; /* sorted by offset, never overlapping */
	struct arena arena;
};

/* A range of the text to leave out: code, asides, addresses. Sorted, not overlapping. */
struct tag_skip {
	size_t begin, end; /* bytes */
};

/*
 * The rules of the languages that were met, made ready to be looked up. Whoever tags many texts
 * keeps them from one to the next; not for two threads at once.
 */
struct tag_rules;
struct tag_rules *tag_rules_new(void);
void tag_rules_free(struct tag_rules *rules); /* NULL is fine */

struct tag_input {
	struct str text;
	const struct tag_skip *skips; /* may be NULL when there are none */
	size_t skip_count;
	const struct civil
		*date;        /* the document's; NULL or no date: what depends on it is unplaced */
	const char *language; /* "zh", "zh-Hant", "ja", "ko", "en"; NULL or other: guessed */
	struct tag_rules *rules; /* NULL: made ready for this text alone */
};

/* Replaces out. */
void tag_text(struct tags *out, const struct tag_input *in);
void tags_release(struct tags *t);
/*
 * The probable date of a text that carries none (in->date is ignored), from the latest date it
 * speaks of as past and from dates without a year: day, month or year, as far as the evidence
 * goes; in->text had best include the headlines around the article, which are as new. False, with
 * out untouched, when nothing speaks for any. Of what is longer than any article the beginning
 * alone is looked at. evidence may be NULL; its value is absolute.
 */
bool tag_infer_date(const struct tag_input *in, struct civil *out, struct tag_mention *evidence);
/* As a table shows it: the EDTF value of what is placed, else the code. */
void tag_add_value(struct buf *out, const struct tag_mention *m);
/* "date", "duration", "set", "age", "vague", "generic". */
const char *tag_kind_name(enum tag_kind kind);

#endif
