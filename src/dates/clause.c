/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/clause.h"

#include <stdbool.h>
#include <string.h>

#include "dates/scan.h"
#include "text/seg.h"
#include "text/utf8.h"

enum { REACH = 240 }; /* bytes a clause is looked for on either side */

static const char full_stops[] = "。|！|？|!|?|…|；|;|．";
static const uint32_t commas[] = {
	',',    ';',    ':',    '!',    '?',    '(',    ')',
	0xFF0C, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F, 0xFF08, 0xFF09, /* ，；：！？（） */
	0x3002, 0x300C, 0x300D, 0x300E, 0x300F, 0x300A, 0x300B, /* 。「」『』《》 */
	0x2026, 0x2014, 0x201C, 0x201D,                         /* … — “ ” */
};
static const char closers[] = "」|』|”|’|）|)|\"|'|】|》";
static const char abbreviations[] = "Dr|Mr|Mrs|Ms|Prof|St|Sr|Jr|Inc|Co|Ltd|No|vs|etc|Jan|Feb|Mar|"
				    "Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec";
/* What may be left at the edges of a label. */
static const char trimmed[] =
	"，|,|、|；|;|：|:|。|.|！|？|!|?|…|—|（|）|(|)|「|」|『|』|“|”|\"|·| |　|-|–|>";
/* Particles behind an expression that say nothing without it. */
static const char particles[] =
	"に|には|は|、|から|まで|の|より|以来|，|,|的|起|间|間|，|에|에는|은|는|부터";

/* Can a full stop begin with this byte? */
static bool may_stop(unsigned char c)
{
	return c == '.' || c == '!' || c == '?' || c == ';' || c == 0xE2 || c == 0xE3 || c == 0xEF;
}

/* Is the word before the full stop at `at` an initial or an abbreviation? */
static bool is_short_form(struct str text, size_t at)
{
	size_t begin = at;

	while (begin && at - begin <= 4 && scan_is_alnum((unsigned char)text.p[begin - 1]))
		begin--;
	size_t n = at - begin;

	return (n == 1 && !scan_is_digit((unsigned char)text.p[begin])) ||
	       (n && scan_words_at(text, begin, abbreviations) == n);
}

/* The length of the full stop at `at` with what closes behind it, 0 for none. */
static size_t after_stop(struct str text, size_t at)
{
	size_t n = scan_words_at(text, at, full_stops);

	if (n == 0 && text.p[at] == '.') {
		/* Not in "3.5". */
		uint32_t next = scan_next(text, at + 1);

		if ((next == ' ' && !is_short_form(text, at)) || next == 0 || next == '\n' ||
		    next >= 0x2010)
			n = 1;
	}
	while (n && at + n < text.n) {
		size_t more = scan_words_at(text, at + n, full_stops);

		if (!more)
			more = scan_words_at(text, at + n, closers);
		if (!more)
			break;
		n += more;
	}
	return n;
}

static bool is_blank(struct str text, size_t at)
{
	return text.p[at] == ' ' || text.p[at] == '\n' || text.p[at] == '\t';
}

void clause_sentence(struct str text, size_t at, struct clause *sentence)
{
	while (at >= sentence->end && sentence->end < text.n) {
		size_t i = sentence->end;

		while (i < text.n && is_blank(text, i))
			i++;
		sentence->begin = i;
		while (i < text.n && text.p[i] != '\n') {
			size_t size, stop = 0;

			utf8_at(text.p, i, &size);
			if (may_stop((unsigned char)text.p[i]))
				stop = after_stop(text, i);
			i += stop ? stop : size;
			if (stop)
				break;
		}
		sentence->end = i;
	}
}

static size_t comma_at(struct str text, size_t at, const char *more)
{
	size_t size;
	uint32_t cp = utf8_at(text.p, at, &size);

	if (cp > 0x301F && cp < 0xFF00)
		return 0;
	for (size_t i = 0; i < sizeof commas / sizeof *commas; i++)
		if (commas[i] == cp)
			return size;
	return scan_words_at(text, at, more);
}

static size_t left_edge(struct str text, size_t floor, size_t at, const char *more)
{
	while (at > floor) {
		size_t before = utf8_before(text.p, at);

		if (comma_at(text, before, more))
			break;
		at = before;
	}
	return at;
}

static size_t right_edge(struct str text, size_t at, size_t ceiling, const char *more)
{
	size_t size;

	while (at < ceiling && !comma_at(text, at, more)) {
		utf8_at(text.p, at, &size);
		at += size;
	}
	return at < ceiling ? at : ceiling;
}

/* The nearest code point edges around a window of REACH bytes, within the sentence. */
static struct clause window(struct str text, const struct clause *sentence, size_t begin,
			    size_t end)
{
	struct clause w = *sentence;

	if (begin > REACH && w.begin < begin - REACH)
		w.begin = begin - REACH;
	while (w.begin < begin && ((unsigned char)text.p[w.begin] & 0xC0) == 0x80)
		w.begin++;
	if (w.end > end && w.end - end > REACH)
		w.end = end + REACH;
	while (w.end > end && w.end < text.n && ((unsigned char)text.p[w.end] & 0xC0) == 0x80)
		w.end--;
	if (w.end < end)
		w.end = end;
	return w;
}

struct clause clause_around(struct str text, const struct clause *sentence, size_t begin,
			    size_t end, const char *more)
{
	struct clause w = window(text, sentence, begin, end);

	return (struct clause){left_edge(text, w.begin, begin, more),
			       right_edge(text, end, w.end, more)};
}

static void trim(struct str text, struct clause *c)
{
	size_t n;

	while (c->begin < c->end && (n = scan_words_at(text, c->begin, trimmed)))
		c->begin += n;
	while (c->begin < c->end && (n = scan_words_before(text, c->end, trimmed)))
		c->end -= n;
	if (c->end < c->begin)
		c->end = c->begin;
}

static struct clause whole_clusters(struct str text, struct clause c)
{
	size_t size;

	while (c.begin < c.end && !seg_is_edge(text.p, text.n, c.begin)) {
		utf8_at(text.p, c.begin, &size);
		c.begin += size;
	}
	while (c.end > c.begin && !seg_is_edge(text.p, text.n, c.end))
		c.end = utf8_before(text.p, c.end);
	return c;
}

struct clause clause_label(struct str text, const struct clause *sentence, size_t begin, size_t end,
			   const char *more)
{
	struct clause w = window(text, sentence, begin, end);
	struct clause label = clause_around(text, sentence, begin, end, more);
	struct clause before = {label.begin, begin}, after = {end, label.end};
	size_t particle = scan_words_at(text, end, particles);

	trim(text, &before);
	after.begin += particle < after.end - after.begin ? particle : 0;
	trim(text, &after);
	if (after.begin == after.end && before.end - before.begin <= 6) {
		/* Alone in its clause, or as good as: the next one says what happened. */
		after = (struct clause){label.end, label.end};
		while (after.begin < w.end && (particle = comma_at(text, after.begin, more)))
			after.begin += particle;
		after.end = right_edge(text, after.begin, w.end, more);
		trim(text, &after);
	}
	if (before.begin == before.end && after.begin < after.end)
		label = after;
	trim(text, &label);
	return whole_clusters(text, label);
}
