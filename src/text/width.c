/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/width.h"

#include <stddef.h>
#include <string.h>

#include <unictype.h>
#include <uniwidth.h>
#include <unistring/version.h>

struct width_range {
	uint32_t first, last;
};

#include "text/ambiguous.h"

enum { CODE_POINTS = 0x110000 };

/* Two bits a code point: 0 for not told, else its columns plus 1. */
static uint8_t learnt[CODE_POINTS / 4];
static int ambiguous_columns = 1;
static bool substitutes;

static bool in_ranges(const struct width_range *ranges, size_t n, uint32_t cp)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (cp > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && cp >= ranges[low].first;
}

bool width_is_ambiguous(uint32_t cp)
{
	return in_ranges(ambiguous, sizeof ambiguous / sizeof *ambiguous, cp);
}

/*
 * Where uc_width() is not what terminals do: format characters that are seen (they stand before
 * the number they belong to), five marks that it takes for letters, the line and paragraph
 * separators.
 */
/* clang-format off */
static const struct {
	struct width_range range;
	int columns;
} overrides[] = {
	{{0x0600, 0x0605}, 1},
	{{0x06DD, 0x06DD}, 1},
	{{0x070F, 0x070F}, 1},
	{{0x0890, 0x0891}, 1},
	{{0x08E2, 0x08E2}, 1},
	{{0x0CBF, 0x0CBF}, 0},
	{{0x0CC6, 0x0CC6}, 0},
	{{0x2028, 0x2029}, 0},
	{{0x110BD, 0x110BD}, 1},
	{{0x110CD, 0x110CD}, 1},
	{{0x11A07, 0x11A08}, 0},
	{{0x11C3F, 0x11C3F}, 0},
};
/* clang-format on */

static int table_columns(uint32_t cp)
{
	int columns;

	for (size_t i = 0; i < sizeof overrides / sizeof *overrides; i++) {
		if (cp <= overrides[i].range.last) {
			if (cp >= overrides[i].range.first)
				return overrides[i].columns;
			break;
		}
	}
	columns = uc_width(cp, "UTF-8");
	/* Emoji younger than the library's Unicode: all recent ones are wide. */
	if (columns == 1 && cp >= 0x1F000 && uc_is_property_extended_pictographic(cp) &&
	    uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Cn))
		return 2;
	return columns < 0 ? 0 : columns;
}

int width_of(uint32_t cp)
{
	int told;

	if (width_is_safe(cp))
		return cp < 0x80 ? 1 : 2;
	if (cp >= CODE_POINTS)
		return 0;
	told = learnt[cp / 4] >> cp % 4 * 2 & 3;
	if (told)
		return told - 1;
	return width_is_ambiguous(cp) ? ambiguous_columns : table_columns(cp);
}

void width_set_ambiguous(int columns)
{
	ambiguous_columns = columns == 2 ? 2 : 1;
}

int width_ambiguous(void)
{
	return ambiguous_columns;
}

void width_learn(uint32_t cp, int columns)
{
	unsigned shift = cp % 4 * 2;
	unsigned told = columns < 0 ? 1 : columns > 2 ? 3 : (unsigned)columns + 1;

	if (cp < CODE_POINTS)
		learnt[cp / 4] = (uint8_t)((learnt[cp / 4] & ~(3u << shift)) | told << shift);
}

bool width_known(uint32_t cp)
{
	return cp < CODE_POINTS && (learnt[cp / 4] >> cp % 4 * 2 & 3);
}

void width_forget(void)
{
	memset(learnt, 0, sizeof learnt);
	ambiguous_columns = 1;
}

void width_set_substitutes(bool on)
{
	substitutes = on;
}

bool width_substitutes(void)
{
	return substitutes;
}

const char *width_library_unicode(void)
{
	/* The library tells its own version only; its NEWS has the Unicode of each. */
	static const struct {
		int version;
		const char *unicode;
	} known[] = {{0x010200, "16.0"}, {0x010100, "15.0"}, {0x010000, "14.0"}, {0x000909, "9.0"}};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (_libunistring_version >= known[i].version)
			return known[i].unicode;
	return "?";
}
