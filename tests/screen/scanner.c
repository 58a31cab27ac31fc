/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "scanner.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "text/utf8.h"

static void forbid(struct scanner *s, const char *what)
{
	size_t used = (size_t)snprintf(s->forbidden, sizeof(s->forbidden), "%s:", what);

	for (size_t i = 0; i < s->n && used + 4 < sizeof(s->forbidden); i++)
		used += (size_t)snprintf(s->forbidden + used, sizeof(s->forbidden) - used, " %02X",
					 (unsigned char)s->sequence[i]);
}

static bool starts_as(const char *p, size_t n, const char *whole)
{
	size_t length = strlen(whole);

	return memcmp(p, whole, n < length ? n : length) == 0;
}

/* Is the text behind ESC that of a sequence we use? complete: no byte is missing. */
static bool is_known(const char *p, size_t n, bool *complete)
{
	static const char finals[] = "ABCDGHJKLMPSTXZ@bcdfhlmnrt";

	*complete = true;
	if (p[0] == '[') {
		size_t i = 1;

		while (i < n && strchr("0123456789;?", p[i]))
			i++;
		*complete = i < n;
		return !*complete || strchr(finals, p[i]);
	}
	if (p[0] == '(') {
		*complete = n == 2;
		return n == 1 || p[1] == 'B' || p[1] == '0';
	}
	if (p[0] == ']') { /* the title; colours back to what they were */
		*complete = p[n - 1] == '\a';
		return starts_as(p + 1, n - 1, "2;") || starts_as(p + 1, n - 1, "104\a");
	}
	return strchr("78=>M", p[0]);
}

static void scan_sequence(struct scanner *s)
{
	bool complete;

	if (s->n < 2)
		return;
	if (!is_known(s->sequence + 1, s->n - 1, &complete) || s->n == sizeof(s->sequence))
		forbid(s, "sequence");
	else if (!complete)
		return;
	else if (s->sequence[1] == ']' && s->sequence[2] == '2')
		snprintf(s->title, sizeof(s->title), "%.*s", (int)s->n - 5, s->sequence + 4);
	s->n = 0;
}

static bool is_forbidden(uint32_t cp)
{
	static const uint32_t ranges[][2] = {
		{0x7F, 0x9F},       {0xAD, 0xAD},     {0x61C, 0x61C},   {0x180E, 0x180E},
		{0x200B, 0x200F},   {0x2028, 0x202E}, {0x2060, 0x206F}, {0xD800, 0xDFFF},
		{0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB},
		{0xE0000, 0xE0FFF},
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++) {
		if (cp >= ranges[i][0] && cp <= ranges[i][1])
			return true;
	}
	return (cp & 0xFFFE) == 0xFFFE;
}

static void scan_character(struct scanner *s)
{
	unsigned char first = (unsigned char)s->sequence[0];
	size_t length = first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4, size;

	if (first >= 0x80 && first < 0xC2) {
		forbid(s, "no UTF-8");
	} else if (s->n < length) {
		return;
	} else if (is_forbidden(utf8_at(s->sequence, 0, &size))) {
		forbid(s, "code point");
	}
	s->n = 0;
}

void scanner_feed(struct scanner *s, unsigned char byte)
{
	if (s->forbidden[0])
		return;
	s->sequence[s->n++] = (char)byte;
	if (s->sequence[0] == '\033') {
		scan_sequence(s);
	} else if (s->n == 1 && byte < 0x20) {
		if (!strchr("\r\n\b\a", byte) || byte == 0)
			forbid(s, "control");
		s->n = 0;
	} else {
		scan_character(s);
	}
}
