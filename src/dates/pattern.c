/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/pattern.h"

#include <string.h>

#include "text/utf8.h"

const char *pattern_char_end(const char *p)
{
	for (p++; utf8_trails(*p); p++)
		;
	return p;
}

const char *pattern_element_end(const char *p)
{
	int depth = 0;

	switch (*p) {
	case '#':
		return p + 2;
	case '<':
		return p + 3;
	case '[':
		return strchr(p, ']') + 1;
	case '(':
		do
			depth += (*p == '(') - (*p == ')');
		while (p++, depth);
		return p;
	default:
		return pattern_char_end(p);
	}
}

const char *pattern_alternative_end(const char *p, const char *end)
{
	while (p < end && *p != '|' && *p != ')')
		p = pattern_element_end(p);
	return p;
}
