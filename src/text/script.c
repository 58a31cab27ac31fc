/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/script.h"

#include <stddef.h>

/* clang-format off */
static const struct range {
	uint32_t first, last;
	enum script script;
} ranges[] = {
	{0x00AA, 0x00AA, SCRIPT_WORD},
	{0x00B5, 0x00B5, SCRIPT_WORD},
	{0x00BA, 0x00BA, SCRIPT_WORD},
	{0x00C0, 0x00D6, SCRIPT_WORD},
	{0x00D8, 0x00F6, SCRIPT_WORD},
	{0x00F8, 0x02AF, SCRIPT_WORD},     /* Latin, IPA */
	{0x0300, 0x10FF, SCRIPT_WORD},     /* Greek to Georgian */
	{0x1100, 0x11FF, SCRIPT_HANGUL},   /* Jamo */
	{0x1200, 0x1FFF, SCRIPT_WORD},
	{0x2C00, 0x2DFF, SCRIPT_WORD},
	{0x2E80, 0x2FDF, SCRIPT_HAN},      /* radicals */
	{0x2FF0, 0x3004, SCRIPT_CJK_MARK},
	{0x3005, 0x3007, SCRIPT_HAN},      /* iteration mark, closing mark, zero */
	{0x3008, 0x3020, SCRIPT_CJK_MARK},
	{0x3021, 0x3029, SCRIPT_HAN},      /* Hangzhou numerals */
	{0x302A, 0x3037, SCRIPT_CJK_MARK},
	{0x3038, 0x303B, SCRIPT_HAN},
	{0x303C, 0x303F, SCRIPT_CJK_MARK},
	{0x3041, 0x309F, SCRIPT_HIRAGANA},
	{0x30A0, 0x30FF, SCRIPT_KATAKANA},
	{0x3105, 0x312F, SCRIPT_BOPOMOFO},
	{0x3131, 0x318E, SCRIPT_HANGUL},
	{0x3190, 0x319F, SCRIPT_CJK_MARK}, /* kanbun */
	{0x31A0, 0x31BF, SCRIPT_BOPOMOFO},
	{0x31C0, 0x31EF, SCRIPT_HAN},      /* strokes */
	{0x31F0, 0x31FF, SCRIPT_KATAKANA},
	{0x3200, 0x33FF, SCRIPT_CJK_MARK}, /* enclosed and squared */
	{0x3400, 0x4DBF, SCRIPT_HAN},
	{0x4E00, 0x9FFF, SCRIPT_HAN},
	{0xA000, 0xA95F, SCRIPT_WORD},
	{0xA960, 0xA97C, SCRIPT_HANGUL},
	{0xA980, 0xABFF, SCRIPT_WORD},
	{0xAC00, 0xD7FB, SCRIPT_HANGUL},
	{0xF900, 0xFAFF, SCRIPT_HAN},
	{0xFB00, 0xFDCF, SCRIPT_WORD},
	{0xFE30, 0xFE4F, SCRIPT_CJK_MARK}, /* vertical forms */
	{0xFE70, 0xFEFC, SCRIPT_WORD},
	{0xFF01, 0xFF65, SCRIPT_CJK_MARK}, /* full-width ASCII, half-width 。「」、・ */
	{0xFF66, 0xFF9F, SCRIPT_KATAKANA},
	{0xFFA0, 0xFFDC, SCRIPT_HANGUL},
	{0xFFE0, 0xFFEE, SCRIPT_CJK_MARK},
	{0x10000, 0x16FDF, SCRIPT_WORD},
	{0x16FF0, 0x16FF1, SCRIPT_HAN},
	{0x17000, 0x18D08, SCRIPT_HAN},    /* Tangut, Khitan: set as Han is */
	{0x1AFF0, 0x1B16F, SCRIPT_KATAKANA},
	{0x1D400, 0x1D7FF, SCRIPT_WORD},
	{0x1F200, 0x1F2FF, SCRIPT_CJK_MARK},
	{0x20000, 0x3FFFD, SCRIPT_HAN},
};
/* clang-format on */

/* What most of a text is made of need not be searched for. */
static const struct range frequent[] = {
	{0x4E00, 0x9FFF, SCRIPT_HAN},
	{0x3041, 0x309F, SCRIPT_HIRAGANA},
	{0x30A0, 0x30FF, SCRIPT_KATAKANA},
	{0xAC00, 0xD7FB, SCRIPT_HANGUL},
};

enum script script_of(uint32_t cp)
{
	size_t low = 0, high = sizeof ranges / sizeof *ranges;

	if (cp < 0x80)
		return (cp | 0x20) - 'a' < 26 || cp - '0' < 10 ? SCRIPT_WORD : SCRIPT_OTHER;
	for (size_t i = 0; i < sizeof frequent / sizeof *frequent; i++)
		if (cp >= frequent[i].first && cp <= frequent[i].last)
			return frequent[i].script;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (cp > ranges[middle].last)
			low = middle + 1;
		else if (cp < ranges[middle].first)
			high = middle;
		else
			return ranges[middle].script;
	}
	return SCRIPT_OTHER;
}

bool script_is_solid(uint32_t cp)
{
	static const bool solid[SCRIPTS] = {
		[SCRIPT_HAN] = true,      [SCRIPT_HIRAGANA] = true, [SCRIPT_KATAKANA] = true,
		[SCRIPT_BOPOMOFO] = true, [SCRIPT_CJK_MARK] = true,
	};

	return cp >= 0x2E80 && solid[script_of(cp)];
}

/* · – — ― ‘ ’ “ ” … ⋯ : the same code points in Chinese and in Latin writing. */
static bool is_shared_mark(uint32_t cp)
{
	return cp == 0xB7 || (cp >= 0x2013 && cp <= 0x2015) || (cp >= 0x2018 && cp <= 0x201D) ||
	       cp == 0x2026 || cp == 0x22EF;
}

bool script_joins(uint32_t before, uint32_t after)
{
	bool solid_before = script_is_solid(before), solid_after = script_is_solid(after);

	return (solid_before && (solid_after || is_shared_mark(after))) ||
	       (solid_after && is_shared_mark(before));
}
