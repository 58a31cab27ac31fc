/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "repair/strays.h"

#include <string.h>

#include "text/utf8.h"

#define NBSP "\xC2\xA0"

static const struct str entity = STR_INIT("&amp;nbsp;");

static bool is_stray(uint32_t cp)
{
	if (cp < 0x20)
		return cp != '\t' && cp != '\n' && cp != '\r' && cp != '\f';
	return (cp >= 0x80 && cp < 0xA0) || cp == 0xFEFF;
}

/* What takes the place of a stray: the ends of lines among them part words. */
static struct str instead_of(uint32_t cp)
{
	return cp == '\v' || cp == 0x85 ? STR(" ") : STR("");
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Behind a run of entities and blanks; *count of the entities. */
static size_t run_end(struct str text, size_t at, size_t *count)
{
	for (*count = 0; at < text.n;) {
		if (str_starts(str_sub(text, at, text.n), entity)) {
			at += entity.n;
			++*count;
		} else if (is_blank(text.p[at])) {
			at++;
		} else {
			break;
		}
	}
	return at;
}

/* The character on a side of a run: 0 at the edge of a line or of the text. */
static uint32_t beside(struct str text, size_t at, bool left)
{
	size_t size;

	if (left)
		while (at && is_blank(text.p[at - 1]))
			at--;
	if (left ? at == 0 : at >= text.n)
		return 0;
	uint32_t cp = utf8_at(text.p, left ? utf8_before(text.p, at) : at, &size);

	return cp == '\n' ? 0 : cp;
}

/* Marks that a writer puts round the entity when it is the subject. */
static bool is_example_mark(uint32_t cp)
{
	return (cp < 0x80 && cp && strchr("`'\"()[]{}=,;:+*|/\\", (int)cp)) ||
	       (cp >= 0x2018 && cp <= 0x201D) || (cp >= 0x3008 && cp <= 0x3011) || cp == 0xFF08 ||
	       cp == 0xFF09;
}

static bool contains(struct str text, const char *what)
{
	return str_find(text, str_of(what), 0) != (size_t)-1;
}

/*
 * Was the page escaped twice, or does it speak of entities? A page about them has code, other
 * escaped entities, or marks round this one; one that was escaped twice has them where a page has
 * its blanks: several together, or at an edge of a line or tag.
 */
static bool escaped_twice(struct str text)
{
	static const char *const code[] = {"<code", "<pre", "&amp;lt;", "&amp;amp;", "```"};
	size_t edges = 0, inside = 0, count;

	for (size_t i = 0; i < sizeof code / sizeof code[0]; i++)
		if (contains(text, code[i]))
			return false;
	for (size_t at = 0; (at = str_find(text, entity, at)) != (size_t)-1;) {
		size_t end = run_end(text, at, &count);
		uint32_t left = beside(text, at, true), right = beside(text, end, false);

		if (is_example_mark(left) && is_example_mark(right))
			return false;
		if (count > 1 || !left || !right || left == '>' || right == '<')
			edges++;
		else
			inside++;
		at = end;
	}
	return edges >= inside;
}

static void add_span(struct repair *r, size_t offset, size_t length, struct str with,
		     enum repair_kind kind)
{
	struct repair_span *last = r->spans.n ? &r->spans.p[r->spans.n - 1] : NULL;

	if (last && last->kind == kind && last->offset + last->length == offset) {
		last->length += length;
		last->size += with.n;
	} else {
		struct repair_span span = {
			.offset = offset,
			.length = length,
			.at = r->text.n,
			.size = with.n,
			.kind = kind,
			.certainty = REPAIR_EXACT,
		};

		vec_push(&r->spans, span);
	}
	buf_addstr(&r->text, with);
}

bool strays_mend(struct repair *r, struct str text)
{
	bool twice = contains(text, entity.p) && escaped_twice(text);
	size_t done = 0, size;

	buf_clear(&r->text);
	vec_clear(&r->spans);
	for (size_t at = 0; at < text.n; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);
		bool stray = is_stray(cp);

		if (!stray &&
		    !(twice && cp == '&' && str_starts(str_sub(text, at, text.n), entity)))
			continue;
		buf_addstr(&r->text, str_sub(text, done, at));
		if (!stray)
			size = entity.n;
		add_span(r, at, size, stray ? instead_of(cp) : STR(NBSP),
			 stray ? REPAIR_CONTROL : REPAIR_ENTITY);
		done = at + size;
	}
	if (r->spans.n)
		buf_addstr(&r->text, str_sub(text, done, text.n));
	return r->spans.n != 0;
}
