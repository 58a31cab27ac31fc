/* SPDX-License-Identifier: ISC
 *
 * Markdown by md4c: CommonMark with tables, strikethrough and task lists, and what CJK authors
 * expect beyond it: emphasis beside CJK punctuation (see guard_emphasis), line ends that vanish
 * between wide characters (the builder's work), addresses that end where the Latin script ends.
 */
#include "config.h"

#include <libxml/HTMLparser.h>
#include <md4c.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/autolink.h"
#include "doc/copy.h"
#include "doc/dialect.h"
#include "doc/emoji.h"
#include "doc/format_html.h"
#include "doc/formats.h"
#include "text/script.h"
#include "text/utf8.h"

/*
 * Put beside a delimiter run to change what md4c thinks of it: a noncharacter, neither white
 * space nor punctuation, which no text holds for a purpose. Taken out again on the way.
 */
static const struct str guard = STR_INIT("\xEF\xB7\x90");

enum {
	PADDING = 64, /* md4c 0.4.8 reads a few bytes past its input */
};

struct markdown {
	struct doc_build *build;
	struct html *html; /* made when there is a tag */
	struct buf alt;    /* of the image whose text is being read */
	unsigned images;   /* images open, one in the other */
	struct str image_source;
	struct arena arena; /* of attributes */
	struct buf block;   /* an HTML block, gathered */
	bool in_block;
	bool plain;       /* inside a code span or block */
	const char *task; /* the box of a task, due before its text */
};

/* ---- emphasis in text without blanks */

/*
 * What CommonMark counts as punctuation, as far as it stands beside emphasis: ASCII's, general
 * punctuation, CJK's and the full-width forms.
 */
static bool is_punctuation(uint32_t cp)
{
	if (cp < 0x80)
		return cp > ' ' && cp < 0x7F && script_of(cp) != SCRIPT_WORD;
	return (cp >= 0x2010 && cp <= 0x2027) || (cp >= 0x2030 && cp <= 0x205E) ||
	       (cp >= 0x3001 && cp <= 0x3003) || (cp >= 0x3008 && cp <= 0x3011) ||
	       (cp >= 0x3014 && cp <= 0x301F) || cp == 0x30FB || (cp >= 0xFF01 && cp <= 0xFF0F) ||
	       (cp >= 0xFF1A && cp <= 0xFF20) || (cp >= 0xFF3B && cp <= 0xFF40) ||
	       (cp >= 0xFF5B && cp <= 0xFF65);
}

static bool is_space(uint32_t cp)
{
	return cp <= ' ' || cp == 0xA0 || cp == 0x3000;
}

static bool is_cjk(uint32_t cp)
{
	return script_is_solid(cp) || script_of(cp) == SCRIPT_HANGUL;
}

/* On which sides of a run of `*` a guard is needed. */
static void judge_run(struct str text, size_t begin, size_t end, bool *ahead, bool *behind)
{
	size_t size;
	uint32_t before = begin ? utf8_at(text.p, utf8_before(text.p, begin), &size) : '\n';
	uint32_t after = end < text.n ? utf8_at(text.p, end, &size) : '\n';

	*ahead = *behind = false;
	if (is_space(before) || is_space(after) || before == '\\' ||
	    !(is_cjk(before) || is_cjk(after)))
		return;
	*ahead = is_punctuation(before) && !is_punctuation(after);
	*behind = is_punctuation(after) && !is_punctuation(before);
}

/*
 * A run of `*` between punctuation and a letter may only open (`。**她`) or only close
 * (`她**「`) emphasis by CommonMark's rule of flanking, which takes for granted that words
 * have blanks around them. In `**真。**她` the second run should close: with a guard between
 * the punctuation and the run it may do both, and what it does then depends on whether there is
 * something to close. Copies the text with guards.
 */
static void guard_emphasis(struct buf *out, struct str text, struct repair_span *spans, size_t n)
{
	struct copy copy = {.out = out, .text = text, .spans = spans, .n = n};
	size_t at = 0;

	while ((at = str_find(text, STR("*"), at)) != (size_t)-1) {
		size_t end = at;
		bool ahead, behind;

		while (end < text.n && text.p[end] == '*')
			end++;
		judge_run(text, at, end, &ahead, &behind);
		if (ahead || behind)
			copy_to(&copy, ahead ? at : end, guard);
		at = end;
	}
	copy_rest(&copy);
}

/* ---- lines that md4c should see otherwise */

/*
 * For each bracket md4c 0.4.8 seeks its line among those of the paragraph, from the first one.
 * More steps than this are as many as a paragraph of 2000 lines with a bracket each takes.
 */
enum { STEPS_LIMIT = 1 << 22 };

static bool is_fence(struct str line)
{
	return str_starts(line, STR("```")) || str_starts(line, STR("~~~"));
}

static size_t count_brackets(struct str line)
{
	size_t n = 0;

	for (size_t i = 0; i < line.n; i++)
		n += line.p[i] == '[' || line.p[i] == ']';
	return n;
}

/* Does the line surely not go on with the paragraph above it? */
static bool begins_block(struct str line)
{
	struct str text = str_trim(line);

	return text.n == 0 || is_fence(text) ||
	       (text.n > 2 && memchr("-+*", text.p[0], 3) && text.p[1] == ' ' && text.p == line.p);
}

/* The end of the label of a line `[label]: ...`; 0 for another line. */
static size_t label_end(struct str line)
{
	size_t end = str_starts(line, STR("[")) ? str_find(line, STR("]:"), 0) : (size_t)-1;

	return end == (size_t)-1 ? 0 : end + 1;
}

/* A footnote's text, which CommonMark takes for the address of a link and drops. */
static bool is_note(struct str line)
{
	return str_starts(line, STR("[^")) && label_end(line);
}

/*
 * Copies the text with a blank line wherever a paragraph would take too long, and round a footnote,
 * whose label gets a guard; but for code in fences. False, and nothing copied, when nothing is
 * inserted.
 */
static bool part_lines(struct buf *out, struct str text, struct repair_span *spans, size_t n)
{
	struct copy copy = {.out = out, .text = text, .spans = spans, .n = n};
	size_t lines = 0, brackets = 0;
	struct str rest = text, line;
	bool fenced = false, note = false;

	while (str_split(&rest, '\n', &line)) {
		size_t at = (size_t)(line.p - text.p);
		bool behind_note = note;

		fenced ^= is_fence(str_trim(line));
		lines = fenced || begins_block(line) ? 1 : lines + 1;
		brackets = (lines > 1 ? brackets : 0) + count_brackets(line);
		note = !fenced && is_note(line);
		if (lines > 1 &&
		    (note || (behind_note && label_end(line)) || lines * brackets > STEPS_LIMIT)) {
			copy_to(&copy, at, STR("\n"));
			lines = 1;
			brackets = 0;
		}
		if (note)
			copy_to(&copy, at + label_end(line), guard);
	}
	if (copy.done == 0)
		return false;
	copy_rest(&copy);
	return true;
}

/* ---- text */

static struct html *html_of(struct markdown *m)
{
	if (!m->html)
		m->html = html_new(m->build);
	return m->html;
}

static void add_piece(struct markdown *m, struct str piece)
{
	if (m->images)
		buf_addstr(&m->alt, piece);
	else if (m->plain)
		doc_add_text(m->build, piece);
	else if (m->html && html_is_open(m->html))
		html_text(m->html, piece);
	else
		autolink_add_text(m->build, piece);
}

/* The piece of *rest before the next guard, and *rest moved behind that. */
static bool next_piece(struct str *rest, struct str *piece)
{
	size_t at = str_find(*rest, guard, 0);

	if (!rest->n)
		return false;
	*piece = str_sub(*rest, 0, at);
	*rest = at == (size_t)-1 ? (struct str){0} : str_sub(*rest, at + guard.n, rest->n);
	return true;
}

static void add_plain(struct markdown *m, struct str text)
{
	struct str piece;

	if (m->task) {
		doc_add_text(m->build, str_of(m->task));
		m->task = NULL;
	}
	while (next_piece(&text, &piece))
		add_piece(m, piece);
}

static void add_normal(struct markdown *m, struct str text)
{
	size_t done = 0, at = 0, end;
	const char *emoji;

	while ((emoji = emoji_find(text, &at, &end))) {
		add_plain(m, str_sub(text, done, at));
		add_plain(m, str_of(emoji));
		done = at = end;
	}
	add_plain(m, str_sub(text, done, text.n));
}

/* "&amp;" and "&#38;" as text; what is none stays as it is. */
static void decode_entity(struct buf *out, struct str entity)
{
	char utf8[4], name[32];
	uint32_t cp = 0;

	if (entity.n > 3 && entity.p[1] == '#') {
		bool hex = entity.p[2] == 'x' || entity.p[2] == 'X';

		cp = (uint32_t)strtoul(entity.p + (hex ? 3 : 2), NULL, hex ? 16 : 10);
		if (cp == 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
			cp = 0xFFFD;
	} else if (entity.n > 2 && entity.n - 2 < sizeof name) {
		memcpy(name, entity.p + 1, entity.n - 2);
		name[entity.n - 2] = '\0';
		const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);

		cp = known ? known->value : 0;
	}
	if (cp)
		buf_add(out, utf8, utf8_put(utf8, cp));
	else
		buf_addstr(out, entity);
}

static void add_entity(struct markdown *m, struct str entity)
{
	struct buf text = {0};

	decode_entity(&text, entity);
	add_plain(m, buf_str(&text));
	buf_release(&text);
}

/* The value of an attribute without guards and entities. */
static struct str attribute(struct markdown *m, const MD_ATTRIBUTE *a)
{
	struct buf value = {0};
	struct str text = {a->text, a->size}, piece;

	for (size_t i = 0; a->text && a->size && a->substr_offsets[i] < a->size; i++) {
		struct str part = str_sub(text, a->substr_offsets[i], a->substr_offsets[i + 1]);

		if (a->substr_types[i] == MD_TEXT_ENTITY)
			decode_entity(&value, part);
		else
			while (next_piece(&part, &piece))
				buf_addstr(&value, piece);
	}
	struct str kept = arena_str(&m->arena, buf_str(&value));

	buf_release(&value);
	return kept;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *context)
{
	struct markdown *m = context;
	struct str text = {p, n};

	switch (type) {
	case MD_TEXT_NORMAL:
		add_normal(m, text);
		break;
	case MD_TEXT_ENTITY:
		add_entity(m, text);
		break;
	case MD_TEXT_BR:
		doc_line_break(m->build);
		break;
	case MD_TEXT_SOFTBR:
		add_plain(m, STR("\n"));
		break;
	case MD_TEXT_HTML:
		if (m->in_block)
			buf_addstr(&m->block, text);
		else
			html_tag(html_of(m), text);
		break;
	case MD_TEXT_NULLCHAR:
		add_plain(m, STR("\uFFFD"));
		break;
	default:
		add_plain(m, text);
		break;
	}
	return 0;
}

/* ---- spans */

static enum doc_style style_of(MD_SPANTYPE type)
{
	switch (type) {
	case MD_SPAN_EM:
		return DOC_EMPHASIS;
	case MD_SPAN_STRONG:
		return DOC_STRONG;
	case MD_SPAN_CODE:
		return DOC_CODE_SPAN;
	case MD_SPAN_DEL:
		return DOC_STRIKE;
	default:
		return DOC_UNDERLINE;
	}
}

static bool is_formula(MD_SPANTYPE type)
{
	return type == MD_SPAN_LATEXMATH || type == MD_SPAN_LATEXMATH_DISPLAY;
}

/* A formula stays as it was written: it could not be told from the text round it otherwise. */
static struct str dollars(MD_SPANTYPE type)
{
	return type == MD_SPAN_LATEXMATH ? STR("$") : STR("$$");
}

static int on_enter_span(MD_SPANTYPE type, void *detail, void *context)
{
	struct markdown *m = context;

	if (type == MD_SPAN_IMG) {
		if (m->images++ == 0)
			m->image_source = attribute(m, &((MD_SPAN_IMG_DETAIL *)detail)->src);
	} else if (m->images) {
		return 0;
	} else if (type == MD_SPAN_A) {
		const MD_SPAN_A_DETAIL *a = detail;

		doc_link_begin(m->build, attribute(m, &a->href), attribute(m, &a->title));
	} else if (is_formula(type)) {
		m->plain = true;
		add_plain(m, dollars(type));
	} else {
		m->plain |= type == MD_SPAN_CODE;
		doc_span_begin(m->build, style_of(type));
	}
	return 0;
}

static int on_leave_span(MD_SPANTYPE type, void *detail, void *context)
{
	struct markdown *m = context;

	(void)detail;
	if (type == MD_SPAN_IMG) {
		if (--m->images == 0) {
			doc_add_image(m->build, m->image_source, buf_str(&m->alt), 0, 0);
			buf_clear(&m->alt);
		}
	} else if (m->images) {
		return 0;
	} else if (type == MD_SPAN_A) {
		doc_link_end(m->build);
	} else if (is_formula(type)) {
		add_plain(m, dollars(type));
		m->plain = false;
	} else {
		m->plain &= type != MD_SPAN_CODE;
		doc_span_end(m->build, style_of(type));
	}
	return 0;
}

/* ---- blocks */

static void begin_numbers(struct doc_build *b, const MD_BLOCK_OL_DETAIL *list)
{
	doc_block_begin(b, DOC_LIST)->number = list->start;
}

static void begin_item(struct markdown *m, const MD_BLOCK_LI_DETAIL *item)
{
	doc_block_begin(m->build, DOC_ITEM);
	m->task = !item->is_task ? NULL : item->task_mark == ' ' ? "\u2610 " : "\u2611 ";
}

static void begin_cell(struct markdown *m, const MD_BLOCK_TD_DETAIL *detail, bool header)
{
	static const uint8_t aligns[] = {
		[MD_ALIGN_DEFAULT] = DOC_ALIGN_DEFAULT,
		[MD_ALIGN_LEFT] = DOC_ALIGN_LEFT,
		[MD_ALIGN_CENTER] = DOC_ALIGN_CENTER,
		[MD_ALIGN_RIGHT] = DOC_ALIGN_RIGHT,
	};
	struct doc_block *cell = doc_block_begin(m->build, DOC_CELL);

	cell->header = header;
	cell->align = aligns[detail->align];
}

static int on_enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	struct markdown *m = context;
	struct doc_build *b = m->build;

	switch (type) {
	case MD_BLOCK_QUOTE:
		doc_block_begin(b, DOC_QUOTE);
		break;
	case MD_BLOCK_UL:
		doc_block_begin(b, DOC_LIST);
		break;
	case MD_BLOCK_OL:
		begin_numbers(b, detail);
		break;
	case MD_BLOCK_LI:
		begin_item(m, detail);
		break;
	case MD_BLOCK_HR:
		doc_add_rule(b);
		break;
	case MD_BLOCK_H:
		doc_block_begin(b, DOC_HEADING)->level =
			(uint8_t)((MD_BLOCK_H_DETAIL *)detail)->level;
		break;
	case MD_BLOCK_CODE:
		doc_block_begin(b, DOC_CODE);
		m->plain = true;
		break;
	case MD_BLOCK_HTML:
		m->in_block = true;
		break;
	case MD_BLOCK_P:
		doc_block_begin(b, DOC_PARAGRAPH);
		break;
	case MD_BLOCK_TABLE:
		doc_block_begin(b, DOC_TABLE);
		break;
	case MD_BLOCK_TR:
		doc_block_begin(b, DOC_ROW);
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		begin_cell(m, detail, type == MD_BLOCK_TH);
		break;
	default:
		break;
	}
	return 0;
}

static void end_html_block(struct markdown *m)
{
	struct str block = str_trim(buf_str(&m->block));

	/* Slides have a comment on every other page. */
	if (!(str_starts(block, STR("<!--")) && str_find(block, STR("-->"), 0) + 3 == block.n))
		html_fragment(html_of(m), block);
	buf_clear(&m->block);
	m->in_block = false;
	doc_leaf_end(m->build);
}

static int on_leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	static const struct {
		bool ends;
		enum doc_kind kind;
	} kinds[] = {
		[MD_BLOCK_QUOTE] = {true, DOC_QUOTE}, [MD_BLOCK_UL] = {true, DOC_LIST},
		[MD_BLOCK_OL] = {true, DOC_LIST},     [MD_BLOCK_LI] = {true, DOC_ITEM},
		[MD_BLOCK_H] = {true, DOC_HEADING},   [MD_BLOCK_CODE] = {true, DOC_CODE},
		[MD_BLOCK_P] = {true, DOC_PARAGRAPH}, [MD_BLOCK_TABLE] = {true, DOC_TABLE},
		[MD_BLOCK_TR] = {true, DOC_ROW},      [MD_BLOCK_TH] = {true, DOC_CELL},
		[MD_BLOCK_TD] = {true, DOC_CELL},
	};
	struct markdown *m = context;

	(void)detail;
	if (m->html && type != MD_BLOCK_HTML)
		html_reset(m->html);
	if (type == MD_BLOCK_HTML)
		end_html_block(m);
	else if (kinds[type].ends)
		doc_block_end(m->build, kinds[type].kind);
	m->plain &= type != MD_BLOCK_CODE;
	return 0;
}

/* ---- the whole */

/* Slides and blogs write the names of emoji in their metadata too. */
static void name_emoji(struct doc *doc, struct str *value)
{
	size_t at = 0, end;
	struct buf text = {0};

	if (!emoji_find(*value, &at, &end))
		return;
	emoji_add(&text, *value);
	*value = arena_str(&doc->arena, buf_str(&text));
	buf_release(&text);
}

static void name_all_emoji(struct doc *doc)
{
	name_emoji(doc, &doc->meta.title);
	name_emoji(doc, &doc->meta.description);
	for (size_t i = 0; i < doc->meta.other.n; i++)
		name_emoji(doc, &doc->meta.other.p[i].value);
}

static void parse(struct doc_build *b, struct str body)
{
	MD_PARSER parser = {
		.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS,
		.enter_block = on_enter_block,
		.leave_block = on_leave_block,
		.enter_span = on_enter_span,
		.leave_span = on_leave_span,
		.text = on_text,
	};
	struct markdown m = {.build = b};
	const struct doc_trace *outer = b->trace;
	struct doc_trace trace = {0};
	VEC(struct repair_span) spans = {0};
	struct buf translated = {0}, parted = {0}, text = {0};
	bool formulas = false;

	if (outer) {
		/* The body is the end of what is traced. */
		size_t begin = (size_t)(body.p - outer->source.p);

		for (size_t i = 0; i < outer->n; i++)
			if (outer->spans[i].at >= begin) {
				vec_push(&spans, outer->spans[i]);
				spans.p[spans.n - 1].at -= begin;
			}
	}
	if (!b->raw && dialect_translate(&translated, body, spans.p, spans.n, &formulas))
		body = buf_str(&translated);
	parser.flags |= formulas ? MD_FLAG_LATEXMATHSPANS : 0;
	if (part_lines(&parted, body, spans.p, spans.n))
		body = buf_str(&parted);
	buf_reserve(&text, body.n + body.n / 16 + PADDING);
	guard_emphasis(&text, body, spans.p, spans.n);
	size_t n = text.n;

	buf_addn(&text, '\0', PADDING);
	if (outer) {
		trace = (struct doc_trace){{text.p, n}, outer->original, spans.p, spans.n};
		b->trace = &trace;
	}
	/* It fails for want of memory alone; half an article would be taken for the whole. */
	if (md_parse(text.p, (MD_SIZE)n, &parser, &m) != 0)
		mem_exhausted();
	name_all_emoji(b->doc);
	b->trace = outer;
	if (m.html)
		html_free(m.html);
	arena_release(&m.arena);
	buf_release(&m.alt);
	buf_release(&m.block);
	buf_release(&translated);
	buf_release(&parted);
	buf_release(&text);
	vec_release(&spans);
}

/* ---- sniffing */

enum { SNIFF = 16 * 1024 };

static bool is_heading(struct str line)
{
	size_t level = 0;

	while (level < line.n && line.p[level] == '#')
		level++;
	return level >= 1 && level <= 6 && level < line.n && line.p[level] == ' ';
}

static bool is_item(struct str line)
{
	size_t digits = 0;

	line = str_trim(line);
	while (digits < line.n && line.p[digits] >= '0' && line.p[digits] <= '9')
		digits++;
	if (digits && digits < 4)
		return str_starts(str_sub(line, digits, line.n), STR(". "));
	return line.n > 2 && strchr("-*+", line.p[0]) && line.p[1] == ' ';
}

static bool is_table_rule(struct str line)
{
	size_t bars = 0, dashes = 0;

	for (size_t i = 0; i < line.n; i++) {
		bars += line.p[i] == '|';
		dashes += line.p[i] == '-';
		if (!strchr("|-: \t\r", line.p[i]))
			return false;
	}
	return bars && dashes >= 3;
}

/* How much of it looks like Markdown, each kind of mark counted a few times at most. */
static int sniff(struct str body)
{
	static const struct {
		int worth, most;
	} marks[] = {{25, 3}, {30, 2}, {30, 2}, {7, 4}, {8, 2}, {15, 2}, {10, 3}};
	enum { HEADINGS, FENCES, TABLES, ITEMS, QUOTES, LINKS, STRONGS, MARKS };
	int counts[MARKS] = {0}, score = 0;
	struct str rest = str_sub(body, 0, SNIFF), line;

	while (str_split(&rest, '\n', &line)) {
		size_t link = str_find(line, STR("]("), 0), strong = str_find(line, STR("**"), 0);

		counts[HEADINGS] += is_heading(line);
		counts[FENCES] += is_fence(line);
		counts[TABLES] += is_table_rule(line);
		counts[ITEMS] += is_item(line);
		counts[QUOTES] += str_starts(line, STR("> "));
		counts[LINKS] += link != (size_t)-1 && str_find(line, STR(")"), link) != (size_t)-1;
		counts[STRONGS] +=
			strong != (size_t)-1 && str_find(line, STR("**"), strong + 2) != (size_t)-1;
	}
	for (size_t i = 0; i < MARKS; i++)
		score += marks[i].worth * (counts[i] < marks[i].most ? counts[i] : marks[i].most);
	return score < 95 ? score : 95;
}

static const char *const suffixes[] = {".md", ".markdown", ".mdown", ".mkd", ".mdx", NULL};

const struct format format_markdown = {
	.name = "markdown",
	.suffixes = suffixes,
	.sniff = sniff,
	.parse = parse,
};
