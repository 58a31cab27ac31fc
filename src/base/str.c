/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/str.h"

#include <string.h>
#include <strings.h>

struct str str_of(const char *cstr)
{
	return cstr ? (struct str){cstr, strlen(cstr)} : (struct str){0};
}

struct str str_sub(struct str s, size_t begin, size_t end)
{
	if (end > s.n)
		end = s.n;
	if (begin > end)
		begin = end;
	return s.p ? (struct str){s.p + begin, end - begin} : s;
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_eq_nocase(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || strncasecmp(a.p, b.p, a.n) == 0);
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	if (order == 0)
		order = (a.n > b.n) - (a.n < b.n);
	return order;
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix);
}

size_t str_find(struct str s, struct str needle, size_t from)
{
	if (from > s.n || needle.n > s.n - from)
		return (size_t)-1;
	if (needle.n == 0)
		return from;
	const char *hit = memmem(s.p + from, s.n - from, needle.p, needle.n);

	return hit ? (size_t)(hit - s.p) : (size_t)-1;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.n && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_split(struct str *rest, char sep, struct str *piece)
{
	if (!rest->p)
		return false;
	const char *hit = rest->n ? memchr(rest->p, sep, rest->n) : NULL;

	if (hit) {
		size_t n = (size_t)(hit - rest->p);

		*piece = (struct str){rest->p, n};
		*rest = (struct str){hit + 1, rest->n - n - 1};
	} else {
		*piece = *rest;
		*rest = (struct str){0};
	}
	return true;
}
