/* SPDX-License-Identifier: ISC
 *
 * Single tags, as Markdown has them in its text: nobody has balanced them.
 */
#include "config.h"

#include <string.h>

#include "doc/html.h"

enum { ATTRIBUTES = 16 };

/* A name in small letters, NUL-terminated, and *at behind it. */
static char *read_name(struct arena *arena, struct str tag, size_t *at)
{
	size_t begin = *at;

	while (*at < tag.n && html_is_name_char(tag.p[*at]))
		++*at;
	char *name = arena_cstr(arena, str_sub(tag, begin, *at));

	for (char *c = name; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return name;
}

static void skip_blanks(struct str tag, size_t *at)
{
	while (*at < tag.n && strchr(" \t\r\n/", tag.p[*at]))
		++*at;
}

static struct str read_value(struct str tag, size_t *at)
{
	size_t begin;
	char quote = '\0';

	skip_blanks(tag, at);
	if (*at == tag.n || tag.p[*at] != '=')
		return (struct str){0};
	++*at;
	skip_blanks(tag, at);
	if (*at < tag.n && (tag.p[*at] == '"' || tag.p[*at] == '\''))
		quote = tag.p[(*at)++];
	begin = *at;
	while (*at < tag.n && (quote ? tag.p[*at] != quote : !strchr(" \t\r\n>", tag.p[*at])))
		++*at;
	struct str value = str_sub(tag, begin, *at);

	*at += quote && *at < tag.n;
	return value;
}

static void begin_tag(struct html *page, const struct html_tag_row *tag, const char *name,
		      const xmlChar **atts)
{
	switch (tag->action) {
	case SPAN:
		for (size_t bit = 0; bit < 8; bit++)
			page->spans[bit] += 1 << bit == tag->arg;
		html_begin(page, name, atts);
		break;
	case BREAK:
	case IMAGE:
	case RULE:
		/* They have no end that would count. */
		if (!page->skip)
			html_begin(page, name, atts);
		break;
	case LINK:
	case QUOTED:
	case READING:
	case RAISED:
	case TIME:
	case SKIP:
		html_begin(page, name, atts);
		break;
	case INLINE:
		break;
	default:
		doc_block_edge(page->build);
		break;
	}
}

static void end_tag(struct html *page, const struct html_tag_row *tag, const char *name)
{
	size_t bit = 0;

	switch (tag->action) {
	case SPAN:
		while (1 << bit != tag->arg)
			bit++;
		if (page->spans[bit] == 0)
			break;
		page->spans[bit]--;
		html_end(page, name);
		break;
	case LINK:
	case QUOTED:
	case READING:
	case RAISED:
	case TIME:
	case SKIP:
		html_end(page, name);
		break;
	case BREAK:
	case IMAGE:
	case RULE:
	case INLINE:
		break;
	default:
		doc_block_edge(page->build);
		break;
	}
}

void html_tag(struct html *page, struct str tag)
{
	const xmlChar *atts[2 * ATTRIBUTES + 1] = {NULL};
	struct arena arena = {0};
	size_t at = 1, n = 0;

	if (tag.n < 3 || tag.p[0] != '<' || tag.p[1] == '!' || tag.p[1] == '?')
		return;
	bool end = tag.p[1] == '/';

	at += end;
	const char *name = read_name(&arena, tag, &at);

	while (at < tag.n && n < ATTRIBUTES) {
		skip_blanks(tag, &at);
		if (at == tag.n || !html_is_name_char(tag.p[at]))
			break;
		atts[2 * n] = (const xmlChar *)read_name(&arena, tag, &at);
		atts[2 * n + 1] = (const xmlChar *)arena_cstr(&arena, read_value(tag, &at));
		n++;
	}
	if (end)
		end_tag(page, html_find_tag(name), name);
	else
		begin_tag(page, html_find_tag(name), name, atts);
	arena_release(&arena);
}

bool html_is_open(const struct html *page)
{
	return page->skip || page->raised;
}

void html_reset(struct html *page)
{
	for (size_t bit = 0; bit < 8; bit++)
		for (; page->spans[bit]; page->spans[bit]--)
			doc_span_end(page->build, (enum doc_style)(1 << bit));
	doc_link_end(page->build);
	page->skip = page->raised = page->pre = 0;
	page->in_title = page->in_data = page->table_waits = page->head_rows = false;
}
