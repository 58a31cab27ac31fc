/* SPDX-License-Identifier: ISC
 *
 * HTML by libxml2's SAX interface, without a tree: the depth of a page costs nothing, and text
 * goes straight to the builder. libxml2 closes what a page leaves open, so that begins and ends
 * come in pairs here.
 */
#include "config.h"

#include <libxml/parserInternals.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/formats.h"
#include "doc/html.h"
#include "doc/meta.h"
#include "doc/title.h"
#include "text/utf8.h"

static bool holds(struct str text, struct str part)
{
	return str_find(text, part, 0) != (size_t)-1;
}

static bool is_number(struct str value)
{
	return value.n && value.p[0] >= '0' && value.p[0] <= '9';
}

/* The digits at the beginning of a value, at most `most`. */
static uint32_t number(struct str value, uint32_t most)
{
	uint64_t n = 0;

	for (size_t i = 0; i < value.n && value.p[i] >= '0' && value.p[i] <= '9'; i++)
		n = n < most ? n * 10 + (uint64_t)(value.p[i] - '0') : most;
	return (uint32_t)(n < most ? n : most);
}

/* ---- images */

/* Where pages that load images late keep the real address, the surest first. */
static const char *const sources[] = {"data-original", "data-src",      "data-actualsrc",
				      "data-lazy-src", "data-lazyload", "data-original-src",
				      "data-echo",     "data-url",      "src"};
static const char *const widths[] = {"data-width", "data-rawwidth", "data-w", "width"};
static const char *const heights[] = {"data-height", "data-rawheight", "data-h", "height"};

enum { PIXELS_MOST = 100000 };
enum { ATTRIBUTE_LIMIT = 512 }; /* of a tag */

static uint32_t first_number(const xmlChar **atts, const char *const names[4])
{
	uint32_t n = 0;

	for (size_t i = 0; i < 4 && n == 0; i++)
		n = number(html_attribute(atts, names[i]), PIXELS_MOST);
	return n;
}

/* Times a decimal fraction, which strtod would read by the rules of the locale. */
static uint32_t scale(uint32_t n, struct str ratio)
{
	enum { DECIMALS = 4 };
	size_t point = str_find(ratio, STR("."), 0);
	uint64_t times = number(ratio, 100), one = 1;

	for (size_t i = 1; i <= DECIMALS; i++) {
		size_t at = point == (size_t)-1 ? ratio.n : point + i;
		bool digit = at < ratio.n && ratio.p[at] >= '0' && ratio.p[at] <= '9';

		times = times * 10 + (digit ? (uint64_t)(ratio.p[at] - '0') : 0);
		one *= 10;
	}
	return (uint32_t)((n * times + one / 2) / one);
}

static void add_image(struct html *page)
{
	struct str source = {0}, alt = html_attribute(page->atts, "alt");
	uint32_t width = first_number(page->atts, widths),
		 height = first_number(page->atts, heights);
	struct str ratio = html_attribute(page->atts, "data-ratio");

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		struct str value = html_attribute(page->atts, sources[i]);

		/* A placeholder in the page itself is no image, nor is a number or a word. */
		if (str_starts(value, STR("data:")) ||
		    !(holds(value, STR("/")) || holds(value, STR("."))))
			continue;
		source = value;
		break;
	}
	if (source.n == 0) {
		source = html_attribute(page->atts, "srcset");
		for (size_t i = 0; i < source.n; i++)
			if (strchr(" ,", source.p[i]))
				source.n = i;
	}
	/* A box without an image, or a pixel that counts visitors. */
	if ((source.n == 0 && alt.n == 0) || (width == 1 && height <= 1))
		return;
	if (height == 0)
		height = scale(width, ratio);
	doc_add_image(page->build, source, alt, width, height);
}

/* ---- elements */

static bool is_hidden(const xmlChar **atts)
{
	for (; atts && atts[0]; atts += 2) {
		struct str name = str_of((const char *)atts[0]);
		struct str value = str_of((const char *)atts[1]);

		if (str_eq(name, STR("hidden")))
			return true;
		if (str_eq(name, STR("style")) &&
		    (holds(value, STR("display:none")) || holds(value, STR("display: none"))))
			return true;
		/* The column of line numbers beside the code. */
		if (str_eq(name, STR("class")) && str_eq(value, STR("gutter")))
			return true;
	}
	return false;
}

static void begin_span(struct html *page)
{
	/* A code block is code all over. */
	if (page->tag->arg != DOC_CODE_SPAN || !page->pre)
		doc_span_begin(page->build, (enum doc_style)page->tag->arg);
}

static void end_span(struct html *page)
{
	if (page->tag->arg != DOC_CODE_SPAN || !page->pre)
		doc_span_end(page->build, (enum doc_style)page->tag->arg);
}

static void edge(struct html *page)
{
	doc_block_edge(page->build);
}

static void begin_kind(struct html *page)
{
	doc_block_begin(page->build, (enum doc_kind)page->tag->arg);
	page->pre += page->tag->arg == DOC_CODE;
}

static void end_kind(struct html *page)
{
	page->pre -= page->tag->arg == DOC_CODE && page->pre;
	doc_block_end(page->build, (enum doc_kind)page->tag->arg);
}

static void begin_heading(struct html *page)
{
	doc_block_begin(page->build, DOC_HEADING)->level = (uint8_t)page->tag->arg;
}

static void end_heading(struct html *page)
{
	doc_block_end(page->build, DOC_HEADING);
}

static void begin_list(struct html *page)
{
	struct str start = html_attribute(page->atts, "start");
	uint32_t first = is_number(start) ? number(start, INT32_MAX) : 1;

	doc_block_begin(page->build, DOC_LIST)->number = page->tag->arg ? first : DOC_NONE;
}

static void end_list(struct html *page)
{
	doc_block_end(page->build, DOC_LIST);
}

static void begin_item(struct html *page)
{
	struct doc_block *item = doc_block_begin(page->build, DOC_ITEM);
	struct str value = html_attribute(page->atts, "value");

	if (item->number != DOC_NONE && is_number(value))
		item->number = number(value, INT32_MAX);
}

static void end_item(struct html *page)
{
	doc_block_end(page->build, DOC_ITEM);
}

static void begin_term(struct html *page)
{
	edge(page);
	doc_span_begin(page->build, DOC_STRONG);
}

static void end_term(struct html *page)
{
	doc_span_end(page->build, DOC_STRONG);
	edge(page);
}

/* ---- tables */

static void forget_reach(struct html *page)
{
	memset(page->reach, 0, sizeof page->reach);
}

static void begin_table(struct html *page)
{
	page->table_waits = true;
	forget_reach(page);
}

static void end_table(struct html *page)
{
	if (!page->table_waits)
		doc_block_end(page->build, DOC_TABLE);
	page->table_waits = page->head_rows = false;
	forget_reach(page);
}

/* The table itself begins with its first row: a caption goes before it. */
static void need_table(struct html *page)
{
	if (page->table_waits)
		doc_block_begin(page->build, DOC_TABLE);
	page->table_waits = false;
}

static void begin_head_rows(struct html *page)
{
	page->head_rows = true;
}

static void end_head_rows(struct html *page)
{
	page->head_rows = false;
	forget_reach(page);
}

static void add_empty_cell(struct html *page)
{
	doc_block_begin(page->build, DOC_CELL);
	doc_block_end(page->build, DOC_CELL);
}

/* Empty cells where those of rows above reach down, so that the next one is in its column. */
static void pass_reach(struct html *page)
{
	for (; page->column < HTML_REACH && page->reach[page->column]; page->column++) {
		page->reach[page->column]--;
		add_empty_cell(page);
	}
}

static void take_columns(struct html *page)
{
	enum { COLUMNS_MOST = 32, ROWS_MOST = 1000 };
	uint32_t rows = number(html_attribute(page->atts, "rowspan"), ROWS_MOST);

	page->columns = number(html_attribute(page->atts, "colspan"), COLUMNS_MOST);
	for (uint32_t i = 0; i < page->columns || i < 1; i++, page->column++) {
		if (page->column < HTML_REACH)
			page->reach[page->column] = rows > 1 ? rows - 1 : 0;
	}
}

static void begin_row(struct html *page)
{
	need_table(page);
	doc_block_begin(page->build, DOC_ROW);
	page->column = 0;
}

static void end_row(struct html *page)
{
	if (page->column)
		pass_reach(page);
	doc_block_end(page->build, DOC_ROW);
}

static void begin_cell(struct html *page)
{
	struct str align = html_attribute(page->atts, "align"),
		   style = html_attribute(page->atts, "style");

	need_table(page);
	pass_reach(page);
	take_columns(page);
	struct doc_block *cell = doc_block_begin(page->build, DOC_CELL);

	cell->header = page->tag->arg || page->head_rows;
	if (str_eq_nocase(align, STR("center")) || holds(style, STR("text-align:center")))
		cell->align = DOC_ALIGN_CENTER;
	else if (str_eq_nocase(align, STR("right")) || holds(style, STR("text-align:right")))
		cell->align = DOC_ALIGN_RIGHT;
}

static void end_cell(struct html *page)
{
	doc_block_end(page->build, DOC_CELL);
	for (; page->columns > 1; page->columns--)
		add_empty_cell(page);
}

/* ---- inside a text */

static void begin_link(struct html *page)
{
	struct str target = html_attribute(page->atts, "href");

	if (target.n && target.p[0] != '#' &&
	    !str_eq_nocase(str_sub(target, 0, 11), STR("javascript:")))
		doc_link_begin(page->build, target, html_attribute(page->atts, "title"));
}

static void end_link(struct html *page)
{
	doc_link_end(page->build);
}

static void begin_break(struct html *page)
{
	doc_line_break(page->build);
}

static void begin_rule(struct html *page)
{
	doc_add_rule(page->build);
}

/* Marks around a text: those of a quotation, the brackets of a reading over ruby text. */
static void begin_marks(struct html *page)
{
	doc_add_text(page->build, page->tag->action == READING ? STR("（") : STR("\u201C"));
}

static void end_marks(struct html *page)
{
	doc_add_text(page->build, page->tag->action == READING ? STR("）") : STR("\u201D"));
}

static void begin_raised(struct html *page)
{
	page->raised++;
}

static void end_raised(struct html *page)
{
	page->raised -= page->raised > 0;
}

/* ---- what speaks of the article */

static void begin_time(struct html *page)
{
	meta_set_date(page->build->doc, html_attribute(page->atts, "datetime"), DOC_DATE_MARKUP);
}

static void begin_meta(struct html *page)
{
	html_take_meta(page, page->atts);
}

static void begin_title(struct html *page)
{
	page->in_title = page->title.n == 0;
	buf_clear(&page->gathered);
}

static void end_title(struct html *page)
{
	if (page->in_title)
		buf_addstr(&page->title, buf_str(&page->gathered));
	page->in_title = false;
}

static void begin_relation(struct html *page)
{
	struct doc *doc = page->build->doc;

	if (str_eq_nocase(html_attribute(page->atts, "rel"), STR("canonical")))
		meta_set(doc, &doc->meta.source, html_attribute(page->atts, "href"));
}

static void begin_root(struct html *page)
{
	struct doc *doc = page->build->doc;

	meta_set(doc, &doc->meta.language, html_attribute(page->atts, "lang"));
}

static void begin_script(struct html *page)
{
	page->in_data = str_eq(html_attribute(page->atts, "type"), STR("application/ld+json"));
	if (!page->in_data)
		page->skip = 1;
	buf_clear(&page->gathered);
}

static void end_script(struct html *page)
{
	if (page->in_data)
		html_take_data(page);
	page->in_data = false;
}

/* What an element begins its end ends: libxml2 sends them in pairs. Either may be missing. */
static const struct {
	void (*begin)(struct html *page);
	void (*end)(struct html *page);
} actions[HTML_ACTIONS] = {
	[SPAN] = {begin_span, end_span},
	[BLOCK] = {edge, edge},
	[LEAF] = {begin_kind, end_kind},
	[NEST] = {begin_kind, end_kind},
	[HEADING] = {begin_heading, end_heading},
	[LIST] = {begin_list, end_list},
	[ITEM] = {begin_item, end_item},
	[TERM] = {begin_term, end_term},
	[TABLE] = {begin_table, end_table},
	[HEAD_ROWS] = {begin_head_rows, end_head_rows},
	[ROW] = {begin_row, end_row},
	[CELL] = {begin_cell, end_cell},
	[LINK] = {begin_link, end_link},
	[BREAK] = {begin_break, NULL},
	[RULE] = {begin_rule, NULL},
	[IMAGE] = {add_image, NULL},
	[QUOTED] = {begin_marks, end_marks},
	[READING] = {begin_marks, end_marks},
	[RAISED] = {begin_raised, end_raised},
	[TIME] = {begin_time, NULL},
	[META] = {begin_meta, NULL},
	[TITLE] = {begin_title, end_title},
	[RELATION] = {begin_relation, NULL},
	[ROOT] = {begin_root, NULL},
	[SCRIPT] = {begin_script, end_script},
	[LANDMARK] = {html_begin_landmark, html_end_landmark},
};

/* ---- text */

/* x<sup>2</sup> would say something else as x2. */
static void add_raised(struct doc_build *b, struct str text)
{
	static const char *const digits[] = {"\u2070", "\u00B9", "\u00B2", "\u00B3", "\u2074",
					     "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] >= '0' && text.p[i] <= '9')
			doc_add_text(b, str_of(digits[text.p[i] - '0']));
		else
			doc_add_text(b, text.p[i] == '-' ? STR("\u207B") : STR("\u207A"));
	}
}

static bool is_exponent(struct str text)
{
	size_t n = 0;

	while (n < text.n &&
	       ((text.p[n] >= '0' && text.p[n] <= '9') || text.p[n] == '-' || text.p[n] == '+'))
		n++;
	return n && n == text.n;
}

/*
 * The piece of the source that `text` is a copy of, so that the builder can tell what of it was
 * mended. libxml2 stands behind it, or at its last character when its own buffer was full.
 */
static struct str in_source(const struct html *page, struct str text)
{
	const struct _xmlParserInput *input = page->parser->input;
	size_t end = (size_t)(input->cur - input->base) + input->consumed;
	size_t last = text.n - utf8_before(text.p, text.n);

	for (int i = 0; i < 2; i++, end += last)
		if (end >= text.n && end <= page->source.n &&
		    memcmp(page->source.p + end - text.n, text.p, text.n) == 0)
			return str_sub(page->source, end - text.n, end);
	return text;
}

void html_text(struct html *page, struct str text)
{
	enum { GATHERED_MOST = 64 * 1024 };

	if (page->skip || text.n == 0)
		return;
	if (page->in_title || page->in_data) {
		if (page->gathered.n + text.n <= GATHERED_MOST)
			buf_addstr(&page->gathered, text);
	} else if (page->raised && is_exponent(text)) {
		add_raised(page->build, text);
	} else {
		if (page->build->trace && page->parser)
			text = in_source(page, text);
		doc_add_text(page->build, text);
	}
}

/* ---- what libxml2 calls */

void html_begin(struct html *page, const char *name, const xmlChar **atts)
{
	const struct html_tag_row *tag = html_find_tag(name);

	if (page->skip) {
		page->skip++;
		return;
	}
	bool nav = strcmp(tag->name, "nav") == 0, hidden = nav || is_hidden(atts);

	page->tag = tag;
	page->atts = atts;
	page->skipped |= hidden;
	if ((hidden && !page->keep_all) || (tag->action == SKIP && !nav))
		page->skip = 1;
	else if (actions[tag->action].begin)
		actions[tag->action].begin(page);
}

void html_end(struct html *page, const char *name)
{
	if (page->skip) {
		page->skip--;
		return;
	}
	page->tag = html_find_tag(name);
	if (actions[page->tag->action].end)
		actions[page->tag->action].end(page);
}

static void on_start(void *page, const xmlChar *name, const xmlChar **atts)
{
	html_begin(page, (const char *)name, atts);
}

static void on_end(void *page, const xmlChar *name)
{
	html_end(page, (const char *)name);
}

static void on_text(void *page, const xmlChar *text, int n)
{
	html_text(page, (struct str){(const char *)text, (size_t)n});
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * The end of the tag that begins at p[at], and in *surplus where its attributes become more than
 * the limit, or the same end. A quote counts only behind "=", as in libxml2.
 */
static size_t tag_end(struct str s, size_t at, size_t *surplus)
{
	size_t attributes = 0;

	*surplus = 0;
	for (; at < s.n && s.p[at] != '>'; at++) {
		if (is_space(s.p[at]) || s.p[at] == '=')
			attributes++;
		if (attributes > ATTRIBUTE_LIMIT && !*surplus)
			*surplus = at;
		if (s.p[at] != '=')
			continue;
		while (at + 1 < s.n && is_space(s.p[at + 1]))
			at++;
		char quote = at + 1 < s.n ? s.p[at + 1] : 0;

		if (quote == '"' || quote == '\'') {
			const char *end = memchr(s.p + at + 2, quote, s.n - at - 2);

			at = end ? (size_t)(end - s.p) : s.n - 1;
		}
	}
	if (!*surplus)
		*surplus = at;
	return at;
}

/*
 * A comment that ends where it begins, "<!-->" or "<!--->", is an open one to libxml2, up to the
 * next "-->". *until is where the comment before it ends; what is in one means nothing. Returns
 * the length of such a comment at source[at], else 0.
 */
static size_t empty_comment(struct str source, size_t at, size_t *until)
{
	static const struct str begin = STR_INIT("<!--");
	struct str rest = str_sub(source, at, source.n);

	if (at < *until || !str_starts(rest, begin))
		return 0;
	for (size_t n = begin.n; n <= begin.n + 1 && n < rest.n; n++) {
		if (rest.p[n] == '>')
			return n + 1;
		if (rest.p[n] != '-')
			break;
	}
	size_t end = str_find(source, STR("-->"), at + begin.n);

	*until = end == (size_t)-1 ? source.n : end;
	return 0;
}

/*
 * A copy of the source, of the same length, if there is what libxml2 must not come upon: a comment
 * as above, for which an instruction stands that it passes over; a tag with so many attributes that
 * it would take long, since it compares each with all those before, with blanks for the surplus.
 */
static bool has_snags(struct str source, struct buf *copy)
{
	const char *open = source.p, *end = source.p + source.n;
	size_t comment_end = 0;

	while ((open = memchr(open, '<', (size_t)(end - open)))) {
		size_t begin = (size_t)(open - source.p), at = begin + 1, surplus = at;
		size_t comment = empty_comment(source, begin, &comment_end);

		if (at < source.n && is_letter(source.p[at]))
			at = tag_end(source, at, &surplus);
		if ((comment || surplus < at) && copy->n == 0)
			buf_addstr(copy, source);
		if (comment)
			memcpy(copy->p + begin, comment == 5 ? "<?xx>" : "<?xxx>", comment);
		if (surplus < at)
			memset(copy->p + surplus, ' ', at - surplus);
		open = source.p + at;
	}
	return copy->n > 0;
}

/* libxml2 leaves out what it got no memory for, and must be set up before threads use it. */
static void set_up(void)
{
	xmlMemSetup(free, xmalloc, xrealloc, xstrdup);
	xmlInitParser();
}

void html_fragment(struct html *page, struct str source)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct buf copy = {0};

	if (source.n == 0 || source.n > INT_MAX)
		return;
	if (has_snags(source, &copy))
		source = buf_str(&copy);
	pthread_once(&once, set_up);
	htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(source.p, (int)source.n);

	if (!parser)
		mem_exhausted();
	*parser->sax = (htmlSAXHandler){
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
	};
	parser->userData = page;
	page->parser = parser;
	page->source = source;
	/* Else whatever is nested deeper than 256 elements, and text beyond 10 MB, is lost. */
	htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
					   HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	parser->options |= XML_PARSE_HUGE;
	/* It is UTF-8 now, whatever a <meta> says. */
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	htmlParseDocument(parser);
	/* Half an article would be taken for the whole. */
	if (parser->errNo == XML_ERR_NO_MEMORY)
		mem_exhausted();
	htmlFreeParserCtxt(parser);
	page->parser = NULL;
	html_reset(page);
	page->source = (struct str){0};
	buf_release(&copy);
}

struct html *html_new(struct doc_build *b)
{
	struct html *page = xcalloc(1, sizeof *page);

	page->build = b;
	return page;
}

void html_free(struct html *page)
{
	buf_release(&page->gathered);
	buf_release(&page->title);
	buf_release(&page->shared_title);
	vec_release(&page->landmarks.asided);
	free(page);
}

/* ---- pages */

static void parse(struct doc_build *b, struct str body)
{
	struct html *page = html_new(b);

	html_fragment(page, body);
	doc_leaf_end(b);
	if (b->doc->blocks.n == 0 && page->skipped) {
		page->keep_all = true;
		html_fragment(page, body);
		doc_leaf_end(b);
	}
	html_find_around(page);
	html_choose_title(page);
	html_free(page);
}

enum { SNIFF = 16 * 1024 };

/* The tag that begins at text[at] with "<", or NULL when HTML has none of that name. */
static const struct html_tag_row *tag_at(struct str text, size_t at)
{
	char name[16] = "";
	size_t n = 0;

	for (at++; at < text.n && n < sizeof name - 1 && html_is_name_char(text.p[at]); at++)
		name[n++] = (char)(text.p[at] >= 'A' && text.p[at] <= 'Z' ? text.p[at] - 'A' + 'a'
									  : text.p[at]);
	if (n == 0 || at == text.n || !strchr(" \t\r\n>/", text.p[at]))
		return NULL;
	const struct html_tag_row *tag = html_find_tag(name);

	return tag->name[0] || strcmp(name, "span") == 0 || strcmp(name, "font") == 0 ? tag : NULL;
}

static int sniff(struct str body)
{
	static const struct str sure[] = {STR_INIT("<!doctype html"), STR_INIT("<html"),
					  STR_INIT("<head"), STR_INIT("<body")};
	struct str text = str_trim(str_sub(body, 0, SNIFF));
	int blocks = 0;

	for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
		if (str_eq_nocase(str_sub(text, 0, sure[i].n), sure[i]))
			return 100;
	for (size_t at = str_find(text, STR("<"), 0); at != (size_t)-1;
	     at = str_find(text, STR("<"), at + 1)) {
		const struct html_tag_row *tag = tag_at(text, at);

		blocks += tag && tag->action != SPAN && tag->action != INLINE;
	}
	if (text.n && text.p[0] == '<' && tag_at(text, 0))
		return 60 + (blocks < 30 ? blocks : 30);
	/* Text first, tags later: at least a tag for some lines of it. */
	return blocks >= 3 && (size_t)blocks * 600 > text.n ? 45 : 0;
}

static const char *const suffixes[] = {".html", ".htm", ".xhtml", ".shtml", NULL};

const struct format format_html = {
	.name = "html",
	.suffixes = suffixes,
	.sniff = sniff,
	.parse = parse,
};
