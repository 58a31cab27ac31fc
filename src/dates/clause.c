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
static const uint32_t trimmed[] = {
	' ',    ',',    ';',    ':',    '.',    '!',    '?',    '(',    ')',
	'"',    '-',    '>',    0xB7,   0x2013, 0x2014, 0x2026, 0x201C, 0x201D, /* · – — … “ ” */
	0x3000, 0x3001, 0x3002, 0x300C, 0x300D, 0x300E, 0x300F, /* 　、。「」『』 */
	0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F, /* ！（），：；？ */
};
/* What stands behind an expression and says nothing without it. */
static const char particles[] =
	"に|には|にも|は|も|が|、|から|からは|まで|までに|の|より|で|では|です|でした|である|"
	"だった|"
	"以来|以降|頃|ごろ|過ぎ|期间|期間|以來|时期|時期|前后|前後|左右|，|,|的|起|间|間|之间|之間|"
	"时|時|"
	"에|에는|엔|에도|에서|은|는|부터|까지|이다|이었다|였다|이었습니다|인데|까지다|'s|’s";
/* What stands before one and is no clause with it. */
static const char fillers[] =
	"在|而在|并在|后在|于|於|从|從|自|到|到了|至|截至|直到|就在|早在|时至|時至|是|和|与|與|同|"
	"比|而|但|又|并|"
	"並|"
	"每|后来|後來|また|そして|その|そんな|あの|그|또|지난|오는|그리고|이후|"
	"In|On|By|At|From|Since|Until|During|After|Before|As of|Starting in|Back in|in|on|by|at|"
	"from|since|and|but|then|the|In the";
/* What opens and closes what belongs to the words around it: a name, a gloss. */
static const struct pair {
	uint32_t open, close;
} pairs[] = {
	{'(', ')'},       {0xFF08, 0xFF09}, {0x300C, 0x300D}, {0x300E, 0x300F},
	{0x300A, 0x300B}, {0x201C, 0x201D}, {'[', ']'},       {'"', '"'},
};

enum { INSIDE = 60 }; /* bytes between a pair, at most */

/* Can this be a full stop? */
static bool may_stop(uint32_t cp)
{
	if (cp < 0x80)
		return cp == '.' || cp == '!' || cp == '?' || cp == ';';
	return cp == 0x3002 || (cp >= 0x2010 && cp < 0x2070) || cp >= 0xFF00;
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

			uint32_t cp = utf8_at(text.p, i, &size);

			if (may_stop(cp))
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
	/* Not in "1,093", "21:00" and "https://". */
	if ((cp == ',' || cp == ':') && scan_is_digit(scan_prev(text, at)) &&
	    scan_is_digit(scan_next(text, at + 1)))
		return 0;
	if (cp == ':' && str_starts(str_sub(text, at + 1, text.n), STR("//")))
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
		w.begin = utf8_ceil(text, begin - REACH);
	if (w.end > end && w.end - end > REACH)
		w.end = utf8_floor(text, end + REACH);
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

/* Behind the pair that opens at `at`, else `at`. */
static size_t after_pair(struct str text, size_t at, size_t ceiling)
{
	size_t size, begin = at;
	uint32_t cp = scan_next(text, at), close = 0;

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i].open == cp)
			close = pairs[i].close;
	for (bool inside = false; close && at < ceiling && at - begin <= INSIDE; at += size) {
		cp = utf8_at(text.p, at, &size);
		if (inside && cp == close)
			return at + size;
		inside = true;
	}
	return begin;
}

/* Before the pair that closes before `at`, else `at`. */
static size_t before_pair(struct str text, size_t at, size_t floor)
{
	size_t end = at;
	uint32_t cp = scan_prev(text, at), open = 0;

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i].close == cp)
			open = pairs[i].open;
	for (bool inside = false; open && at > floor && end - at <= INSIDE; inside = true) {
		at = utf8_before(text.p, at);
		if (inside && scan_next(text, at) == open)
			return at;
	}
	return end;
}

/* The clause around [begin, end) with the names and glosses in it, within w. */
static struct clause label_around(struct str text, const struct clause *w, size_t begin, size_t end,
				  const char *more)
{
	struct clause c = {left_edge(text, w->begin, begin, more),
			   right_edge(text, end, w->end, more)};

	for (size_t at; (at = before_pair(text, c.begin, w->begin)) < c.begin;)
		c.begin = left_edge(text, w->begin, at, more);
	for (size_t at; (at = after_pair(text, c.end, w->end)) > c.end;)
		c.end = right_edge(text, at, w->end, more);
	return c;
}

static bool is_trimmed(uint32_t cp)
{
	for (size_t i = 0; i < sizeof trimmed / sizeof *trimmed; i++)
		if (trimmed[i] == cp)
			return true;
	return false;
}

static void trim(struct str text, struct clause *c)
{
	size_t size;

	while (c->begin < c->end && is_trimmed(utf8_at(text.p, c->begin, &size)))
		c->begin += size;
	while (c->begin < c->end && is_trimmed(scan_prev(text, c->end)))
		c->end = utf8_before(text.p, c->end);
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

/* Takes in what closes or opens a pair that the label holds the other half of. */
static void take_pairs(struct str text, const struct clause *w, struct clause *label)
{
	size_t size, at = label->end;

	at += at < w->end && text.p[at] == ' ';
	if (at < w->end) {
		utf8_at(text.p, at, &size);
		if (before_pair(text, at + size, label->begin) < at + size)
			label->end = at + size;
	}
	if (label->begin > w->begin) {
		size_t open = utf8_before(text.p, label->begin);

		if (after_pair(text, open, label->end) > open)
			label->begin = open;
	}
}

static bool is_empty(const struct clause *c)
{
	return c->begin >= c->end;
}

/* Nothing, a word that is no clause, or the number of a list's item. */
static bool is_filler(struct str text, const struct clause *c)
{
	struct str words = str_sub(text, c->begin, c->end);
	size_t digits = 0;

	while (digits < words.n && scan_is_digit((unsigned char)words.p[digits]))
		digits++;
	return digits == words.n || scan_words_at(words, 0, fillers) == words.n;
}

/* The clause behind `at`, where one ends. */
static struct clause next_clause(struct str text, const struct clause *w, size_t at,
				 const char *more)
{
	struct clause c;
	size_t n;

	while (at < w->end && ((n = comma_at(text, at, more)) || text.p[at] == ' '))
		at += n ? n : 1;
	c = label_around(text, &(struct clause){at, w->end}, at, at, more);
	trim(text, &c);
	return c;
}

/* The clause before `at`, where one begins. */
static struct clause last_clause(struct str text, const struct clause *w, size_t at,
				 const char *more)
{
	struct clause c;
	size_t before;

	while (at > w->begin && (before = utf8_before(text.p, at), true) &&
	       (comma_at(text, before, more) || text.p[before] == ' '))
		at = before;
	c = label_around(text, &(struct clause){w->begin, at}, at, at, more);
	trim(text, &c);
	return c;
}

struct clause clause_label(struct str text, const struct clause *sentence, size_t begin, size_t end,
			   const char *more)
{
	struct clause w = window(text, sentence, begin, end);
	struct clause label = label_around(text, &w, begin, end, more);
	struct clause before = {label.begin, begin},
		      after = {after_pair(text, end, label.end), label.end};
	size_t particle = scan_words_at(text, after.begin, particles);

	trim(text, &before);
	after.begin += particle <= after.end - after.begin ? particle : 0;
	trim(text, &after);
	if (is_empty(&after) && is_filler(text, &before)) {
		/* Alone in its clause, or as good as: the next says what happened, or the last. */
		after = next_clause(text, &w, label.end, more);
		before.begin = before.end;
		if (is_empty(&after))
			after = last_clause(text, &w, label.begin, more);
	}
	if (is_empty(&before) && !is_empty(&after))
		label = after;
	trim(text, &label);
	take_pairs(text, &w, &label);
	return whole_clusters(text, label);
}
