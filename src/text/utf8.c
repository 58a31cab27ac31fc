/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/utf8.h"

#include <string.h>

#include "base/lanes.h"

/*
 * Is a block well-formed UTF-8 without NUL, as far as it goes, when what stands before it is? Its
 * last sequence may go on behind it. (Unicode, table 3-7.)
 */
static bool is_good_block(const unsigned char *p)
{
	lanes bad = {0};

	for (const unsigned char *end = p + LANES_BLOCK; p < end; p += LANES) {
		lanes c = lanes_at(p), one = lanes_at(p - 1);
		lanes follows = LANES(one >= 0xC0) | LANES(lanes_at(p - 2) >= 0xE0) |
				LANES(lanes_at(p - 3) >= 0xF0);
		lanes least = (LANES(one == 0xE0) & 0xA0) | (LANES(one == 0xF0) & 0x90);
		lanes beyond = (LANES(one == 0xED) & 0x60) | (LANES(one == 0xF4) & 0x70);

		bad |= follows ^ LANES((c & 0xC0) == 0x80);
		bad |= LANES(c < least) | LANES(c > ~beyond);
		bad |= LANES(c == 0) | LANES((c & 0xFE) == 0xC0) | LANES(c > 0xF4);
	}
	return !lanes_any(bad);
}

/* Behind the last whole sequence of the good blocks that begin at p, behind good text. */
static const unsigned char *skip_good_blocks(const unsigned char *p, const unsigned char *end)
{
	while (end - p >= LANES_BLOCK && is_good_block(p))
		p += LANES_BLOCK;
	if (p[-1] >= 0xC0)
		return p - 1;
	if (p[-2] >= 0xE0)
		return p - 2;
	return p[-3] >= 0xF0 ? p - 3 : p;
}

/*
 * The end of the run of well-formed UTF-8 without NUL that begins at p and goes at least to until.
 * Han and kana are three bytes with a free second one, so that they are looked for first.
 */
static const unsigned char *walk_run(const unsigned char *p, const unsigned char *until,
				     const unsigned char *end)
{
	while (p < until) {
		if (*p < 0x80) {
			uint64_t word;

			/* Eight at a time: all below 0x80 and none of them 0. */
			while (end - p >= 8) {
				memcpy(&word, p, 8);
				if ((word | (word - 0x0101010101010101U)) & 0x8080808080808080U)
					break;
				p += 8;
			}
			while (p < end && *p < 0x80)
				if (!*p++)
					return p - 1;
			continue;
		}
		if (*p >= 0xE1 && *p <= 0xEC) {
			if (end - p < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
				return p;
			p += 3;
			continue;
		}
		if (*p < 0xE0) {
			if (*p < 0xC2 || end - p < 2 || (p[1] & 0xC0) != 0x80)
				return p;
			p += 2;
			continue;
		}
		unsigned low = *p == 0xE0 ? 0xA0 : *p == 0xF0 ? 0x90 : 0x80;
		unsigned high = *p == 0xED ? 0x9F : *p == 0xF4 ? 0x8F : 0xBF;
		size_t size = *p < 0xF0 ? 3 : 4;

		if (*p > 0xF4 || (size_t)(end - p) < size || p[1] < low || p[1] > high ||
		    (p[2] & 0xC0) != 0x80 || (p[size - 1] & 0xC0) != 0x80)
			return p;
		p += size;
	}
	return p;
}

size_t utf8_run(struct str s)
{
	if (!s.n)
		return 0;
	const unsigned char *begin = (const unsigned char *)s.p, *p = begin, *end = p + s.n;

	while (p < end) {
		const unsigned char *until = end - p > LANES_BLOCK ? p + LANES_BLOCK : end;

		p = walk_run(p, until, end);
		if (p < until)
			break;
		if (p < end)
			p = skip_good_blocks(p, end);
	}
	return (size_t)(p - begin);
}

size_t utf8_valid(struct str s)
{
	size_t at = 0;

	for (;;) {
		at += utf8_run(str_sub(s, at, s.n));
		if (at == s.n || s.p[at])
			return at;
		at++;
	}
}
