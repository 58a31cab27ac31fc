/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/brk.h"

#include <string.h>

#include <unictype.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <uniwidth.h>

#include "text/seg.h"
#include "text/utf8.h"

/* What the rules know of a character. */
enum {
	SIMPLE = 1 << 0,   /* CJK, ASCII letters and digits, quotes: no need of libunistring */
	CLOSES = 1 << 1,   /* of those, the classes CL, EX, NS, CJ, IN, QU: no break before it */
	OPENS = 1 << 2,    /* of those, the classes OP, QU: no break behind it */
	WIDE = 1 << 3,     /* East Asian Width W or F, or a mark of CJK text that is ambiguous */
	NO_START = 1 << 4, /* never begins a line */
	NO_START_JOINED = 1 << 5, /* only behind a space */
	NO_END = 1 << 6,          /* never ends a line */
	NO_END_JOINED = 1 << 7,   /* only before a space */
	QUOTE_OPENS = 1 << 8,
	QUOTE_CLOSES = 1 << 9,
	PAIR = 1 << 10,   /* two of them are one mark: —— …… */
	DASH = 1 << 11,   /* does not begin a line in BRK_KINSOKU_STRICT */
	LETTER = 1 << 12, /* letter or digit that is not wide */
	DIGIT = 1 << 13,
	STOP = 1 << 14, /* UAX #14 class IS or an apostrophe: joins what it stands between */
	SIGN = 1 << 15, /* ASCII sign: two equal ones stay together, C++ */
	PART = 1 << 16, /* a token longer than the line is cut behind it: / \ ? & = @ . - */
	TIMES = 1 << 17,
	HANGUL = 1 << 18,
	SPACE = 1 << 19,
	ABSENT = 1 << 20,      /* neither seen nor an opportunity: direction marks and the like */
	OBJECT = 1 << 21,      /* UAX #14 class CB */
	BRACKET = 1 << 22,     /* of ASCII */
	STOP_WIDE = 1 << 23,   /* a stop of CJK text: what stands behind it begins anew */
	WIDE_LETTER = 1 << 24, /* full-width letter or digit */
};

#define CLOSING   (SIMPLE | CLOSES | WIDE | NO_START)
#define FULL_STOP (CLOSING | STOP_WIDE)
#define OPENING   (SIMPLE | OPENS | WIDE | NO_END)
#define LONG_MARK (PAIR | DASH | WIDE)
#define QUOTE     (SIMPLE | OPENS | CLOSES)
#define PLAIN     (SIMPLE | WIDE)

/*
 * Marks with rules of their own, by code point. Sources: CLREQ 3.1.9 (line start and end), JLREQ
 * 3.1.7, 3.1.8 and its character classes, UAX #14 (the classes).
 */
/* clang-format off */
static const struct mark {
	uint32_t cp, last; /* sorted; last: 0 for a single one */
	uint32_t traits;
} marks[] = {
	{0x00A0, 0, 0},
	{0x00A3, 0, NO_END_JOINED}, {0x00A5, 0, NO_END_JOINED},
	{0x00AB, 0, NO_END},
	{0x00AD, 0, ABSENT},
	{0x00B0, 0, NO_START}, {0x00B1, 0, NO_END_JOINED},
	{0x00B7, 0, NO_START},
	{0x00BB, 0, NO_START},
	{0x00D7, 0, TIMES},
	{0x00F7, 0, 0},
	{0x1160, 0x11FF, NO_START},        /* conjoining vowels and finals without a beginning */
	{0x1680, 0, SPACE}, {0x2000, 0x2006, SPACE}, {0x2008, 0x200B, SPACE},
	{0x200C, 0x200F, ABSENT},
	{0x2010, 0, NO_START},
	{0x2013, 0, NO_START},
	{0x2014, 0, SIMPLE | LONG_MARK}, {0x2015, 0, LONG_MARK},
	{0x2018, 0, QUOTE | QUOTE_OPENS | NO_END_JOINED},
	{0x2019, 0, QUOTE | QUOTE_CLOSES | NO_START_JOINED | STOP},
	{0x201C, 0, QUOTE | QUOTE_OPENS | NO_END_JOINED},
	{0x201D, 0, QUOTE | QUOTE_CLOSES | NO_START_JOINED},
	{0x2025, 0x2026, SIMPLE | CLOSES | LONG_MARK},
	{0x2027, 0, NO_START},
	{0x202A, 0x202E, ABSENT},
	{0x2030, 0, NO_START}, {0x2032, 0x2034, NO_START},
	{0x203C, 0, NO_START}, {0x2047, 0x2049, NO_START},
	{0x205F, 0, SPACE},
	{0x2060, 0x206F, ABSENT},
	{0x20AC, 0, NO_END_JOINED},
	{0x2103, 0, NO_START}, {0x2109, 0, NO_START},
	{0x2116, 0, NO_END_JOINED}, {0x2212, 0, NO_END_JOINED},
	{0x22EF, 0, LONG_MARK},
	{0x2329, 0, WIDE | NO_END}, {0x232A, 0, WIDE | NO_START},
	{0x3000, 0, SPACE},
	{0x3001, 0x3002, FULL_STOP},
	{0x3005, 0, CLOSING},
	{0x3008, 0, OPENING}, {0x3009, 0, CLOSING}, {0x300A, 0, OPENING}, {0x300B, 0, CLOSING},
	{0x300C, 0, OPENING}, {0x300D, 0, CLOSING}, {0x300E, 0, OPENING}, {0x300F, 0, CLOSING},
	{0x3010, 0, OPENING}, {0x3011, 0, CLOSING},
	{0x3014, 0, OPENING}, {0x3015, 0, CLOSING}, {0x3016, 0, OPENING}, {0x3017, 0, CLOSING},
	{0x3018, 0, OPENING}, {0x3019, 0, CLOSING}, {0x301A, 0, OPENING}, {0x301B, 0, CLOSING},
	{0x301C, 0, CLOSING},
	{0x301D, 0, OPENING}, {0x301E, 0x301F, CLOSING},
	{0x303B, 0, WIDE | NO_START},
	{0x3041, 0, CLOSING}, {0x3043, 0, CLOSING}, {0x3045, 0, CLOSING}, {0x3047, 0, CLOSING},
	{0x3049, 0, CLOSING}, {0x3063, 0, CLOSING}, {0x3083, 0, CLOSING}, {0x3085, 0, CLOSING},
	{0x3087, 0, CLOSING}, {0x308E, 0, CLOSING}, {0x3095, 0x3096, CLOSING},
	{0x309B, 0x309E, CLOSING},
	{0x30A0, 0, CLOSING},
	{0x30A1, 0, CLOSING}, {0x30A3, 0, CLOSING}, {0x30A5, 0, CLOSING}, {0x30A7, 0, CLOSING},
	{0x30A9, 0, CLOSING}, {0x30C3, 0, CLOSING}, {0x30E3, 0, CLOSING}, {0x30E5, 0, CLOSING},
	{0x30E7, 0, CLOSING}, {0x30EE, 0, CLOSING}, {0x30F5, 0x30F6, CLOSING},
	{0x30FB, 0x30FE, CLOSING},
	{0x31F0, 0x31FF, WIDE | NO_START},
	{0xFE10, 0xFE16, WIDE | NO_START},
	{0xFE50, 0xFE57, WIDE | NO_START},
	{0xFEFF, 0, ABSENT},
	{0xFF01, 0, FULL_STOP},
	{0xFF04, 0, WIDE | NO_END_JOINED},
	{0xFF05, 0, WIDE | NO_START},
	{0xFF08, 0, OPENING}, {0xFF09, 0, CLOSING},
	{0xFF0C, 0, FULL_STOP}, {0xFF0E, 0, FULL_STOP},
	{0xFF0F, 0, SIMPLE | WIDE | NO_START},
	{0xFF10, 0xFF19, PLAIN | WIDE_LETTER},
	{0xFF1A, 0xFF1B, FULL_STOP},
	{0xFF1F, 0, FULL_STOP},
	{0xFF21, 0xFF3A, PLAIN | WIDE_LETTER},
	{0xFF3B, 0, OPENING}, {0xFF3D, 0, CLOSING},
	{0xFF41, 0xFF5A, PLAIN | WIDE_LETTER},
	{0xFF5B, 0, OPENING}, {0xFF5D, 0, CLOSING},
	{0xFF5E, 0, SIMPLE | WIDE | NO_START},
	{0xFF5F, 0, OPENING}, {0xFF60, 0, CLOSING},
	{0xFF61, 0, NO_START | WIDE}, {0xFF62, 0, NO_END | WIDE},
	{0xFF63, 0xFF65, NO_START | WIDE},
	{0xFF67, 0xFF70, NO_START | WIDE},
	{0xFF9E, 0xFF9F, NO_START | WIDE},
	{0xFFE1, 0, WIDE | NO_END_JOINED}, {0xFFE5, 0, WIDE | NO_END_JOINED},
	{0xFFFC, 0, OBJECT},
};

/* Letters and digits apart. */
static const uint32_t ascii[128] = {
	['\t'] = SPACE,
	[' '] = SPACE,
	['!'] = SIGN | NO_START_JOINED,
	['#'] = SIGN | LETTER,
	['$'] = SIGN | NO_END_JOINED,
	['%'] = SIGN | NO_START_JOINED,
	['&'] = SIGN | LETTER | PART,
	['\''] = STOP,
	['('] = NO_END_JOINED | BRACKET,
	[')'] = NO_START_JOINED | BRACKET,
	['*'] = SIGN | LETTER,
	['+'] = SIGN,
	[','] = SIGN | NO_START_JOINED | STOP | PART,
	['-'] = SIGN | PART,
	['.'] = NO_START_JOINED | PAIR | STOP | PART,
	['/'] = SIGN | PART,
	[':'] = SIGN | NO_START_JOINED | STOP | PART,
	[';'] = SIGN | NO_START_JOINED | STOP | PART,
	['<'] = SIGN | LETTER,
	['='] = SIGN | LETTER | PART,
	['>'] = SIGN | LETTER,
	['?'] = SIGN | NO_START_JOINED | PART,
	['@'] = SIGN | LETTER | PART,
	['['] = NO_END_JOINED | BRACKET,
	['\\'] = SIGN | PART,
	[']'] = NO_START_JOINED | BRACKET,
	['^'] = SIGN | LETTER,
	['_'] = SIGN | LETTER,
	['`'] = SIGN | LETTER,
	['{'] = NO_END_JOINED | BRACKET,
	['|'] = SIGN,
	['}'] = NO_START_JOINED | BRACKET,
	['~'] = SIGN | LETTER,
};
/* clang-format on */

static const struct mark *find_mark(uint32_t cp)
{
	size_t low = 0, high = sizeof marks / sizeof *marks;

	while (low < high) {
		size_t middle = (low + high) / 2;
		uint32_t last = marks[middle].last ? marks[middle].last : marks[middle].cp;

		if (cp > last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sizeof marks / sizeof *marks && cp >= marks[low].cp ? &marks[low] : NULL;
}

static uint32_t traits_of(uint32_t cp)
{
	const struct mark *mark;

	if ((cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF))
		return PLAIN;
	if (cp >= 0xAC00 && cp <= 0xD7A3)
		return PLAIN | HANGUL;
	mark = find_mark(cp);
	if (mark)
		return mark->traits;
	if ((cp >= 0x3001 && cp <= 0x3029) || (cp >= 0x3041 && cp <= 0x3096) ||
	    (cp >= 0x309B && cp <= 0x30FF) || (cp >= 0xFF01 && cp <= 0xFF60))
		return PLAIN;
	if (uc_width(cp, "UTF-8") == 2)
		return cp <= 0x115F ? WIDE | HANGUL : WIDE;
	if (uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N))
		return LETTER;
	return 0;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

struct unit {
	uint32_t cp; /* the first one of a cluster, 0 for none */
	uint32_t traits;
	uint32_t size; /* bytes of cp */
};

static inline struct unit unit_at(const char *p, size_t n, size_t at)
{
	struct unit u = {0};
	size_t size;

	if (at >= n)
		return u;
	u.cp = utf8_at(p, at, &size);
	u.size = (uint32_t)size;
	if (is_letter(p[at]))
		u.traits = SIMPLE | LETTER | (is_digit(p[at]) ? DIGIT : 0u);
	else
		u.traits = size == 1 ? ascii[u.cp] : traits_of(u.cp);
	return u;
}

/* The edge's surroundings. The units before it are the last ones that are no spaces. */
struct context {
	const struct brk_options *options;
	struct unit before2, before, after, after2;
	bool spaced;
};

static void context_pass(struct context *c)
{
	if (c->after.traits & SPACE) {
		c->spaced = true;
	} else if (!(c->after.traits & ABSENT)) {
		c->before2 = c->spaced ? (struct unit){0} : c->before;
		c->before = c->after;
		c->spaced = false;
	}
}

/* ---- UAX #14 */

/* UAX #14 classes IS and SY, of ASCII. */
static bool is_infix(uint32_t cp)
{
	return cp && cp < 0x80 && strchr(",./:;", (int)cp);
}

/* Where libunistring 1.0 departs from the published rules. */
static int mend_uax14(const struct context *c, int edge)
{
	uint32_t a = c->before.traits, b = c->after.traits;

	if (edge == BRK_MUST)
		return edge;
	/* LB14: no break behind an opening bracket, even with spaces between. */
	if (c->spaced && (a & (NO_END | NO_END_JOINED)) && !(a & (QUOTE_OPENS | SIGN)) &&
	    c->before.cp != 0xAB)
		return 0;
	/* LB16: none between a closing bracket and a mark either. */
	if (c->spaced && (c->before.cp == ')' || c->before.cp == ']') && (b & CLOSES))
		return 0;
	if (c->spaced)
		return edge;
	/* LB25: a number goes on behind a sign between digits; behind another one it begins. */
	if (is_infix(c->before.cp) && (b & DIGIT) && !(c->before2.traits & DIGIT) &&
	    !is_infix(c->before2.cp))
		return BRK_MAY;
	/* LB29: no break behind an infix sign (e.g.) before a letter. */
	if ((a & STOP) && c->before.cp < 0x80 && c->before.cp != '\'' && (b & LETTER))
		return 0;
	/* LB20: a break behind an object, also before a hyphen or a small kana. */
	if ((a & OBJECT) && (c->after.cp == '-' || (b & CLOSES)))
		return BRK_MAY;
	return edge;
}

/* The edge behind the spaces that begin a line at from: LB18, as if a word stood before them. */
static void mend_line_start(const char *p, size_t n, size_t from, uint8_t *edge)
{
	uint8_t text[2 + 4] = "a ";
	char breaks[sizeof text];
	size_t at = from, size;

	while (at < n && p[at] == ' ')
		at++;
	if (at == from || at == n)
		return;
	utf8_at(p, at, &size);
	memcpy(text + 2, p + at, size);
	u8_possible_linebreaks(text, 2 + size, "UTF-8", breaks);
	edge[at] = breaks[2] == UC_BREAK_POSSIBLE ? BRK_MAY : 0;
}

static bool is_extending(uint32_t cp)
{
	int property = cp < 0x300 ? GBP_OTHER : uc_graphemeclusterbreak_property(cp);

	return property == GBP_EXTEND || property == GBP_ZWJ || property == GBP_SPACINGMARK;
}

/* The edges inside [from, to) as libunistring sees them; edge[from] stays as it is. */
static void library_breaks(const char *p, size_t from, size_t to, uint8_t *edge)
{
	uint8_t first = edge[from];
	bool must = false;
	struct context c = {0};

	u8_possible_linebreaks((const uint8_t *)p + from, to - from, "UTF-8", (char *)edge + from);
	for (size_t i = from; i < to; i++) {
		int kind = edge[i];

		edge[i] = kind == UC_BREAK_POSSIBLE ? BRK_MAY : 0;
		if (must && !utf8_trails(p[i])) {
			edge[i] = BRK_MUST;
			must = false;
		}
		if (kind == UC_BREAK_MANDATORY)
			must = true;
	}
	edge[from] = first;
	for (size_t at = from; at < to; at += c.after.size) {
		c.after = unit_at(p, to, at);
		if (at == 0 || edge[at] == BRK_MUST)
			mend_line_start(p, to, at, edge);
		if (at > from)
			edge[at] = (uint8_t)mend_uax14(&c, edge[at]);
		if (c.spaced || !is_extending(c.after.cp)) /* LB9, LB10 */
			context_pass(&c);
	}
}

/* Between two simple characters the rules are a matter of those two alone. */
static int simple_edge(const struct unit *a, const struct unit *b)
{
	if ((a->traits & OPENS) || (b->traits & CLOSES) || (a->traits & b->traits & LETTER) ||
	    ((b->traits & PAIR) && a->cp == b->cp))
		return 0;
	return BRK_MAY;
}

/*
 * `at` holds a character that is not simple, or begins the text; before it is `before`, at
 * `from`. Fills the edges up to the next simple character and returns where that stands (n if
 * nowhere): the text from `from` up to there is given to libunistring, but for a blank between
 * words.
 */
static size_t complex_edges(const char *p, size_t n, size_t from, const struct unit *before,
			    size_t at, uint8_t *edge)
{
	struct unit u = unit_at(p, n, at);
	size_t to = at + u.size;

	if (u.cp == ' ' && (before->traits & SIMPLE) && !(before->traits & OPENS)) {
		u = unit_at(p, n, to);
		if ((u.traits & SIMPLE) && !(u.traits & (CLOSES | PAIR))) {
			edge[to] = BRK_MAY;
			return to;
		}
	}
	while (to < n) {
		u = unit_at(p, n, to);
		if (u.traits & SIMPLE) {
			library_breaks(p, from, to + u.size, edge);
			return to;
		}
		to += u.size;
	}
	library_breaks(p, from, n, edge);
	return n;
}

void brk_uax14(const char *p, size_t n, uint8_t *edge)
{
	struct unit before = {0}, after;
	size_t last = 0, known = 0;

	memset(edge, 0, n);
	for (size_t at = 0; at < n; at += after.size) {
		after = unit_at(p, n, at);
		if (at == 0)
			edge[at] = BRK_MAY;
		if (!(after.traits & SIMPLE) && at >= known)
			known = complex_edges(p, n, last, &before, at, edge);
		else if (at > known)
			edge[at] = (uint8_t)simple_edge(&before, &after);
		before = after;
		last = at;
	}
}

/* ---- kinsoku and tokens */

/* Would a line begin or end with what must not stand there? */
static bool is_forbidden(const struct context *c)
{
	uint32_t a = c->before.traits, b = c->after.traits;

	if ((b & NO_START) || (a & NO_END))
		return true;
	if ((b & DASH) && c->options->kinsoku == BRK_KINSOKU_STRICT)
		return true;
	if (c->spaced)
		return false;
	return (b & NO_START_JOINED) || (a & NO_END_JOINED) ||
	       ((b & PAIR) && c->before.cp == c->after.cp);
}

static bool is_wide_digit(uint32_t cp)
{
	return cp >= 0xFF10 && cp <= 0xFF19;
}

/*
 * Opportunities by UAX #14 inside what a reader takes for one word:
 * Node.js e.g. a.2 12,345 don't C++ 4×100 https:// HTTP/2 C:\ ＡＢＣ ３．１４
 */
static bool is_inside_token(const struct context *c)
{
	const struct unit *a = &c->before, *b = &c->after;

	if (c->spaced)
		return false;
	return ((a->traits & STOP) && ((b->traits & LETTER) || b->cp == '\\')) ||
	       (a->traits & b->traits & WIDE_LETTER) ||
	       (is_wide_digit(c->before2.cp) && is_wide_digit(b->cp) &&
		(a->cp == 0xFF0C || a->cp == 0xFF0E || a->cp == 0xFF1A)) ||
	       ((b->traits & SIGN) && a->cp == b->cp) ||
	       ((b->traits & TIMES) && (a->traits & c->after2.traits & DIGIT)) ||
	       ((a->traits & TIMES) && (c->before2.traits & b->traits & DIGIT)) ||
	       (a->cp == '/' && (c->before2.cp == '/' || (b->traits & DIGIT)));
}

/*
 * UAX #14 glues “ ” ‘ ’ to both sides, because in Latin scripts either may open. Beside a wide
 * character “ ‘ open and ” ’ close (LB19a of Unicode 16 says nearly the same).
 */
static bool is_quote_side(const struct context *c)
{
	uint32_t a = c->before.traits, b = c->after.traits;

	if (c->spaced || c->before.cp == 0)
		return false;
	if (b & QUOTE_OPENS)
		return (a | c->after2.traits) & WIDE;
	return (a & QUOTE_CLOSES) && !(b & (DASH | SPACE)) && ((b | c->before2.traits) & WIDE);
}

/*
 * UAX #14 keeps - + ± $ to what closes before them (LB21, LB25), where it has "(a)-1" in mind:
 * 3℃、-5℃ and 约￥8，$1 are lists.
 */
static bool is_next_number(const struct context *c)
{
	return !c->spaced && (c->before.traits & STOP_WIDE) && (c->after2.traits & DIGIT) &&
	       ((c->after.traits & NO_END_JOINED) || c->after.cp == '-' || c->after.cp == '+');
}

/* Behind a space a stop may begin a word: .35 (LB15c of Unicode 16) and .NET. */
static bool is_stop_of_word(const struct context *c)
{
	return c->spaced && c->after.cp == '.' && (c->after2.traits & LETTER);
}

/* The value of an edge that is no opportunity. */
static int rank(const struct context *c)
{
	uint32_t a = c->before.traits, b = c->after.traits;

	if (b & SPACE)
		return BRK_LAST;
	if (a & b & WIDE_LETTER)
		return BRK_FORCED;
	if (c->spaced || ((a | b) & (WIDE | QUOTE_OPENS | QUOTE_CLOSES | BRACKET)))
		return BRK_TOKEN;
	if ((a & PART) && !(b & PART))
		return (a & STOP) && (b & LETTER) ? BRK_PART : BRK_TOKEN;
	if (c->before.cp == '_' && (b & LETTER))
		return BRK_PART;
	/* Latin, Greek and Cyrillic beside another script. */
	if ((a & b & LETTER) && (c->before.cp < 0x530) != (c->after.cp < 0x530))
		return BRK_TOKEN;
	return BRK_FORCED;
}

static int judge(const struct context *c, int edge)
{
	uint32_t a = c->before.traits, b = c->after.traits;
	bool may = edge == BRK_MAY;

	if (edge == BRK_MUST)
		return edge;
	if (!((a | b) & ~(uint32_t)(PLAIN | LETTER | DIGIT)) && (a & b & SIMPLE) && !c->spaced)
		return may ? BRK_MAY : BRK_FORCED;
	if (b & ABSENT)
		return BRK_LAST;
	if (c->options->kinsoku == BRK_KINSOKU_NONE && (a & b & WIDE) &&
	    !((b & PAIR) && c->before.cp == c->after.cp))
		may = true;
	else if (is_forbidden(c))
		return BRK_LAST;
	else if (!may)
		may = is_quote_side(c) || is_next_number(c) || is_stop_of_word(c);
	if (may && c->options->korean == BRK_KOREAN_WORD && !c->spaced && ((a | b) & HANGUL))
		may = false;
	return may && !is_inside_token(c) ? BRK_MAY : rank(c);
}

/* Simple and ASCII characters are clusters by themselves beside one another. */
static bool is_alone(const struct unit *u)
{
	return (u->traits & SIMPLE) || (u->cp >= ' ' && u->cp < 0x7F);
}

/* From U+4E00 to U+9FFF: most of what is read. */
static bool is_han(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (u[0] > 0xE4 && u[0] <= 0xE9) || (u[0] == 0xE4 && u[1] >= 0xB8);
}

/*
 * c->after stands at `at`, an ideograph or an ASCII letter: goes on to the last one of those
 * behind it that have another one behind them, and returns where that stands.
 */
static size_t pass_alike(const char *p, size_t n, size_t at, struct context *c, uint8_t *edge)
{
	size_t begin = at, size = c->after.size;

	if (size == 3) {
		while (n - at >= 9 && is_han(p + at + 3) && is_han(p + at + 6))
			edge[at += 3] = BRK_MAY;
	} else {
		while (n - at >= 3 && is_letter(p[at + 1]) && is_letter(p[at + 2]))
			edge[at += 1] = BRK_FORCED;
	}
	if (at > begin) {
		c->before = c->after;
		c->after = unit_at(p, n, at);
		c->after2 = unit_at(p, n, at + size);
		c->spaced = false;
	}
	return at;
}

void brk_find(const char *p, size_t n, const struct brk_options *options, uint8_t *edge)
{
	struct context c = {.options = options, .after = unit_at(p, n, 0)};
	struct unit last = {0};
	size_t known = 0, from = 0;
	int before = 0; /* what was found before last */

	memset(edge, 0, n);
	for (size_t at = 0, end; at < n; at = end) {
		int found = edge[at];

		if (!(c.after.traits & SIMPLE) && at >= known) {
			known = complex_edges(p, n, from, &last, at, edge);
			found = edge[at];
		} else if (at > known) {
			found = simple_edge(&last, &c.after);
		}
		end = at + c.after.size;
		c.after2 = unit_at(p, n, end);
		if (end < n && !(is_alone(&c.after) && is_alone(&c.after2))) {
			size_t next = seg_next(p, n, at);

			if (next > end && end >= known)
				known = complex_edges(p, n, at, &c.after, end, edge);
			memset(edge + at + 1, BRK_INSIDE, next - at - 1);
			end = next;
			c.after2 = unit_at(p, n, end);
		}
		/* A line does not begin with what is not seen: the opportunity moves behind it. No
		 * hyphen is drawn for a soft one, so that none is added. */
		if ((last.traits & ABSENT) && found != BRK_MUST &&
		    (before == BRK_MAY || last.cp == 0xAD))
			found = before;
		before = found == BRK_MAY ? BRK_MAY : 0;
		edge[at] = (uint8_t)(at == 0 ? BRK_MAY : judge(&c, found));
		if (end == at + c.after.size && (is_letter(p[at]) || is_han(p + at))) {
			at = pass_alike(p, n, at, &c, edge);
			end = at + c.after.size;
		}
		last = c.after;
		from = at;
		context_pass(&c);
		c.after = c.after2;
	}
}
