/* SPDX-License-Identifier: ISC
 *
 * Finds the rule that matches furthest at a place. A matcher is built from the tables of its
 * language, which costs as much as some kilobytes of text, and dispatches on the first code point,
 * so that text without numbers and words of time is passed over quickly.
 */
#ifndef KARPREAD_DATES_MATCH_H
#define KARPREAD_DATES_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"
#include "dates/pattern.h"
#include "dates/rule.h"
#include "dates/scan.h"

enum { MATCH_CAPTURES = 8, MATCH_BUCKETS = 4096 };

struct match {
	size_t begin, end; /* of the expression, bytes */
	size_t reach;      /* behind the context that was looked at */
	const struct rule *rule;
	const struct rules *table;
	struct num amount; /* class n */
	int count;
	struct match_capture {
		char name;
		int32_t value;
	} captures[MATCH_CAPTURES];
};

/* A list of words and what they begin with. Owns the array. */
struct match_list {
	struct pattern_set first;
	size_t n;
	struct match_word {
		uint32_t first; /* code point; 0 for what has capitals and small letters */
		int32_t worth;
		const char *word; /* up to pattern_ends_word() */
	} * words;
};

enum { MATCH_TABLES = 3, MATCH_LISTS = 'z' - 'A' + 1 };

struct matcher {
	struct str text;
	const struct rules
		*tables[MATCH_TABLES]; /* the language's, that of digits, English or NULL */
	struct match_list lists[MATCH_TABLES][MATCH_LISTS]; /* by table and name */
	/*
	 * The rules by what they can begin with, those of one bucket behind each other; what tells
	 * that one cannot match stands apart, and close together.
	 */
	struct match_bucket {
		struct pattern_set behind; /* of all its entries */
		uint32_t begin, end;
	} buckets[MATCH_BUCKETS];
	VEC(struct match_gate {
		/* What can stand behind the first code point or number. */
		struct pattern_set behind;
		uint32_t first; /* code point, or PATTERN_NUMBER */
		int flags;      /* of the rule, and MATCH_PIECES when it is no piece */
	})
	gates;
	VEC(struct match_entry {
		const struct rule *rule;
		const char *pattern; /* what of the rule's is matched: from its number on */
		size_t length;
		uint8_t table; /* index in tables */
	})
	entries;
	/* A bit for each code point below 0x10000 that anything can begin with. */
	uint64_t starts[0x10000 / 64];
};

/* Owns its entries, borrows the rest. The text is the caller's to set, to one after the other. */
void matcher_init(struct matcher *m, const struct rules *language);
void matcher_release(struct matcher *m);
/* Can anything begin with this code point? */
static inline bool matcher_starts(const struct matcher *m, uint32_t cp)
{
	return cp < 0x10000 && (m->starts[cp / 64] >> cp % 64 & 1);
}
/* A flag beside those of rules: of pieces of dates alone. */
enum { MATCH_PIECES = 1 << 15 };

/* The match at `at` that looks furthest, of rules without any of the flags `without`. */
bool matcher_find(const struct matcher *m, size_t at, int without, struct match *out);
/* The index-th value captured under this name, else otherwise. */
int32_t match_value(const struct match *m, char name, int index, int32_t otherwise);
bool match_has(const struct match *m, char name);

#endif
