/* SPDX-License-Identifier: ISC
 *
 * Plain text. CJK pages saved as text have a line for each paragraph; mails, README files and
 * old novels are wrapped hard at an even width and have blank or indented lines between
 * paragraphs. Which of the two a text is, its first lines decide (measure).
 */
#include "config.h"

#include <string.h>

#include "doc/formats.h"
#include "text/script.h"
#include "text/utf8.h"

/* ---- lines */

/* Columns as a mail program counts them; how wide a terminal draws them is another matter. */
static size_t columns(struct str line)
{
	size_t n = 0;

	for (size_t i = 0, size; i < line.n; i += size) {
		uint32_t cp = utf8_at(line.p, i, &size);

		n += script_is_solid(cp) || script_of(cp) == SCRIPT_HANGUL ? 2 : 1;
	}
	return n;
}

static bool is_indented(struct str line)
{
	return str_starts(line, STR("  ")) || str_starts(line, STR("\t")) ||
	       str_starts(line, STR("\u3000"));
}

/*
 * Columns of what could have stood at the end of the line before: a word, or a character; and
 * some more, since nobody fills lines by hand to the last column.
 */
static size_t first_word(struct str line)
{
	enum { SLACK = 5 };
	size_t end = 0, size;

	if (line.n && script_is_solid(utf8_at(line.p, 0, &size))) {
		/* Closing marks go with it, and may not begin a line. */
		return 4 + SLACK;
	}
	while (end < line.n && line.p[end] != ' ' && line.p[end] != '\t')
		end++;
	return columns(str_sub(line, 0, end)) + 1 + SLACK;
}

static bool next_line(struct str *rest, struct str *line)
{
	if (!str_split(rest, '\n', line))
		return false;
	while (line->n && (line->p[line->n - 1] == '\r' || line->p[line->n - 1] == ' '))
		line->n--;
	return true;
}

/* ---- hard-wrapped or not */

enum {
	SAMPLE = 128 * 1024, /* bytes that decide */
	WRAP_LEAST = 36,     /* columns of a hard-wrapped text */
	WRAP_MOST = 110,
	WRAP_LINES = 3, /* lines that must speak for it */
};

/* Is `line` followed by another of the same paragraph, for all that white space says? */
static bool goes_on(struct str line, struct str next)
{
	return line.n && next.n && !is_indented(next);
}

/* The width a text was wrapped at: what next to no line exceeds. */
static size_t widest(struct str text)
{
	size_t counts[WRAP_MOST + 2] = {0}, lines = 0, above = 0;
	struct str line, next;

	if (!next_line(&text, &line))
		return 0;
	for (; next_line(&text, &next); line = next) {
		size_t width = goes_on(line, next) ? columns(line) : 0;

		if (width == 0)
			continue;
		counts[width <= WRAP_MOST ? width : WRAP_MOST + 1]++;
		lines++;
	}
	for (size_t width = WRAP_MOST + 1; width >= WRAP_LEAST; width--) {
		above += counts[width];
		if (above * 50 > lines)
			return width;
	}
	return 0;
}

/*
 * The width at which the text is wrapped, or 0: most lines that go on are so long that the next
 * word would not have fitted.
 */
static size_t measure(struct str text)
{
	size_t width = widest(text = str_sub(text, 0, SAMPLE)), lines = 0, full = 0;
	struct str line, next;

	if (width == 0 || width > WRAP_MOST || !next_line(&text, &line))
		return 0;
	for (; next_line(&text, &next); line = next) {
		if (!goes_on(line, next))
			continue;
		lines++;
		full += columns(line) + first_word(next) > width;
	}
	return full >= WRAP_LINES && full * 10 >= lines * 6 ? width : 0;
}

/* ---- headings */

static bool is_numeral(struct str s, size_t at, size_t *size)
{
	static const char numerals[] = "〇零一二三四五六七八九十百千两兩０１２３４５６７８９";
	uint32_t cp = utf8_at(s.p, at, size);

	return (cp >= '0' && cp <= '9') ||
	       (*size == 3 && str_find(str_of(numerals), str_sub(s, at, at + 3), 0) != (size_t)-1);
}

static size_t numeral_length(struct str s, size_t at)
{
	size_t end = at, size;

	while (end < s.n && is_numeral(s, end, &size))
		end += size;
	return end - at;
}

/* What a chapter is called, and its level: below that of a title. */
static const struct {
	struct str word;
	int level;
} parts[] = {
    {STR_INIT("部"), 2}, {STR_INIT("卷"), 2}, {STR_INIT("篇"), 2}, {STR_INIT("幕"), 2},
    {STR_INIT("编"), 2}, {STR_INIT("編"), 2}, {STR_INIT("章"), 3}, {STR_INIT("回"), 3},
    {STR_INIT("话"), 3}, {STR_INIT("話"), 3}, {STR_INIT("集"), 3}, {STR_INIT("折"), 3},
    {STR_INIT("节"), 4}, {STR_INIT("節"), 4}, {STR_INIT("장"), 3}, {STR_INIT("화"), 3},
};

static const struct str alone[] = {
    STR_INIT("序章"),       STR_INIT("序言"),       STR_INIT("前言"),     STR_INIT("楔子"),
    STR_INIT("引子"),       STR_INIT("尾声"),       STR_INIT("尾聲"),     STR_INIT("后记"),
    STR_INIT("後記"),       STR_INIT("番外"),       STR_INIT("终章"),     STR_INIT("終章"),
    STR_INIT("プロローグ"), STR_INIT("エピローグ"), STR_INIT("あとがき"), STR_INIT("结语"),
    STR_INIT("結語"),
};

enum { HEADING_LONGEST = 120 }; /* bytes */

/* 第三章 题, 제3장, Chapter 3 */
static int chapter_level(struct str line)
{
	size_t at = str_starts(line, STR("第")) || str_starts(line, STR("제")) ? 3 : 0, digits;

	if (str_starts(line, STR("Chapter ")) || str_starts(line, STR("CHAPTER ")))
		return line.n > 8 && (numeral_length(line, 8) || strchr("IVX", line.p[8])) ? 3 : 0;
	if (at == 0)
		return 0;
	if (str_starts(str_sub(line, at, line.n), STR(" ")))
		at++;
	digits = numeral_length(line, at);
	if (digits == 0)
		return 0;
	struct str behind = str_sub(line, at + digits, line.n);

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct str title = str_sub(behind, parts[i].word.n, behind.n);

		if (str_starts(behind, parts[i].word) &&
		    (title.n == 0 || strchr(" :.-", title.p[0]) || str_starts(title, STR("：")) ||
		     str_starts(title, STR("\u3000"))))
			return parts[i].level;
	}
	return 0;
}

/* The level of a line that is plainly a heading, else 0: chapters, 一、 and the like. */
static int heading_level(struct str line)
{
	while (str_starts(line, STR("\u3000")))
		line = str_sub(line, 3, line.n);
	line = str_trim(line);
	if (line.n == 0 || line.n > HEADING_LONGEST || str_ends(line, STR("。")) ||
	    str_find(line, STR("，"), 0) != (size_t)-1 || str_ends(line, STR("；")) ||
	    str_ends(line, STR("”")) || str_ends(line, STR("」")))
		return 0;
	for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
		if (str_eq(line, alone[i]))
			return 3;
	size_t size, digits;

	/* 一、 is a heading, 1. and 1、 are as often items of a list. */
	if (line.n >= 3 && (unsigned char)line.p[0] >= 0x80 && is_numeral(line, 0, &size)) {
		digits = numeral_length(line, 0);
		if (str_starts(str_sub(line, digits, line.n), STR("、")) && line.n > digits + 3)
			return 3;
	}
	return chapter_level(line);
}

/* ---- parsing */

/* Tags that scrapers leave at the ends of lines. */
static struct str strip_tags(struct str line)
{
	static const struct str tags[] = {
	    STR_INIT("</p>"),   STR_INIT("<br>"),    STR_INIT("<br/>"), STR_INIT("<br />"),
	    STR_INIT("</div>"), STR_INIT("</span>"), STR_INIT("<p>")};

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		if (!str_ends(line, tags[i]))
			continue;
		line.n -= tags[i].n;
		i = (size_t)-1;
	}
	return line;
}

static void add_line(struct doc_build *b, struct str line)
{
	struct str text = b->raw ? line : strip_tags(line);

	doc_add_text(b, text);
	if (text.n < line.n)
		doc_add_dropped(b, str_sub(line, text.n, line.n));
}

static bool is_item(struct str line)
{
	static const struct str marks[] = {STR_INIT("- "), STR_INIT("* "), STR_INIT("+ "),
					   STR_INIT("• "), STR_INIT("・")};
	size_t digits;

	line = str_trim(line);
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_starts(line, marks[i]))
			return true;
	digits = numeral_length(line, 0);
	return digits && (str_starts(str_sub(line, digits, line.n), STR(". ")) ||
			  str_starts(str_sub(line, digits, line.n), STR(") ")));
}

/*
 * In a text wrapped at `width`: does the line go on with the paragraph of the one before? It
 * does if its first word would not have fitted there. An indent begins a paragraph, but for
 * that of an item's or a quotation's further lines.
 */
static bool joins(struct str before, struct str line, size_t width)
{
	if (!width || !before.n || !line.n || is_item(line) || str_starts(line, STR("\u3000")))
		return false;
	if (is_indented(line) && !is_indented(before) && !is_item(before))
		return false;
	return columns(before) + first_word(str_trim(line)) > width;
}

static void parse(struct doc_build *b, struct str body)
{
	size_t width = measure(body);
	struct str line, before = {0};

	while (next_line(&body, &line)) {
		int level = heading_level(line);
		bool joined = level == 0 && joins(before, line, width);

		before = line;
		if (line.n == 0) {
			doc_leaf_end(b);
			continue;
		}
		if (joined) {
			doc_add_text(b, STR("\n"));
		} else if (level) {
			doc_block_begin(b, DOC_HEADING)->level = (uint8_t)level;
		} else {
			doc_block_begin(b, DOC_PARAGRAPH);
		}
		add_line(b, line);
		if (level) {
			doc_leaf_end(b);
			before = (struct str){0};
		}
	}
}

/* Anything may be plain text; it is what is left when nothing else is likely. */
static int sniff(struct str body)
{
	(void)body;
	return 5;
}

static const char *const suffixes[] = {".txt", ".text", NULL};

const struct format format_plain = {
    .name = "plain",
    .suffixes = suffixes,
    .sniff = sniff,
    .parse = parse,
};
