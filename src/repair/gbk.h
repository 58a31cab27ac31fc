/* SPDX-License-Identifier: ISC
 *
 * GBK as two tables, for walking over its byte pairs where they do not stand as they should. The
 * user-defined areas are U+E000..U+E765, as Windows has them.
 */
#ifndef KARPREAD_REPAIR_GBK_H
#define KARPREAD_REPAIR_GBK_H

#include <stdint.h>

#define GBK_LEADS  126 /* 81..FE */
#define GBK_TRAILS 191 /* 40..FE */

struct gbk {
	uint16_t point[GBK_LEADS][GBK_TRAILS]; /* 0: no character */
	uint16_t code[0x10000];                /* by code point; 0: not in GBK */
};

/* Fills a zeroed g by way of iconv; it stays empty where iconv knows no GBK. */
void gbk_read(struct gbk *g);

/* The character of two bytes, 0 if there is none; not for the user-defined areas. */
static inline uint32_t gbk_point(const struct gbk *g, unsigned lead, unsigned trail)
{
	if (lead < 0x81 || lead > 0xFE || trail < 0x40 || trail > 0xFE)
		return 0;
	return g->point[lead - 0x81][trail - 0x40];
}

/* One byte (below 80) or two as lead << 8 | trail; 0 if GBK has none. */
static inline unsigned gbk_code(const struct gbk *g, uint32_t cp)
{
	return cp < 0x10000 ? g->code[cp] : 0;
}

#endif
