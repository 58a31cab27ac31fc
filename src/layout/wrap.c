/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "layout/wrap.h"

#include "text/brk.h"
#include "text/draw.h"
#include "text/script.h"
#include "text/utf8.h"
#include "text/width.h"

/*
 * Clusters without columns would let a line grow without end, and with it the time to look for
 * its end again and again.
 */
enum { LINE_BYTES = 8192 };

static bool is_blank(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || cp == 0x3000 ||
	       (cp >= 0x2000 && cp <= 0x200B && cp != 0x2007) || cp == 0x2028 || cp == 0x2029;
}

enum side { OTHER, IDEOGRAPHIC, ALPHABETIC };

/* Of the space between scripts (JLREQ 3.2.6, CLREQ 3.2.2); Korean has blanks of its own. */
static enum side side_at(const char *p, size_t at)
{
	size_t size;

	switch (script_of(utf8_at(p, at, &size))) {
	case SCRIPT_HAN:
	case SCRIPT_HIRAGANA:
	case SCRIPT_KATAKANA:
	case SCRIPT_BOPOMOFO:
		return IDEOGRAPHIC;
	case SCRIPT_WORD:
		return ALPHABETIC;
	default:
		return OTHER;
	}
}

static bool is_gap(const struct wrap *w, size_t at)
{
	enum side before = side_at(w->p, utf8_before(w->p, at)), after = side_at(w->p, at);

	return before != OTHER && after != OTHER && before != after;
}

/*
 * Where the next line begins, if the cluster may stand behind the width as the last one that is
 * seen of this; 0 if not.
 */
static size_t hangs(const struct wrap *w, size_t at, size_t end)
{
	size_t size;
	uint32_t cp = utf8_at(w->p, at, &size);

	if (!w->hanging || !(cp == 0x3001 || cp == 0x3002 || cp == 0xFF0C || cp == 0xFF0E ||
			     cp == 0xFF61 || cp == 0xFF64))
		return 0;
	while (end < w->n && w->edge[end] < BRK_MAY && is_blank(utf8_at(w->p, end, &size)))
		end += size;
	return end == w->n || w->edge[end] >= BRK_MAY ? end : 0;
}

struct wrap_step wrap_step(const struct wrap *w, size_t begin, size_t at, int column)
{
	struct wrap_step s = {0};
	size_t size;
	uint32_t cp = utf8_at(w->p, at, &size);

	s.end = at + size;
	while (s.end < w->n && w->edge[s.end] == BRK_INSIDE)
		s.end++;
	if (width_is_safe(cp) && at + size == s.end) {
		s.columns = cp < 0x80 ? 1 : 2;
		s.blank = cp == ' ';
	} else {
		s.blank = is_blank(cp) && (at + size == s.end || cp == '\r');
		if (cp == '\t')
			s.columns = WRAP_TAB - column % WRAP_TAB;
		else if (cp != '\n' && cp != '\r')
			s.columns = draw_cluster_columns(w->p + at, s.end - at);
	}
	if (w->autospace && at > begin && !s.blank && is_gap(w, at))
		s.gap = 1;
	return s;
}

void wrap_cut(const struct wrap *w, size_t begin, int width, struct wrap_line *out)
{
	struct wrap_line line = {.begin = begin, .end = begin, .next = begin};
	int column = 0, best = BRK_INSIDE; /* the value of the edge at which out ends */

	while (line.next < w->n) {
		size_t at = line.next;
		struct wrap_step s;
		int columns;

		if (at > begin) {
			if (w->edge[at] == BRK_MUST)
				break;
			if (w->edge[at] >= best) {
				best = w->edge[at];
				*out = line;
			}
		}
		s = wrap_step(w, begin, at, column);
		columns = column + s.gap + s.columns;
		if (((width && columns > width) || s.end - begin > LINE_BYTES) && !s.blank) {
			size_t next = columns - width <= s.columns ? hangs(w, at, s.end) : 0;

			if (next) {
				line.end = s.end;
				line.next = next;
				line.columns = columns;
				break;
			}
			if (best > BRK_INSIDE)
				return;
		}
		column = columns;
		line.next = s.end;
		if (!s.blank) {
			line.end = s.end;
			line.columns = column;
		}
	}
	*out = line;
}
