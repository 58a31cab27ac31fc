/* SPDX-License-Identifier: ISC
 *
 * Plain text. CJK pages saved as text have a line for each paragraph; mails, README files and
 * old novels are wrapped hard at an even width and have blank or indented lines between
 * paragraphs. Which of the two a text is, its first lines decide (measure).
 */
#include "config.h"

#include <string.h>

#include "doc/formats.h"
#include "doc/line.h"
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
/* clang-format off */
static const struct {
	const char *word;
	int level;
} parts[] = {
	{"部", 2}, {"卷", 2}, {"篇", 2}, {"幕", 2}, {"编", 2}, {"編", 2}, {"章", 3}, {"回", 3},
	{"话", 3}, {"話", 3}, {"集", 3}, {"折", 3}, {"节", 4}, {"節", 4}, {"장", 3}, {"화", 3},
};

/* Headings of one word. */
static const char *const alone[] = {
	"序章", "序言", "前言", "楔子", "引子", "尾声", "尾聲", "后记", "後記", "番外", "终章",
	"終章", "プロローグ", "エピローグ", "あとがき", "结语", "結語", NULL,
};
/* clang-format on */

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
		struct str word = str_of(parts[i].word);
		struct str title = str_sub(behind, word.n, behind.n);

		if (str_starts(behind, word) &&
		    (title.n == 0 || strchr(" :.-", title.p[0]) || str_starts(title, STR("：")) ||
		     str_starts(title, STR("\u3000"))))
			return parts[i].level;
	}
	return 0;
}

/* The level of a line that is plainly a heading, else 0: chapters, 一、 and the like. */
static int heading_level(struct str line)
{
	static const char *const ends[] = {"。", "；", "”", "」", NULL};
	static const char *const commas[] = {"，", ",", NULL};
	int level = 0;

	line = line_trim(line);
	if (line.n < 3 || line.n > HEADING_LONGEST)
		return 0;
	if (line_starts(line, alone) == line.n)
		return 3;
	/* 一、 is a heading, 1. and 1、 are as often items of a list. */
	size_t digits = (unsigned char)line.p[0] < 0x80 ? 0 : numeral_length(line, 0);

	if (digits && str_starts(str_sub(line, digits, line.n), STR("、")) && line.n > digits + 3)
		level = 3;
	else if (digits == 0)
		level = chapter_level(line);
	/* The punctuation of a sentence. */
	return level && (line_ends(line, ends) || line_holds(line, commas)) ? 0 : level;
}

/* ---- parsing */

/* Tags that scrapers leave at the ends of lines. */
static struct str strip_tags(struct str line)
{
	static const char *const tags[] = {"</p>",   "<br>",    "<br/>", "<br />",
					   "</div>", "</span>", "<p>",   NULL};
	size_t n;

	while (line.n && line.p[line.n - 1] == '>' && (n = line_ends(line, tags)))
		line.n -= n;
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
	static const char *const marks[] = {"- ", "* ", "+ ", "• ", "・", NULL};
	static const char *const points[] = {". ", ") ", NULL};
	size_t digits;

	line = str_trim(line);
	if (line_starts(line, marks))
		return true;
	digits = numeral_length(line, 0);
	return digits && line_starts(str_sub(line, digits, line.n), points);
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
	return 30;
}

/* ".txt" says nothing: scrapers give it to whatever they save. */
static const char *const suffixes[] = {NULL};

const struct format format_plain = {
	.name = "plain",
	.suffixes = suffixes,
	.sniff = sniff,
	.parse = parse,
};
