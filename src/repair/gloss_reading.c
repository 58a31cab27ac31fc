/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "repair/gloss_reading.h"

#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

#define MAX_LETTERS 6

/* The letters of pinyin that are not ASCII. */
/* clang-format off */
static const uint16_t marked[] = {
	0xE0, 0xE1, 0xE8, 0xE9, 0xEC, 0xED, 0xF2, 0xF3, 0xF9, 0xFA, 0xFC, 0x101, 0x113, 0x11B, 0x12B,
	0x144, 0x148, 0x14D, 0x16B, 0x1CE, 0x1D0, 0x1D2, 0x1D4, 0x1D6, 0x1D8, 0x1DA, 0x1DC, 0x1F9,
	0x1E3F,
};
/* clang-format on */

/* The letter as the table spells it, 0 if it is none of pinyin's. */
static uint32_t letter(uint32_t cp)
{
	if (cp == 'v')
		return 0xFC;
	if (cp >= 'a' && cp <= 'z')
		return cp;
	if (cp == 0x251)
		return 'a';
	if (cp == 0x261)
		return 'g';
	for (size_t i = 0; cp >= 0x80 && i < sizeof marked / sizeof marked[0]; i++)
		if (marked[i] == cp)
			return cp;
	return 0;
}

static int by_reading(const void *key, const void *row)
{
	return strcmp(key, ((const struct gloss_reading *)row)->reading);
}

bool gloss_note_at(struct str text, size_t at, struct gloss_note *note)
{
	char key[3 * MAX_LETTERS + 1];
	size_t n = 0, size;
	int letters = 0;

	for (at++; at < text.n && text.p[at] != ')'; at += size) {
		uint32_t as = letter(utf8_at(text.p, at, &size));

		if (!as || ++letters > MAX_LETTERS)
			return false;
		n += utf8_put(key + n, as);
	}
	if (at >= text.n || letters == 0)
		return false;
	key[n] = '\0';
	note->end = at + 1;
	note->known = bsearch(key, gloss_readings, gloss_reading_count, sizeof gloss_readings[0],
			      by_reading);
	return true;
}

enum gloss_class gloss_class(const struct gloss_reading *known, uint32_t cp)
{
	char utf8[5] = {0};
	int class = GLOSS_COMMON;

	if (!known || !gloss_is_han(cp))
		return GLOSS_NONE;
	utf8_put(utf8, cp);
	const char *hit = strstr(known->known, utf8);

	if (!hit)
		return GLOSS_NONE;
	for (const char *p = known->known; (p = memchr(p, '|', (size_t)(hit - p))); p++)
		class ++;
	return (enum gloss_class) class;
}

bool gloss_is_han(uint32_t cp)
{
	return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF);
}
