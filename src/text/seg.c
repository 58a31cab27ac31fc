/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/seg.h"

#include <stdint.h>

#include <unictype.h>
#include <unigbrk.h>

#include "text/utf8.h"

/*
 * libunistring knows the properties; its u8_grapheme_next() looks at two code points at a time,
 * which is not enough for flags and emoji sequences, hence the rules here.
 */

/* Property "Other", and no pictograph: most of what is read. */
static inline bool is_plain(uint32_t cp)
{
	if (cp < 0x3000)
		return (cp >= 0x20 && cp < 0x7F) || (cp >= 0x2010 && cp < 0x2028);
	return (cp >= 0x3400 && cp < 0xA000) || (cp > 0x3030 && cp < 0x3099) ||
	       (cp > 0x309A && cp < 0x3297 && cp != 0x303D) || (cp >= 0xFF01 && cp < 0xFF9E) ||
	       (cp > 0x3000 && cp < 0x302A);
}

static int property(uint32_t cp)
{
	return is_plain(cp) ? GBP_OTHER : uc_graphemeclusterbreak_property(cp);
}

/* What the rules need to know of the cluster up to here. */
struct state {
	int last;        /* property of the last code point */
	bool flag;       /* an odd number of regional indicators ends here (GB12, GB13) */
	bool pictograph; /* Extended_Pictographic Extend* ends here (GB11) */
	bool joined;     /* the same, and a ZWJ behind it */
};

static void advance(struct state *s, uint32_t cp, int kind)
{
	s->flag = kind == GBP_RI && !s->flag;
	s->joined = kind == GBP_ZWJ && s->pictograph;
	s->pictograph =
		(kind == GBP_EXTEND && s->pictograph) ||
		(kind == GBP_OTHER && !is_plain(cp) && uc_is_property_extended_pictographic(cp));
	s->last = kind;
}

/* Do code points of properties a and b belong together, whatever was before (GB3 to GB9b)? */
static bool pair_joins(int a, int b)
{
	switch (a) {
	case GBP_CR:
		return b == GBP_LF;
	case GBP_LF:
	case GBP_CONTROL:
		return false;
	}
	if (b == GBP_EXTEND || b == GBP_ZWJ || b == GBP_SPACINGMARK)
		return true;
	switch (a) {
	case GBP_L:
		return b == GBP_L || b == GBP_V || b == GBP_LV || b == GBP_LVT;
	case GBP_LV:
	case GBP_V:
		return b == GBP_V || b == GBP_T;
	case GBP_LVT:
	case GBP_T:
		return b == GBP_T;
	case GBP_PREPEND:
		return b != GBP_CR && b != GBP_LF && b != GBP_CONTROL;
	}
	return false;
}

size_t seg_next(const char *p, size_t n, size_t at)
{
	struct state s = {0};
	size_t size, next_size;
	uint32_t cp = utf8_at(p, at, &size);

	/* Two that are plain never join. */
	if (is_plain(cp) && (at + size == n || is_plain(utf8_at(p, at + size, &next_size))))
		return at + size;
	advance(&s, cp, property(cp));
	for (at += size; at < n; at += size) {
		int kind;

		cp = utf8_at(p, at, &size);
		kind = property(cp);
		if (!pair_joins(s.last, kind) && !(s.flag && kind == GBP_RI) &&
		    !(s.joined && !is_plain(cp) && uc_is_property_extended_pictographic(cp)))
			break;
		advance(&s, cp, kind);
	}
	return at;
}

/*
 * The nearest place before `at` (at > 0) where clusters may be counted from: what is before the
 * code point there does not matter, for it neither continues a flag nor an emoji sequence.
 */
static size_t restart(const char *p, size_t at)
{
	size_t size, before = utf8_before(p, at);
	int kind = property(utf8_at(p, before, &size));

	while (before > 0) {
		size_t earlier = utf8_before(p, before);
		int earlier_kind = property(utf8_at(p, earlier, &size));

		if (!pair_joins(earlier_kind, kind) && earlier_kind != GBP_ZWJ &&
		    !(earlier_kind == GBP_RI && kind == GBP_RI))
			break;
		before = earlier;
		kind = earlier_kind;
	}
	return before;
}

size_t seg_floor(const char *p, size_t n, size_t at)
{
	size_t size, edge, next;

	if (at >= n)
		return n;
	at = utf8_floor((struct str){p, n}, at);
	if (is_plain(utf8_at(p, at, &size)) &&
	    (at == 0 || is_plain(utf8_at(p, utf8_before(p, at), &next))))
		return at;
	edge = restart(p, at + size);
	while ((next = seg_next(p, n, edge)) <= at)
		edge = next;
	return edge;
}

bool seg_is_edge(const char *p, size_t n, size_t at)
{
	return seg_floor(p, n, at) == at;
}

size_t seg_prev(const char *p, size_t n, size_t at)
{
	return seg_floor(p, n, utf8_before(p, at < n ? at : n));
}
