/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/draw.h"

#include <stdio.h>
#include <string.h>

#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "text/seg.h"
#include "text/utf8.h"
#include "text/width.h"

/* Like what width.c has learnt: a matter of the process, whose output goes one way. */
static bool plain;

/* The glyphs of a cluster as they come. */
struct sink {
	struct draw_glyph *out;
	size_t n;
};

/*
 * Bytes of the flag of England, Scotland or Wales, when text begins with one; other tags could
 * carry a text that nobody sees.
 */
static size_t tag_flag(struct str text)
{
	static const char *const flags[] = {
		"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
		"\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F",
		"\U0001F3F4\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F",
	};

	if (!str_starts(text, STR("\U0001F3F4")))
		return 0;
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		if (str_starts(text, str_of(flags[i])))
			return strlen(flags[i]);
	return 0;
}

/* A terminal may have answered that it has no columns for what stands in for others. */
static void add_base(struct sink *s, uint32_t cp)
{
	if (width_of(cp) == 0)
		cp = cp == 0xA0 ? ' ' : '?';
	if (s->n < DRAW_GLYPHS)
		s->out[s->n++] =
			(struct draw_glyph){.cp = {cp}, .n = 1, .columns = (uint8_t)width_of(cp)};
}

/*
 * Puts a mark into the base of the last glyph, where one code point stands for both and takes
 * the same columns (é may be wide where e is not).
 */
static bool compose(struct sink *s, uint32_t cp)
{
	struct draw_glyph *g = s->n ? &s->out[s->n - 1] : NULL;
	uint32_t composed = g && g->n == 1 ? uc_composition(g->cp[0], cp) : 0;

	if (!composed || composed == UINT32_MAX || width_of(composed) != g->columns)
		return false;
	g->cp[0] = composed;
	return true;
}

/* A mark goes onto the glyph before it. */
static void add_mark(struct sink *s, uint32_t cp)
{
	struct draw_glyph *g;

	if (s->n == 0)
		add_base(s, 0xA0);
	g = &s->out[s->n - 1];
	if (g->n < DRAW_CODE_POINTS)
		g->cp[g->n++] = cp;
}

static void add_text(struct sink *s, const char *text)
{
	for (; *text; text++)
		add_base(s, (unsigned char)*text);
}

/* The name by which is shown what must not reach a terminal. */
static const char *code_name(char name[static 16], uint32_t cp)
{
	if (cp < 0x20)
		snprintf(name, 16, "^%c", (int)cp + '@');
	else if (cp == 0x7F)
		snprintf(name, 16, "^?");
	else
		snprintf(name, 16, "<%02X>", (unsigned)cp);
	return name;
}

static bool is_bidi_control(uint32_t cp)
{
	return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

static bool is_tag(uint32_t cp)
{
	return cp >= 0xE0000 && cp < 0xE0080;
}

static bool is_blank(uint32_t cp)
{
	return cp == '\n' || cp == '\t' || cp == 0x2028 || cp == 0x2029;
}

/* Variation selectors, joiners, tags and the like: they only change how others look. */
static bool is_dropped(uint32_t cp)
{
	if (uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Cf))
		return cp == 0xAD || width_of(cp) == 0;
	return uc_is_property_variation_selector(cp) || cp == 0x034F;
}

/*
 * Not in our Unicode: as it is when the terminal took columns for it, or when nobody was asked
 * and it is a place kept for emoji or ideographs; else the replacement character.
 */
static bool is_unknown(uint32_t cp)
{
	if (!uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Cn))
		return false;
	return width_of(cp) < (width_known(cp) ? 1 : 2);
}

static uint32_t substitute(uint32_t cp)
{
	switch (cp) {
	case 0x2026: /* … */
		return 0x22EF;
	case 0x2014: /* — */
		return 0x2E3A;
	case 0x00B7: /* · */
		return 0x30FB;
	case 0x2018: /* ‘ */
	case 0x2019: /* ’ */
		return '\'';
	case 0x201C: /* “ */
		return 0x301D;
	case 0x201D: /* ” */
		return 0x301E;
	case 0x00D7: /* × */
		return 'x';
	}
	return cp;
}

static bool is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || is_bidi_control(cp) ||
	       uc_is_property_not_a_character(cp);
}

/* A skin tone is no glyph beside the emoji that it colours. */
static bool is_tone(uint32_t cp, uint32_t before)
{
	return cp >= 0x1F3FB && cp <= 0x1F3FF && before >= 0x231A &&
	       (before == 0xFE0F || uc_is_property_emoji(before));
}

/* The marks of kana: there are terminals that give them columns, as if they stood alone. */
static bool is_voicing(uint32_t cp)
{
	return cp == 0x3099 || cp == 0x309A;
}

static void add_code_point(struct sink *s, uint32_t cp, uint32_t before, bool flag)
{
	char name[16];

	if (width_is_safe(cp)) {
		add_base(s, cp);
	} else if (is_blank(cp)) {
		add_base(s, ' ');
	} else if (is_control(cp)) {
		add_text(s, code_name(name, cp));
	} else if (is_tag(cp)) {
		if (plain && !flag)
			add_text(s, code_name(name, cp));
	} else if (is_tone(cp, before)) {
		if (plain)
			add_base(s, cp);
	} else if (is_dropped(cp)) {
		if (plain && cp == 0xAD)
			add_base(s, '-');
	} else if (cp >= 0x1F1E6 && cp <= 0x1F1FF) {
		add_base(s, 'A' + cp - 0x1F1E6);
	} else if (is_unknown(cp)) {
		add_base(s, 0xFFFD);
	} else if ((width_of(cp) == 0 || is_voicing(cp)) && compose(s, cp)) {
		return;
	} else if (width_of(cp) == 0) {
		add_mark(s, cp);
	} else {
		add_base(s, width_substitutes() ? substitute(cp) : cp);
	}
}

size_t draw_cluster(const char *p, size_t n, struct draw_glyph out[DRAW_GLYPHS])
{
	struct sink s = {.out = out};
	bool flag = tag_flag((struct str){p, n}) > 0;
	uint32_t before = 0;
	size_t size;

	if (n == 2 && p[0] == '\r' && p[1] == '\n')
		p++, n--;
	for (size_t at = 0; at < n && s.n < DRAW_GLYPHS; at += size) {
		uint32_t cp = utf8_at(p, at, &size);

		add_code_point(&s, cp, before, flag);
		before = cp;
	}
	return s.n;
}

int draw_cluster_columns(const char *p, size_t n)
{
	struct draw_glyph glyphs[DRAW_GLYPHS];
	size_t size, count;
	uint32_t cp = utf8_at(p, 0, &size);
	int columns = 0;

	if (size == n && width_is_safe(cp))
		return cp < 0x80 ? 1 : 2;
	count = draw_cluster(p, n, glyphs);
	for (size_t i = 0; i < count; i++)
		columns += glyphs[i].columns;
	return columns;
}

int draw_columns(struct str text)
{
	int columns = 0;

	for (size_t at = 0, end; at < text.n; at = end) {
		end = seg_next(text.p, text.n, at);
		columns += draw_cluster_columns(text.p + at, end - at);
	}
	return columns;
}

void draw_add(struct buf *out, struct str text)
{
	struct draw_glyph glyphs[DRAW_GLYPHS];

	for (size_t at = 0, end; at < text.n; at = end) {
		size_t count;

		end = seg_next(text.p, text.n, at);
		count = draw_cluster(text.p + at, end - at, glyphs);
		for (size_t i = 0; i < count; i++) {
			for (size_t k = 0; k < glyphs[i].n; k++) {
				buf_reserve(out, 4);
				out->n += utf8_put(out->p + out->n, glyphs[i].cp[k]);
				out->p[out->n] = '\0';
			}
		}
	}
}

void draw_set_plain(bool on)
{
	plain = on;
}

bool draw_is_control(uint32_t cp)
{
	return !width_is_safe(cp) && (is_control(cp) || is_tag(cp));
}

/* Bytes, from the beginning, of code points that every terminal takes as they are. */
static size_t safe_run(struct str text)
{
	size_t at = 0, size;

	while (at < text.n && width_is_safe(utf8_at(text.p, at, &size)))
		at += size;
	return at;
}

void draw_add_text(struct buf *out, struct str text)
{
	char name[16];
	size_t valid = utf8_valid(text);
	int size;

	for (size_t at = 0; at < text.n; at += (size_t)size) {
		size_t safe = safe_run(str_sub(text, at, valid));

		buf_add(out, text.p + at, safe);
		at += safe;
		if (at == text.n)
			break;
		size_t flag = tag_flag(str_sub(text, at, text.n));
		ucs4_t cp;

		if (flag) {
			buf_add(out, text.p + at, flag);
			size = (int)flag;
			continue;
		}
		size = u8_mbtoucr(&cp, (const uint8_t *)text.p + at, text.n - at);
		if (size < 0) {
			size = 1;
			buf_addf(out, "<%02X>", (unsigned char)text.p[at]);
		} else if (is_blank(cp)) {
			buf_addc(out, ' ');
		} else if (draw_is_control(cp)) {
			buf_adds(out, code_name(name, cp));
		} else {
			buf_add(out, text.p + at, (size_t)size);
		}
	}
}
