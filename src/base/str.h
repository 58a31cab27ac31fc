/* SPDX-License-Identifier: ISC
 *
 * struct str: a borrowed slice of bytes, owned by somebody else (an arena, a buf, the program
 * text) and valid as long as that is. Not NUL-terminated unless its owner says so. A zeroed
 * str is the empty one.
 */
#ifndef KARPREAD_BASE_STR_H
#define KARPREAD_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

struct str {
	const char *p;
	size_t n; /* bytes */
};

/* The slice of a string literal, usable in static initialisers. */
#define STR_INIT(literal)                                                                          \
	{                                                                                          \
		"" literal, sizeof(literal) - 1                                                    \
	}
#define STR(literal) ((struct str)STR_INIT(literal))
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).n, (s).n ? (s).p : ""

struct str str_of(const char *cstr); /* NULL gives the empty slice */
/* Bytes [begin, end) of s, both clamped to it. */
struct str str_sub(struct str s, size_t begin, size_t end);
bool str_eq(struct str a, struct str b);
/* ASCII letters compare without case. */
bool str_eq_nocase(struct str a, struct str b);
int str_cmp(struct str a, struct str b); /* by bytes, the shorter first */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Offset of the first occurrence at or after from, or (size_t)-1. An empty needle is at from. */
size_t str_find(struct str s, struct str needle, size_t from);
/* Without the ASCII white space (space \t \r \n \f \v) at both ends. */
struct str str_trim(struct str s);
/*
 * The piece of *rest before the first sep, and *rest moved behind that sep; false when *rest is
 * used up (its p is NULL then). "a,,b" gives "a", "", "b".
 */
bool str_split(struct str *rest, char sep, struct str *piece);

#endif
