/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/line.h"

#include "text/utf8.h"

size_t line_starts(struct str line, const char *const words[])
{
	for (; *words; words++)
		if (str_starts(line, str_of(*words)))
			return str_of(*words).n;
	return 0;
}

size_t line_ends(struct str line, const char *const words[])
{
	for (; *words; words++)
		if (str_ends(line, str_of(*words)))
			return str_of(*words).n;
	return 0;
}

bool line_holds(struct str line, const char *const words[])
{
	for (; *words; words++)
		if (str_find(line, str_of(*words), 0) != (size_t)-1)
			return true;
	return false;
}

bool line_is_longer(struct str line, size_t characters)
{
	size_t n = 0;

	for (size_t i = 0; i < line.n && n <= characters; i++)
		n += !utf8_trails(line.p[i]);
	return n > characters;
}

struct str line_trim(struct str line)
{
	static const struct str wide = STR_INIT("\u3000");

	for (;;) {
		line = str_trim(line);
		if (str_starts(line, wide))
			line = str_sub(line, wide.n, line.n);
		else if (str_ends(line, wide))
			line.n -= wide.n;
		else
			return line;
	}
}
