/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/probe.h"

#include "text/draw.h"
#include "text/utf8.h"
#include "text/width.h"

/* No answer to an item that makes sense is in the columns of the tags. */
enum { SLOTS = 4 * PROBE_LIMIT, FIRST_TAG = PROBE_COLUMNS - PROBE_TAGS + 1 };

/*
 * May cp be sent and does it help? Whatever the draw form would not pass on is not sent here
 * either, but for unassigned code points, which it replaces as long as no terminal was asked.
 */
static bool is_asked(uint32_t cp)
{
	struct draw_glyph glyphs[DRAW_GLYPHS];
	char text[4];

	if (width_is_safe(cp) || width_known(cp))
		return false;
	return draw_cluster(text, utf8_put(text, cp), glyphs) == 1 &&
	       (glyphs[0].cp[0] == cp || glyphs[0].cp[0] == 0xFFFD ||
		(glyphs[0].n == 2 && glyphs[0].cp[1] == cp));
}

static void push(struct probe *p, uint32_t cp)
{
	if (p->n < PROBE_LIMIT)
		p->items[p->n++] = (struct probe_item){.cp = cp, .is_mark = width_of(cp) == 0};
}

void probe_add(struct probe *p, uint32_t cp)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->items[i].cp == cp)
			return;
	}
	push(p, cp);
}

void probe_add_text(struct probe *p, struct str text)
{
	uint32_t seen[SLOTS] = {0}; /* U+0000 is never asked for */
	size_t size;

	for (size_t i = 0; i < p->n; i++) {
		size_t slot = p->items[i].cp % SLOTS;

		while (seen[slot])
			slot = (slot + 1) % SLOTS;
		seen[slot] = p->items[i].cp;
	}
	for (size_t at = 0; at < text.n && p->n < PROBE_LIMIT; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);
		size_t slot = cp % SLOTS;

		if (width_is_safe(cp))
			continue;
		while (seen[slot] && seen[slot] != cp)
			slot = (slot + 1) % SLOTS;
		if (seen[slot] == cp || !is_asked(cp) ||
		    (p->skip_ambiguous && width_is_ambiguous(cp)))
			continue;
		seen[slot] = cp;
		push(p, cp);
	}
}

void probe_question(const struct probe *p, struct buf *out)
{
	if (p->place.row)
		buf_addf(out, "\033[%d;1H", p->place.row);
	buf_addf(out, "\033[8m\r\033[%dC\033[6n", FIRST_TAG + p->tag - 1);
	for (size_t i = 0; i < p->n; i++) {
		char cp[4];

		buf_adds(out, p->items[i].is_mark ? "\rx" : "\r");
		buf_add(out, cp, utf8_put(cp, p->items[i].cp));
		buf_adds(out, "\033[6n");
	}
	buf_adds(out, "\033[m\r\033[K");
	if (p->place.row)
		buf_addf(out, "\033[%d;%dH", p->place.back_row, p->place.back_column);
	buf_adds(out, "\033[c");
}

void probe_answer(struct probe *p, int column)
{
	size_t i;

	if (column >= FIRST_TAG && column < FIRST_TAG + PROBE_TAGS) {
		p->times = column != FIRST_TAG + p->tag ? 0 : p->answers ? 1 : p->times + 1;
		p->answers = 0;
		return;
	}
	if (p->times == 0)
		return;
	i = p->answers / p->times;
	if (i < p->n && p->answers % p->times == 0)
		p->items[i].column = column;
	else if (i < p->n && p->items[i].column != column)
		p->items[i].column = 0; /* two terminals that differ */
	p->answers++;
}

bool probe_is_answered(const struct probe *p)
{
	return p->times && p->answers == p->n * p->times;
}

int probe_columns(const struct probe *p, size_t i)
{
	int columns = p->items[i].column - 1 - p->items[i].is_mark;

	return columns >= 0 && columns <= 2 ? columns : -1;
}

bool probe_learn(const struct probe *p)
{
	bool changed = false;

	for (size_t i = 0; i < p->n && probe_is_answered(p); i++) {
		int columns = probe_columns(p, i), before = width_of(p->items[i].cp);

		changed |= columns >= 0 && columns != before;
		width_learn(p->items[i].cp, columns >= 0 ? columns : before);
	}
	return changed;
}
