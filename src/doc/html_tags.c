/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "doc/html.h"

/* Sorted by name. What is not here HTML does not know; it is INLINE. */
/* clang-format off */
static const struct html_tag_row tags[] = {
	{"a", LINK, 0}, {"abbr", INLINE, 0}, {"acronym", INLINE, 0}, {"address", BLOCK, 0},
	{"area", INLINE, 0}, {"article", LANDMARK, HTML_ARTICLE}, {"aside", LANDMARK, HTML_ASIDE},
	{"audio", SKIP, 0}, {"b", SPAN, DOC_STRONG}, {"base", INLINE, 0}, {"basefont", INLINE, 0},
	{"bdi", INLINE, 0}, {"bdo", INLINE, 0}, {"big", INLINE, 0}, {"blink", INLINE, 0},
	{"blockquote", NEST, DOC_QUOTE}, {"body", BLOCK, 0}, {"br", BREAK, 0}, {"button", SKIP, 0},
	{"canvas", SKIP, 0}, {"caption", BLOCK, 0}, {"center", BLOCK, 0},
	{"cite", SPAN, DOC_EMPHASIS}, {"code", SPAN, DOC_CODE_SPAN}, {"col", INLINE, 0},
	{"colgroup", INLINE, 0}, {"command", INLINE, 0}, {"data", INLINE, 0},
	{"datalist", INLINE, 0}, {"dd", BLOCK, 0}, {"del", SPAN, DOC_STRIKE},
	{"details", BLOCK, 0}, {"dfn", SPAN, DOC_EMPHASIS}, {"dialog", INLINE, 0},
	{"dir", LIST, 0}, {"div", BLOCK, 0}, {"dl", BLOCK, 0}, {"dt", TERM, 0},
	{"em", SPAN, DOC_EMPHASIS}, {"embed", INLINE, 0}, {"fieldset", BLOCK, 0},
	{"figcaption", BLOCK, 0}, {"figure", BLOCK, 0}, {"font", INLINE, 0},
	{"footer", LANDMARK, HTML_ASIDE}, {"form", BLOCK, 0}, {"frame", INLINE, 0},
	{"frameset", INLINE, 0}, {"h1", HEADING, 1}, {"h2", HEADING, 2}, {"h3", HEADING, 3},
	{"h4", HEADING, 4}, {"h5", HEADING, 5}, {"h6", HEADING, 6}, {"head", BLOCK, 0},
	{"header", BLOCK, 0}, {"hgroup", BLOCK, 0}, {"hr", RULE, 0}, {"html", ROOT, 0},
	{"i", SPAN, DOC_EMPHASIS}, {"iframe", SKIP, 0}, {"img", IMAGE, 0}, {"input", INLINE, 0},
	{"ins", SPAN, DOC_UNDERLINE}, {"kbd", SPAN, DOC_CODE_SPAN}, {"label", INLINE, 0},
	{"legend", INLINE, 0}, {"li", ITEM, 0}, {"link", RELATION, 0},
	{"main", LANDMARK, HTML_MAIN}, {"map", INLINE, 0}, {"mark", INLINE, 0},
	{"marquee", INLINE, 0}, {"math", INLINE, 0}, {"menu", LIST, 0}, {"meta", META, 0},
	{"meter", INLINE, 0}, {"nav", SKIP, 0}, {"nobr", INLINE, 0}, {"noframes", INLINE, 0},
	{"noscript", SKIP, 0}, {"object", SKIP, 0}, {"ol", LIST, 1}, {"optgroup", INLINE, 0},
	{"option", SKIP, 0}, {"output", INLINE, 0}, {"p", LEAF, DOC_PARAGRAPH},
	{"param", INLINE, 0}, {"picture", INLINE, 0}, {"pre", LEAF, DOC_CODE},
	{"progress", INLINE, 0}, {"q", QUOTED, 0}, {"rb", INLINE, 0}, {"rp", SKIP, 0},
	{"rt", READING, 0}, {"rtc", INLINE, 0}, {"ruby", INLINE, 0}, {"s", SPAN, DOC_STRIKE},
	{"samp", SPAN, DOC_CODE_SPAN}, {"script", SCRIPT, 0}, {"search", INLINE, 0},
	{"section", BLOCK, 0}, {"select", SKIP, 0}, {"slot", INLINE, 0}, {"small", INLINE, 0},
	{"source", INLINE, 0}, {"span", INLINE, 0}, {"strike", SPAN, DOC_STRIKE},
	{"strong", SPAN, DOC_STRONG}, {"style", SKIP, 0}, {"sub", INLINE, 0},
	{"summary", BLOCK, 0}, {"sup", RAISED, 0}, {"svg", SKIP, 0}, {"table", TABLE, 0},
	{"tbody", BLOCK, 0}, {"td", CELL, 0}, {"template", SKIP, 0}, {"textarea", SKIP, 0},
	{"tfoot", BLOCK, 0}, {"th", CELL, 1}, {"thead", HEAD_ROWS, 0}, {"time", TIME, 0},
	{"title", TITLE, 0}, {"tr", ROW, 0}, {"track", INLINE, 0}, {"tt", SPAN, DOC_CODE_SPAN},
	{"u", SPAN, DOC_UNDERLINE}, {"ul", LIST, 0}, {"var", SPAN, DOC_EMPHASIS},
	{"video", SKIP, 0}, {"wbr", INLINE, 0}, {"xmp", LEAF, DOC_CODE},
};
/* clang-format on */

static int compare_tag(const void *name, const void *tag)
{
	return strcmp(name, ((const struct html_tag_row *)tag)->name);
}

const struct html_tag_row *html_find_tag(const char *name)
{
	static const struct html_tag_row unknown = {"", INLINE, 0};
	const struct html_tag_row *tag =
		bsearch(name, tags, sizeof tags / sizeof *tags, sizeof *tags, compare_tag);

	return tag ? tag : &unknown;
}

struct str html_attribute(const xmlChar **atts, const char *name)
{
	for (; atts && atts[0]; atts += 2)
		if (strcmp((const char *)atts[0], name) == 0)
			return str_trim(str_of((const char *)atts[1]));
	return (struct str){0};
}

bool html_is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == ':';
}
