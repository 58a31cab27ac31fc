/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "repair/gloss.h"
#include "repair/gloss_reading.h"
#include "text/utf8.h"

/* What a document says about its readings in parentheses. */
struct census {
	size_t fit, misfit; /* behind a character that has, or has not, the reading */
	size_t running;     /* of those that fit, next to another Chinese character */
	size_t characters;  /* that a fitting reading stands behind */
	size_t repeated;    /* of these, more than once */
	bool ambiguous;     /* one has two different readings */
	size_t shattered;   /* whose opening parenthesis became a `?` */
};

/* The reading that a character had first, as an index + 1, and how often there was one. */
struct seen {
	uint16_t reading;
	uint8_t times; /* at most 2: once, repeatedly */
};

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
	c->characters += s->times == 0;
	c->repeated += s->times == 1;
	c->ambiguous |= s->times && s->reading != reading;
	s->times = s->times ? 2 : 1;
	s->reading = reading;
}

static struct census census_of(struct str text)
{
	struct census c = {0};
	struct gloss_note note;
	struct seen *seen = NULL;
	size_t at = 0;

	for (const char *hit; (hit = memchr(text.p + at, '(', text.n - at));) {
		at = (size_t)(hit - text.p);
		if (gloss_note_at(text, at, &note)) {
			if (!seen)
				seen = xcalloc(0x10000, sizeof *seen);
			count_note(&c, seen, text, at, &note);
			at = note.end;
		} else {
			at++;
		}
	}
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
	size_t n = 0, at = 0;
	struct gloss_note note;

	for (const char *hit; (hit = memchr(text.p + at, '?', text.n - at)); at++) {
		at = (size_t)(hit - text.p);
		if (!gloss_note_at(text, at, &note))
			continue;
		unsigned code = gbk_code(&t->gbk, base_before(text, at));

		n += gloss_trails(t, code & 0xFF, note.known, trails) != 0;
	}
	return n;
}

struct gloss_tables *gloss_gate(struct str text)
{
	struct census c = census_of(text);

	if (c.characters < 3 || c.ambiguous || c.running * 10 < c.fit * 8)
		return NULL;
	struct gloss_tables *t = gloss_tables_new();

	c.shattered = count_shattered(text, t);
	bool repeated = c.fit >= 8 && c.repeated >= 2;

	if ((c.shattered || repeated) && c.misfit * 10 <= c.fit + c.shattered)
		return t;
	gloss_tables_free(t);
	return NULL;
}
