/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "repair/gbk.h"

#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "text/recode.h"
#include "text/utf8.h"

/* The user-defined areas, each a rectangle of pairs whose code points follow one another. */
/* clang-format off */
static const struct area {
	unsigned lead, last_lead, trail, last_trail;
	uint16_t point;
} user_areas[] = {
	{0xAA, 0xAF, 0xA1, 0xFE, 0xE000},
	{0xF8, 0xFE, 0xA1, 0xFE, 0xE234},
	{0xA1, 0xA7, 0x40, 0xA0, 0xE4C6},
};
/* clang-format on */

static void add_user_areas(struct gbk *g)
{
	for (size_t i = 0; i < sizeof user_areas / sizeof user_areas[0]; i++) {
		const struct area *a = &user_areas[i];
		uint16_t point = a->point;

		for (unsigned lead = a->lead; lead <= a->last_lead; lead++)
			for (unsigned trail = a->trail; trail <= a->last_trail; trail++)
				if (trail != 0x7F)
					g->code[point++] = (uint16_t)(lead << 8 | trail);
	}
}

/* A pair that GBK has comes back as one code point; another as U+FFFD or two characters. */
static void add_pair(struct gbk *g, unsigned lead, unsigned trail, struct str line)
{
	size_t size;

	if (line.n == 0)
		return;
	uint32_t cp = utf8_at(line.p, 0, &size);

	if (size != line.n || cp == 0xFFFD || cp > 0xFFFF)
		return;
	g->point[lead - 0x81][trail - 0x40] = (uint16_t)cp;
	g->code[cp] = (uint16_t)(lead << 8 | trail);
}

void gbk_read(struct gbk *g)
{
	struct buf pairs = {0}, text = {0};

	/* A line break cannot be a trail byte, so that no pair reaches into the next. */
	for (unsigned lead = 0x81; lead <= 0xFE; lead++)
		for (unsigned trail = 0x40; trail <= 0xFE; trail++)
			buf_add(&pairs, (char[]){(char)lead, (char)trail, '\n'}, 3);
	recode("UTF-8", "GBK", buf_str(&pairs), STR("\xEF\xBF\xBD"), &text);

	struct str rest = buf_str(&text), line;

	for (unsigned i = 0; i < GBK_LEADS * GBK_TRAILS && str_split(&rest, '\n', &line); i++)
		add_pair(g, 0x81 + i / GBK_TRAILS, 0x40 + i % GBK_TRAILS, line);
	for (unsigned c = 1; c < 0x80; c++)
		g->code[c] = (uint16_t)c;
	add_user_areas(g);
	buf_release(&pairs);
	buf_release(&text);
}
