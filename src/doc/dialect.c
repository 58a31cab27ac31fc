/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/dialect.h"

#include <string.h>

#include "doc/html.h"
#include "doc/line.h"
#include "text/script.h"
#include "text/utf8.h"

static const struct str fence = STR_INIT("~~~~~~~~");

enum {
	TAG_LONGEST = 1000, /* bytes */
	DEPTH_MOST = 8,     /* of containers; a deeper one is text */
	HTML_NAME_LONGEST = 8,
	WORD_LONGEST = 40, /* of <names> that are words */
	CODE_INDENT = 4,
};

enum closer {
	CLOSER_CONTAINER,
	CLOSER_FORMULA,
	CLOSER_HIGHLIGHT,
	CLOSER_CODEBLOCK,
	CLOSER_HTML,
	CLOSER_COMMENT,
	CLOSERS
};

struct dialect {
	struct copy copy;
	struct str rest;      /* the lines to come */
	struct str opener;    /* of the code in fences we are in: "```" */
	enum closer verbatim; /* what ends the formula or the code of a tag we are in */
	bool in_verbatim;
	unsigned depth;             /* of containers */
	size_t indent;              /* of the outermost */
	bool missing[CLOSERS];      /* there is none from here on */
	const char *found[CLOSERS]; /* the line that was the next when it was looked for */
	bool formulas;              /* there are some */
	bool raw;                   /* tags are text here */
};

static size_t place(const struct dialect *d, const char *p)
{
	return (size_t)(p - d->copy.text.p);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_';
}

/* The length of the name, possibly empty, with which a text begins. */
static size_t name_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_name_char(s.p[n]))
		n++;
	return n;
}

static size_t run_length(struct str s, char c)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == c)
		n++;
	return n;
}

static size_t indent_of(struct str line)
{
	size_t n = 0;

	while (n < line.n && is_blank(line.p[n]))
		n++;
	return n;
}

/* ---- lines that end something */

static bool is_tag(struct str line, struct str name)
{
	size_t at = str_find(line, name, 0);

	return at != (size_t)-1 && str_find(str_sub(line, 0, at), STR("{%"), 0) != (size_t)-1;
}

/* The names of the HTML blocks that go on up to an end tag, whichever of them it is. */
static const char *const html_names[] = {"script", "style", "pre", "textarea", NULL};

static bool names_html(struct str s)
{
	struct str name = str_sub(s, 0, name_length(s));

	for (size_t i = 0; html_names[i]; i++)
		if (str_eq_nocase(name, str_of(html_names[i])))
			return true;
	return false;
}

static bool ends_html(struct str line)
{
	size_t at = 0;

	while ((at = str_find(line, STR("</"), at)) != (size_t)-1) {
		at += 2;
		if (names_html(str_sub(line, at, at + HTML_NAME_LONGEST + 1)))
			return true;
	}
	return false;
}

static bool closes(enum closer closer, struct str line)
{
	line = str_trim(line);
	switch (closer) {
	case CLOSER_CONTAINER:
		return line.n >= 3 && run_length(line, ':') == line.n;
	case CLOSER_FORMULA:
		return str_starts(line, STR("$$")) || str_ends(line, STR("$$"));
	case CLOSER_HIGHLIGHT:
		return is_tag(line, STR("endhighlight"));
	case CLOSER_CODEBLOCK:
		return is_tag(line, STR("endcodeblock"));
	case CLOSER_HTML:
		return ends_html(line);
	default:
		return str_find(line, STR("-->"), 0) != (size_t)-1;
	}
}

/* Is there one among the lines to come? What has no end is no beginning. */
static bool is_closed(struct dialect *d, enum closer closer)
{
	struct str rest = d->rest, line;

	if (d->missing[closer])
		return false;
	if (rest.p && d->found[closer] >= rest.p)
		return true;
	while (str_split(&rest, '\n', &line)) {
		if (closes(closer, line)) {
			d->found[closer] = line.p;
			return true;
		}
	}
	d->missing[closer] = true;
	return false;
}

/* ---- containers: ":::message" to ":::", as quotations */

/* What makes a line of the containers we are in a line of quotations. */
static void add_marks(struct dialect *d, size_t blanks)
{
	if (d->depth == 0)
		return;
	buf_addn(d->copy.out, ' ', blanks);
	for (unsigned i = 0; i < d->depth; i++)
		buf_adds(d->copy.out, "> ");
}

static void begin_line(struct dialect *d, struct str line)
{
	size_t indent = indent_of(line);

	if (d->depth == 0)
		return;
	indent = indent < d->indent ? indent : d->indent;
	copy_to(&d->copy, place(d, line.p) + indent, STR(""));
	add_marks(d, line.n == 0 ? d->indent : 0);
}

/* A fence on a line that is put in, as far in as `line`. */
static void add_fence(struct dialect *d, struct str line)
{
	size_t indent = indent_of(line);
	size_t outer = d->depth == 0 ? 0 : indent < d->indent ? indent : d->indent;

	add_marks(d, outer);
	buf_addn(d->copy.out, ' ', indent - outer);
	buf_addstr(d->copy.out, fence);
}

/* The title behind a container's name: "title", "[title]"; none in "{.class}". */
static struct str container_title(struct str name, struct str rest)
{
	size_t bracket;

	rest = str_trim(rest);
	if (str_eq(name, STR("message")) || str_starts(rest, STR("{")))
		return (struct str){0};
	if (str_starts(rest, STR("[")) && (bracket = str_find(rest, STR("]"), 0)) != (size_t)-1)
		return str_sub(rest, 1, bracket);
	return rest;
}

static bool take_container(struct dialect *d, struct str line)
{
	struct str text = str_trim(line);
	size_t colons = run_length(text, ':');
	struct str rest = str_trim(str_sub(text, colons, text.n));
	struct str name = str_sub(rest, 0, name_length(rest));

	if (colons < 3)
		return false;
	if (rest.n == 0 && d->depth) {
		d->depth--;
		copy_to(&d->copy, place(d, line.p), STR(""));
		add_marks(d, d->indent);
		copy_skip(&d->copy, place(d, line.p) + line.n);
		return true;
	}
	if (d->depth == DEPTH_MOST || (name.n == 0 && !str_starts(rest, STR("{"))) ||
	    !is_closed(d, CLOSER_CONTAINER))
		return false;
	struct str title = container_title(name, str_sub(rest, name.n, rest.n));

	if (d->depth++ == 0)
		d->indent = indent_of(line);
	copy_to(&d->copy, place(d, line.p), STR(""));
	if (title.n) {
		add_marks(d, d->indent);
		copy_skip(&d->copy, place(d, title.p));
		buf_adds(d->copy.out, "<b>");
		copy_to(&d->copy, place(d, title.p) + title.n, STR("</b>\n"));
	}
	add_marks(d, d->indent);
	copy_skip(&d->copy, place(d, line.p) + line.n);
	return true;
}

/* ---- formulas and code, which stay as they are: code in fences */

static void begin_verbatim(struct dialect *d, enum closer closer)
{
	d->in_verbatim = true;
	d->verbatim = closer;
}

/* A formula on lines of its own. Its dollar signs stay with it. */
static bool take_formula(struct dialect *d, struct str line)
{
	struct str text = str_trim(line);

	if (!str_starts(text, STR("$$")) || str_find(text, STR("$$"), 2) != (size_t)-1 ||
	    !is_closed(d, CLOSER_FORMULA))
		return false;
	copy_to(&d->copy, place(d, line.p), STR(""));
	add_fence(d, line);
	buf_addc(d->copy.out, '\n');
	begin_line(d, line);
	begin_verbatim(d, CLOSER_FORMULA);
	d->formulas = true;
	return true;
}

/* The last line of what stays as it is, or a line before it. */
static void take_verbatim(struct dialect *d, struct str line)
{
	begin_line(d, line);
	if (!closes(d->verbatim, line))
		return;
	d->in_verbatim = false;
	if (d->verbatim == CLOSER_FORMULA) {
		copy_to(&d->copy, place(d, line.p) + line.n, STR("\n"));
		add_fence(d, line);
		return;
	}
	size_t tag = str_find(line, STR("{%"), 0);
	struct str before = str_sub(line, 0, tag);

	copy_to(&d->copy, place(d, line.p) + tag, str_trim(before).n ? STR("\n") : STR(""));
	buf_addstr(d->copy.out, fence);
	copy_skip(&d->copy, place(d, line.p) + line.n);
}

/* ---- code in fences */

static bool take_fence(struct dialect *d, struct str line)
{
	struct str text = str_trim(line);
	size_t n = text.n ? run_length(text, text.p[0]) : 0;

	if (d->opener.n) {
		if (n >= d->opener.n && n == text.n && text.p[0] == d->opener.p[0])
			d->opener = (struct str){0};
	} else if (n >= 3 && (text.p[0] == '~' ||
			      (text.p[0] == '`' && str_find(text, STR("`"), n) == (size_t)-1))) {
		d->opener = str_sub(text, 0, n);
	} else {
		return false;
	}
	begin_line(d, line);
	return true;
}

/* ---- the front matter of a slide, behind the line that parts it from the one before */

static bool is_field(struct str line)
{
	size_t name = name_length(line);

	return line.n == 0 || is_blank(line.p[0]) || line.p[0] == '#' ||
	       str_starts(line, STR("- ")) || (name && name < line.n && line.p[name] == ':');
}

static bool take_slide(struct dialect *d, struct str line)
{
	static const char *const keys[] = {
		"layout:",  "class:",       "transition:", "background:", "backgroundSize:",
		"image:",   "clicks:",      "level:",      "hideInToc:",  "routeAlias:",
		"src:",     "zoom:",        "hide:",       "theme:",      "disabled:",
		"preload:", "clicksStart:", "dragPos:",    NULL};
	struct str rest = d->rest, next;
	size_t fields = 0;

	if (!str_eq(line_trim(line), STR("---")) || !line_starts(d->rest, keys))
		return false;
	while (str_split(&rest, '\n', &next) && !str_eq(line_trim(next), STR("---"))) {
		enum { FIELDS_MOST = 100 };

		if (!is_field(next) || ++fields > FIELDS_MOST)
			return false;
	}
	if (!str_eq(line_trim(next), STR("---")))
		return false;
	copy_to(&d->copy, place(d, line.p) + line.n, STR("\n"));
	copy_skip(&d->copy, place(d, next.p) + next.n);
	d->rest = rest;
	return true;
}

/* ---- lines that stand for what a generator makes */

static bool take_contents(struct dialect *d, struct str line)
{
	static const char *const marks[] = {"[TOC]", "[toc]", "[[TOC]]", "[[toc]]", NULL};
	struct str text = str_trim(line);
	size_t n = line_starts(text, marks);

	if (n == 0 || n != text.n)
		return false;
	copy_to(&d->copy, place(d, line.p), STR(""));
	copy_skip(&d->copy, place(d, line.p) + line.n);
	return true;
}

/* ---- tags: "{% name ... %}" */

/* Marks round text that is shown, or what stands for another file. */
/* clang-format off */
static const char *const tags[] = {
	"assign", "blockquote", "endblockquote", "endcodeblock", "endfold", "endfolding",
	"endhideToggle", "endhighlight", "endnote", "endquote", "endtab", "endtabs",
	"fold", "folding", "gist", "hideToggle", "include", "include_cached", "include_relative",
	"note", "quote", "tab", "tabs", "youtube", NULL,
};
/* clang-format on */

/* The tag that a text begins with, its end included; an empty slice when there is none. */
static struct str tag_at(struct str s, struct str *name)
{
	size_t end = str_starts(s, STR("{%")) ? str_find(s, STR("%}"), 2) : (size_t)-1, at = 2;

	if (end == (size_t)-1)
		return (struct str){0};
	while (at < end && (is_blank(s.p[at]) || s.p[at] == '-'))
		at++;
	*name = str_sub(s, at, end);
	name->n = name_length(*name);
	return str_sub(s, 0, end + 2);
}

/* Between raw and endraw tags are text. */
static bool is_known(struct dialect *d, struct str name)
{
	bool known = !d->raw && str_eq(name, STR("raw"));

	if (known || str_eq(name, STR("endraw"))) {
		d->raw = known;
		return true;
	}
	for (size_t i = 0; tags[i] && !d->raw; i++)
		known |= str_eq(name, str_of(tags[i]));
	return known;
}

/* {% highlight c %} and {% codeblock title lang:c %} on a line of their own. */
static bool take_code(struct dialect *d, struct str line)
{
	struct str text = str_trim(line), name, tag = tag_at(text, &name);
	enum closer closer = CLOSER_CODEBLOCK;

	if (tag.n == 0 || tag.n != text.n)
		return false;
	if (str_eq(name, STR("highlight")))
		closer = CLOSER_HIGHLIGHT;
	else if (!str_eq(name, STR("codeblock")))
		return false;
	if (!is_closed(d, closer))
		return false;
	begin_line(d, line);
	copy_to(&d->copy, place(d, text.p), fence);
	copy_skip(&d->copy, place(d, line.p) + line.n);
	begin_verbatim(d, closer);
	return true;
}

/* ---- inside a line */

/*
 * "](" at line[at] with an address that the generator completes: {{ "/a b.png" | absolute_url }},
 * {{ site.baseurl }}/a.png, {% post_url 2022-07-14-name %}. What of it is known is left, in angle
 * brackets. Returns where the line goes on, 0 for another address.
 */
static size_t take_address(struct dialect *d, struct str line, size_t at)
{
	size_t begin = at + 2, end;

	while (begin < line.n && is_blank(line.p[begin]))
		begin++;
	struct str s = str_sub(line, begin, begin + TAG_LONGEST);
	bool tag = str_starts(s, STR("{%"));

	if (!tag && !str_starts(s, STR("{{")))
		return 0;
	end = str_find(s, tag ? STR("%}") : STR("}}"), 2);
	if (end == (size_t)-1)
		return 0;
	struct str inner = str_trim(str_sub(s, 2, end)), known = {inner.p, 0};
	const char *quote = memchr(inner.p, '"', inner.n);

	quote = quote ? quote : memchr(inner.p, '\'', inner.n);
	if (quote) {
		known = str_sub(inner, (size_t)(quote - inner.p) + 1, inner.n);
		const char *close = memchr(known.p, *quote, known.n);

		known.n = close ? (size_t)(close - known.p) : known.n;
	} else if (tag) {
		size_t word = inner.n;

		while (word && !is_blank(inner.p[word - 1]))
			word--;
		known = str_sub(inner, word, inner.n);
	}
	copy_to(&d->copy, place(d, s.p), STR("<"));
	copy_skip(&d->copy, place(d, known.p));
	copy_to(&d->copy, place(d, known.p) + known.n, STR(""));
	copy_skip(&d->copy, place(d, s.p) + end + 2);
	for (end += begin + 2; end < line.n && !is_blank(line.p[end]) && line.p[end] != ')';)
		end++;
	copy_to(&d->copy, place(d, line.p) + end, STR(">"));
	return end;
}

/* One of an attribute list: .class, #id, name=value, or in Jekyll's form toc. Its length or 0. */
static size_t item_length(struct str s, bool jekyll)
{
	bool mark = s.n && (s.p[0] == '.' || s.p[0] == '#');
	size_t n = mark;

	n += name_length(str_sub(s, n, s.n));
	if (mark)
		return n > 1 && !(s.p[1] >= '0' && s.p[1] <= '9') ? n : 0;
	if (jekyll && str_eq(str_sub(s, 0, n), STR("toc")))
		return n;
	if (n == 0 || n + 1 >= s.n || s.p[n] != '=')
		return 0;
	if (s.p[++n] == '"' || s.p[n] == '\'') {
		const char *end = memchr(s.p + n + 1, s.p[n], s.n - n - 1);

		return end ? (size_t)(end - s.p) + 1 : 0;
	}
	while (n < s.n && !is_blank(s.p[n]) && s.p[n] != '}')
		n++;
	return n;
}

/* The length of the attribute list that a text begins with: "{: .class}", "{#id width=50%}". */
static size_t list_length(struct str s)
{
	bool jekyll = str_starts(s, STR("{:"));
	size_t at = jekyll ? 2 : 1, items = 0;

	for (;; items++) {
		while (at < s.n && is_blank(s.p[at]))
			at++;
		if (at < s.n && s.p[at] == '}')
			return items ? at + 1 : 0;
		size_t n = item_length(str_sub(s, at, s.n), jekyll);

		if (n == 0)
			return 0;
		at += n;
	}
}

/*
 * Does an attribute list at line[at..end) belong to something? It is a line of its own, or stands
 * right behind a span, or ends a heading.
 */
static bool has_owner(struct str line, size_t at, size_t end)
{
	if (at && strchr(")`*_", line.p[at - 1]))
		return true;
	while (end < line.n && strchr(" \t\r\f\v", line.p[end]))
		end++;
	if (end < line.n)
		return false;
	struct str before = str_trim(str_sub(line, 0, at));

	return before.n ? str_starts(before, STR("#")) : line.p[at + 1] == ':';
}

/* Leaves out the tag or the attribute list at line[at]; where the line goes on, or 0. */
static size_t take_braces(struct dialect *d, struct str line, size_t at)
{
	struct str name, s = str_sub(line, at, at + TAG_LONGEST), tag = tag_at(s, &name);
	size_t n = tag.n && is_known(d, name) ? tag.n : 0;

	if (n == 0) {
		n = list_length(s);
		n = n && has_owner(line, at, at + n) ? n : 0;
	}
	if (n == 0)
		return 0;
	copy_to(&d->copy, place(d, s.p), STR(""));
	copy_skip(&d->copy, place(d, s.p) + n);
	return at + n;
}

/* Behind the code span that begins at line[at], or behind its marks when there is none. */
static size_t code_end(struct str line, size_t at)
{
	enum { MARKS_MOST = 32 }; /* the parser's limit; without one it is not linear */
	size_t n = run_length(str_sub(line, at, line.n), '`'), begin = at + n, run;

	for (size_t i = begin; i < line.n && n <= MARKS_MOST; i += run ? run : 1) {
		run = run_length(str_sub(line, i, line.n), '`');
		if (run == n)
			return i + n;
	}
	return begin;
}

/* Is there TeX between the dollar sign before line[at] and the next one? */
static bool is_formula(struct str line, size_t at)
{
	size_t end = str_find(line, STR("$"), at);

	if (end == (size_t)-1 || end == at || is_blank(line.p[at]) || is_blank(line.p[end - 1]))
		return false;
	for (size_t i = at; i < end; i++)
		if (line.p[i] == '^' || line.p[i] == '_' || line.p[i] == '=' ||
		    (line.p[i] == '\\' && name_length(str_sub(line, i + 1, end))))
			return true;
	return false;
}

/* May a line be one of indented code, where marks stand for themselves? */
static bool is_indented(struct str line)
{
	size_t indent = indent_of(line);

	return (indent >= CODE_INDENT || memchr(line.p, '\t', indent)) &&
	       !str_starts(str_sub(line, indent, line.n), STR("- "));
}

/*
 * Is a bare tag at line[at] a word, for nothing of the paragraph ends it: "在<template>里",
 * "按<Esc>键"? What is in an element of the first kind is hidden; of the other HTML knows none.
 */
static bool is_word(const struct dialect *d, struct str line, size_t at, bool indented)
{
	enum { PARAGRAPH_LOOK = 4000 };
	struct str name = str_sub(line, at + 1, at + 2 + WORD_LONGEST);
	char tag[WORD_LONGEST + 3] = "</", known[WORD_LONGEST + 1] = "";

	name.n = name_length(name);
	if (name.n == 0 || name.n > WORD_LONGEST || at + 1 + name.n == line.n ||
	    line.p[at + 1 + name.n] != '>')
		return false;
	memcpy(tag + 2, name.p, name.n);
	for (size_t i = 0; i < name.n; i++)
		known[i] =
			(char)(name.p[i] >= 'A' && name.p[i] <= 'Z' ? name.p[i] + 0x20 : name.p[i]);
	const struct html_tag_row *row = html_find_tag(known);

	bool html = row->name[0];

	if (html && row->action != SKIP)
		return false;
	/* In code and in HTML the mark that makes it one would be seen. */
	if (!html && (indented || (at && (line.p[0] == '<' || line.p[at - 1] == '('))))
		return false;
	size_t begin = place(d, line.p) + at;
	struct str rest = str_sub(d->copy.text, begin, begin + PARAGRAPH_LOOK);

	if (html) {
		rest = str_sub(rest, 0, str_find(rest, STR("\n\n"), 0));
		rest = str_sub(rest, 0, str_find(rest, STR("\n```"), 0));
	}
	return str_find(rest, str_of(tag), 0) == (size_t)-1;
}

static bool is_letter(uint32_t cp)
{
	enum script script = script_of(cp);

	return script != SCRIPT_OTHER && script != SCRIPT_CJK_MARK;
}

/*
 * Does a single ~ at line[at] mean from-to: "2015~2018년"? Two of them would strike out what is
 * between them.
 */
static bool is_range(struct str line, size_t at, bool indented)
{
	size_t size;

	if (at == 0 || at + 1 == line.n || indented ||
	    !is_letter(utf8_at(line.p, utf8_before(line.p, at), &size)) ||
	    !is_letter(utf8_at(line.p, at + 1, &size)))
		return false;
	/* In an attribute of a tag it may be anything. */
	for (size_t i = at; i && at - i < TAG_LONGEST && line.p[i - 1] != '>'; i--)
		if (line.p[i - 1] == '<')
			return false;
	return true;
}

static bool take_rest(struct dialect *d, struct str line, size_t at)
{
	bool indented = is_indented(line);

	for (size_t next; at < line.n; at = next) {
		next = 0;
		if (line.p[at] == '`')
			next = code_end(line, at);
		else if (line.p[at] == '{')
			next = take_braces(d, line, at);
		else if (line.p[at] == ']' && at + 1 < line.n && line.p[at + 1] == '(')
			next = take_address(d, line, at);
		else if ((line.p[at] == '<' && is_word(d, line, at, indented)) ||
			 (line.p[at] == '~' && is_range(line, at, indented)))
			copy_to(&d->copy, place(d, line.p) + at, STR("\\"));
		else if (line.p[at] == '$')
			d->formulas |= is_formula(line, at + 1);
		next = next ? next : at + 1;
	}
	return true;
}

static bool take_text(struct dialect *d, struct str line)
{
	begin_line(d, line);
	return take_rest(d, line, indent_of(line));
}

/* ---- HTML without an end, which would take the rest of the text with it: <script> as a word */

static bool take_unclosed(struct dialect *d, struct str line)
{
	struct str text = str_trim(line);
	bool comment = str_starts(text, STR("<!--"));
	enum closer closer = comment ? CLOSER_COMMENT : CLOSER_HTML;
	bool opens = comment || (str_starts(text, STR("<")) &&
				 names_html(str_sub(text, 1, HTML_NAME_LONGEST + 2)));

	if (!opens || closes(closer, str_sub(text, 1, text.n)) || is_closed(d, closer))
		return false;
	begin_line(d, line);
	copy_to(&d->copy, place(d, text.p), STR("\\"));
	return take_rest(d, line, indent_of(line) + 1);
}

/* ---- the whole */

/* Each deals with a line, or leaves it to the next. */
static bool (*const rules[])(struct dialect *d, struct str line) = {
	take_fence,    take_container, take_formula, take_slide,
	take_contents, take_unclosed,  take_code,    take_text,
};

bool dialect_translate(struct buf *out, struct str text, struct repair_span *spans, size_t n,
		       bool *formulas)
{
	struct dialect d = {.copy = {.out = out, .text = text, .spans = spans, .n = n}};
	struct str line;

	d.rest = text;
	while (str_split(&d.rest, '\n', &line)) {
		if (d.in_verbatim) {
			take_verbatim(&d, line);
			continue;
		}
		if (d.opener.n) {
			if (!take_fence(&d, line))
				begin_line(&d, line);
			continue;
		}
		for (size_t i = 0; !rules[i](&d, line);)
			i++;
	}
	*formulas = d.formulas;
	if (d.copy.done == 0)
		return false;
	copy_rest(&d.copy);
	return true;
}
