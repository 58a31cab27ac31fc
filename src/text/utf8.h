/* SPDX-License-Identifier: ISC
 *
 * Walking over UTF-8 that is known to be valid (what decode has made): no checks, no calls. A
 * text never ends inside a code point.
 */
#ifndef KARPREAD_TEXT_UTF8_H
#define KARPREAD_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* How many bytes of s, from its beginning, are valid UTF-8: s.n when all are. */
size_t utf8_valid(struct str s);
/* The same without NUL: up to the first. */
size_t utf8_run(struct str s);

/* Not the first byte of a code point. */
static inline bool utf8_trails(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Where the code point that byte at is of begins, or s.n: the last such place up to at. */
static inline size_t utf8_floor(struct str s, size_t at)
{
	while (at < s.n && at && utf8_trails(s.p[at]))
		at--;
	return at;
}

/* The first such place from at on. */
static inline size_t utf8_ceil(struct str s, size_t at)
{
	while (at < s.n && utf8_trails(s.p[at]))
		at++;
	return at;
}

/* The code point that begins at p[at]; *size is its length in bytes, 1 to 4. */
static inline uint32_t utf8_at(const char *p, size_t at, size_t *size)
{
	const unsigned char *u = (const unsigned char *)p + at;

	if (u[0] < 0x80) {
		*size = 1;
		return u[0];
	}
	if (u[0] < 0xE0) {
		*size = 2;
		return (uint32_t)(u[0] & 0x1F) << 6 | (u[1] & 0x3F);
	}
	if (u[0] < 0xF0) {
		*size = 3;
		return (uint32_t)(u[0] & 0x0F) << 12 | (uint32_t)(u[1] & 0x3F) << 6 | (u[2] & 0x3F);
	}
	*size = 4;
	return (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3F) << 12 |
	       (uint32_t)(u[2] & 0x3F) << 6 | (u[3] & 0x3F);
}

/* Where the code point before at begins; at must not be 0. */
static inline size_t utf8_before(const char *p, size_t at)
{
	do
		at--;
	while (at && utf8_trails(p[at]));
	return at;
}

/* Writes cp to out[0..3]; returns its length in bytes. */
static inline size_t utf8_put(char *out, uint32_t cp)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

#endif
