/* SPDX-License-Identifier: ISC
 *
 * The query language: words, all of which must occur; "a phrase"; is:unread is:read
 * is:bookmarked; date:2022-07 date:2021..2023 date:2021.. date:..2021; title: author: text:
 * tag: lang: with a word or a phrase; a minus before any of these for what must not be so.
 *
 * Words and phrases are found as substrings of the folded text (text/fold.h) with smart case
 * for the query as a whole. A word without a field may occur in the title or in the text.
 * Full-width ： － ＂ and the quotes “ ” count as their ASCII forms where the language gives
 * them a meaning. What looks like a field but is none (https://...) is a word. A quotation mark
 * amid a word is part of it, and a phrase without an end goes on to the end of the query.
 */
#ifndef KARPREAD_STORE_QUERY_H
#define KARPREAD_STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/civil.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "text/find.h"
#include "text/fold.h"
#include "text/reading.h"

enum query_field {
	QUERY_ANY, /* title or text */
	QUERY_TITLE,
	QUERY_AUTHOR,
	QUERY_TEXT,
	QUERY_TAG,  /* one of the tags, whole */
	QUERY_LANG, /* a BCP 47 tag or its beginning: zh matches zh-Hans */
	QUERY_DATE,
	QUERY_IS,
	QUERY_FIELDS,
};

enum query_is {
	QUERY_UNREAD,
	QUERY_READ,
	QUERY_BOOKMARKED,
};

enum { QUERY_MAX_TERMS = 256 };

struct query_term {
	enum query_field field;
	bool negated;
	bool phrase;            /* was in quotes */
	size_t begin, end;      /* of the term in the query, bytes */
	struct str value;       /* as it was typed, without quotes */
	struct str key;         /* folded: of the fields that hold text */
	bool plain;             /* value is Han alone: a text that has it has key, folded */
	enum query_is is;       /* of QUERY_IS */
	int64_t first, last;    /* of QUERY_DATE: days since 1970-01-01, both included */
	struct reading reading; /* of a word for the title; empty when it is none */
};

/* Owns everything in it. terms is empty for a query that asks for nothing: all articles match. */
struct query {
	struct arena arena;
	VEC(struct query_term) terms;
	int fold; /* flags of the keys */
};

struct query_options {
	int fold;      /* enum fold_flags, before smart case */
	bool any_case; /* no smart case: upper case in the query is not heeded */
	bool readings; /* words of Latin letters also match titles by pinyin and romaji */
};

/*
 * NULL, with err telling what is wrong and at which column, for a field without a value or with
 * one that it cannot have (ERR_USAGE). *at, which may be NULL, is then the byte of the query
 * that is meant. The text need not be UTF-8 (that is such an error) and may be of any size.
 */
struct query *query_parse(struct str text, const struct query_options *options, size_t *at,
			  struct err *err);
void query_free(struct query *q); /* NULL is fine */

/* The term a query that is being typed ends with. Offsets are bytes of the query. */
struct query_place {
	enum query_field field; /* QUERY_ANY: of a word, or of nothing yet */
	size_t begin;           /* of the term, behind its minus */
	size_t value;           /* of its value, behind a quotation mark */
	bool quoted;            /* in quotes that are still open */
};
void query_place_at_end(struct str text, struct query_place *out);

/* The name of a field ("title"), NULL for QUERY_ANY and behind the last; for completion. */
const char *query_field_name(enum query_field field);
/* The i-th word that is: takes, NULL behind the last. */
const char *query_is_name(size_t i);

/* An article as far as queries ask about it. Borrowed. */
struct query_subject {
	struct str title, author, text, language;
	const struct str *tags;
	size_t n_tags;
	struct civil date;
	bool read, bookmarked;
};

/* How an article matched. */
struct query_match {
	bool in_title;   /* each word or phrase for the title or the text is in the title */
	bool by_reading; /* some only by its reading: ranks behind */
	bool in_text;    /* some word or phrase is in the text */
};

/*
 * Memory of one search that goes through many articles, so that each does not allocate anew.
 * A zeroed one is valid.
 */
struct query_scratch {
	struct buf title, author, tag; /* folded */
	struct fold fold;              /* of where hits are looked for */
	VEC(struct find) finds;        /* of the terms that are looked for in texts */
};
void query_scratch_release(struct query_scratch *scratch);

/* Does the article match? match may be NULL. Linear in the subject for each term. */
bool query_match(const struct query *q, const struct query_subject *subject,
		 struct query_scratch *scratch, struct query_match *match);
/*
 * The same for the terms that ask about everything but title and text: what can be answered
 * from an index of metadata before a text is fetched.
 */
bool query_match_metadata(const struct query *q, const struct query_subject *subject,
			  struct query_scratch *scratch);

/* Has the article what this term asks for, be it with a minus or not? */
bool query_term_matches(const struct query *q, const struct query_term *term,
			const struct query_subject *subject, struct query_scratch *scratch);

/* How often the words and phrases for the text occur in it, each by itself. */
size_t query_count(const struct query *q, struct str text, struct query_scratch *scratch);

/*
 * Where the first hit in a text begins, (size_t)-1 for none: what query_hits() has first, for the
 * cost of the text before it.
 */
size_t query_first(const struct query *q, struct str text, struct query_scratch *scratch);

struct query_range {
	size_t begin, end; /* bytes */
};
struct query_ranges {
	VEC(struct query_range) v;
};

/*
 * Replaces out by the places in a title (QUERY_TITLE) or a text (QUERY_TEXT) that the query
 * found there, sorted, those that overlap joined. Readings count in titles.
 */
void query_hits(const struct query *q, enum query_field field, struct str text,
		struct query_scratch *scratch, struct query_ranges *out);
/*
 * Those that lie in [begin, end) of a text, at least in part, when none begins before it
 * (query_first): for the cost of that part.
 */
void query_hits_in(const struct query *q, struct str text, size_t begin, size_t end,
		   struct query_scratch *scratch, struct query_ranges *out);

#endif
