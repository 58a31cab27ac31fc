/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "repair/gloss.h"
#include "repair/gloss_reading.h"
#include "repair/readable.h"
#include "text/utf8.h"

/* What a document says about its readings in parentheses. */
struct census {
	size_t fit, misfit; /* behind a character that has, or has not, the reading */
	size_t running;     /* of those that fit, next to another Chinese character */
	size_t frequent;    /* of those that fit, behind a character that everybody knows */
	size_t characters;  /* that a fitting reading stands behind */
	size_t repeated;    /* of these, more than once */
	bool ambiguous;     /* one has two different readings */
	size_t shattered;   /* whose opening parenthesis became a `?` */
};

/* The reading that a character had first, as an index + 1, and how often there was one. */
struct seen {
	uint16_t reading;
	uint8_t times; /* at most 2: once, repeatedly */
	bool frequent;
};

static bool is_frequent(uint32_t cp)
{
	char utf8[5] = {0};

	utf8_put(utf8, cp);
	return strstr(readable_frequent, utf8);
}

static uint32_t before(struct str text, size_t at)
{
	size_t size;

	return at ? utf8_at(text.p, utf8_before(text.p, at), &size) : 0;
}

static uint32_t after(struct str text, size_t at)
{
	size_t size;

	return at < text.n ? utf8_at(text.p, at, &size) : 0;
}

static void count_note(struct census *c, struct seen *seen, struct str text, size_t at,
		       const struct gloss_note *note)
{
	uint32_t cp = before(text, at);

	if (!gloss_is_han(cp))
		return;
	if (gloss_class(note->known, cp) == GLOSS_NONE) {
		c->misfit++;
		return;
	}
	uint16_t reading = (uint16_t)(note->known - gloss_readings + 1);
	struct seen *s = &seen[cp];

	c->fit++;
	c->running += gloss_is_han(before(text, utf8_before(text.p, at))) ||
		      gloss_is_han(after(text, note->end));
	if (s->times == 0) {
		c->characters++;
		s->frequent = is_frequent(cp);
	}
	c->frequent += s->frequent;
	c->repeated += s->times == 1;
	c->ambiguous |= s->times && s->reading != reading;
	s->times = s->times ? 2 : 1;
	s->reading = reading;
}

/* The place of the next `(` or `?` with a reading behind it; text.n if there is none. */
static size_t next_note(struct str text, char open, size_t at, struct gloss_note *note)
{
	for (; at < text.n; at++) {
		const char *hit = memchr(text.p + at, open, text.n - at);

		if (!hit)
			break;
		at = (size_t)(hit - text.p);
		if (gloss_note_at(text, at, note))
			return at;
	}
	return text.n;
}

static struct census census_of(struct str text)
{
	struct census c = {0};
	struct gloss_note note;
	struct seen *seen = xcalloc(0x10000, sizeof *seen);

	for (size_t at = 0; (at = next_note(text, '(', at, &note)) < text.n; at = note.end)
		count_note(&c, seen, text, at, &note);
	free(seen);
	return c;
}

/* The code point before at, or before the one reading in parentheses that ends there. */
static uint32_t base_before(struct str text, size_t at)
{
	struct gloss_note note;
	size_t open = at;

	if (at && text.p[at - 1] == ')')
		while (open && at - open < GLOSS_NOTE_MAX && text.p[open - 1] != '(')
			open--;
	if (open && open < at && gloss_note_at(text, open - 1, &note) && note.end == at)
		at = open - 1;
	return before(text, at);
}

static size_t count_shattered(struct str text, const struct gloss_tables *t)
{
	uint8_t trails[GBK_LEADS];
	struct gloss_note note;
	size_t n = 0;

	for (size_t at = 0; (at = next_note(text, '?', at, &note)) < text.n; at = note.end) {
		unsigned code = gbk_code(&t->gbk, base_before(text, at));

		n += gloss_trails(t, code & 0xFF, note.known, trails) != 0;
	}
	return n;
}

/*
 * One run that was out of step and is in step again, with readings that fit, is no accident: at
 * least two characters came out, or two readings went into one.
 */
static bool is_proved(const struct repair *r, struct str text)
{
	for (size_t i = 0; i < r->spans.n; i++) {
		const struct repair_span *s = &r->spans.p[i];
		struct str damaged = str_sub(text, s->offset, s->offset + s->length);
		size_t first = str_find(damaged, STR(")"), 0);

		if (s->kind == REPAIR_SHATTERED_GLOSS && s->certainty <= REPAIR_RANKED &&
		    (s->size >= 6 || str_find(damaged, STR(")"), first + 1) != (size_t)-1))
			return true;
	}
	return false;
}

bool gloss_repair(struct repair *r, struct str text)
{
	struct census c = census_of(text);
	struct gloss_note note;
	bool often = c.fit >= 8 && c.repeated >= 2 && c.characters >= 3 && c.frequent * 5 >= c.fit;

	if (c.ambiguous || c.running * 10 < c.fit * 8 ||
	    (!often && next_note(text, '?', 0, &note) == text.n))
		return false;
	struct gloss_tables *t = gloss_tables_new();

	c.shattered = count_shattered(text, t);
	bool sure = often || (c.shattered && c.fit >= 3 && c.characters >= 3);
	bool found = (sure || c.shattered) && c.misfit * 10 <= c.fit + c.shattered &&
		     gloss_mend(r, text, t) && (sure || is_proved(r, text));

	gloss_tables_free(t);
	return found;
}
