/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/html.h"

#include "doc/meta.h"
#include "doc/title.h"

static bool holds(struct str text, struct str part)
{
	return str_find(text, part, 0) != (size_t)-1;
}

enum {
	FROM_TITLE,
	FROM_AUTHOR,
	FROM_DATE,
	FROM_TEXT,
	FROM_TAGS,
	FROM_SOURCE,
	FROM_LOCALE,
	FROM_SITE
};

static const struct {
	const char *name; /* of <meta name=, property= or itemprop=>, small letters */
	int meaning;
} metas[] = {
	{"og:title", FROM_TITLE},
	{"twitter:title", FROM_TITLE},
	{"author", FROM_AUTHOR},
	{"article:author", FROM_AUTHOR},
	{"og:article:author", FROM_AUTHOR},
	{"dc.creator", FROM_AUTHOR},
	{"article:published_time", FROM_DATE},
	{"og:published_time", FROM_DATE},
	{"datepublished", FROM_DATE},
	{"pubdate", FROM_DATE},
	{"publishdate", FROM_DATE},
	{"publish_date", FROM_DATE},
	{"og:release_date", FROM_DATE},
	{"dc.date", FROM_DATE},
	{"dc.date.issued", FROM_DATE},
	{"date", FROM_DATE},
	{"weibo:article:create_at", FROM_DATE},
	{"bytedance:published_time", FROM_DATE},
	{"description", FROM_TEXT},
	{"og:description", FROM_TEXT},
	{"keywords", FROM_TAGS},
	{"article:tag", FROM_TAGS},
	{"og:url", FROM_SOURCE},
	{"og:locale", FROM_LOCALE},
	{"og:site_name", FROM_SITE},
};

void html_take_meta(struct html *page, const xmlChar **atts)
{
	struct doc *doc = page->build->doc;
	struct str name = html_attribute(atts, "property"), value = html_attribute(atts, "content");

	name = name.n ? name : html_attribute(atts, "name");
	name = name.n ? name : html_attribute(atts, "itemprop");
	for (size_t i = 0; i < sizeof metas / sizeof *metas; i++) {
		if (value.n == 0 || !str_eq_nocase(name, str_of(metas[i].name)))
			continue;
		switch (metas[i].meaning) {
		case FROM_TITLE:
			if (page->shared_title.n == 0)
				buf_addstr(&page->shared_title, value);
			break;
		case FROM_AUTHOR:
			/* Facebook wants the address of a profile there. */
			if (!holds(value, STR("://")))
				meta_set(doc, &doc->meta.author, value);
			break;
		case FROM_DATE:
			meta_set_date(doc, value, DOC_DATE_MARKUP);
			break;
		case FROM_TEXT:
			meta_set(doc, &doc->meta.description, value);
			break;
		case FROM_TAGS:
			meta_add_tags(doc, value);
			break;
		case FROM_SOURCE:
			meta_set(doc, &doc->meta.source, value);
			break;
		case FROM_LOCALE:
			meta_set(doc, &doc->meta.language, value);
			break;
		case FROM_SITE:
			meta_add_other(doc, STR("site"), value);
			break;
		}
	}
}

/* "datePublished": "..." in the data for search engines. */
void html_take_data(struct html *page)
{
	struct str data = buf_str(&page->gathered);
	size_t at = str_find(data, STR("\"datePublished\""), 0);

	if (at == (size_t)-1)
		return;
	struct str value = str_trim(str_sub(data, at + STR("\"datePublished\"").n, data.n));

	if (!str_starts(value, STR(":")))
		return;
	value = str_trim(str_sub(value, 1, value.n));
	size_t end = str_find(value, STR("\""), 1);

	if (value.n && value.p[0] == '"' && end != (size_t)-1)
		meta_set_date(page->build->doc, str_sub(value, 1, end), DOC_DATE_MARKUP);
}

/* Is it the page's own heading, given a title that may name the site too? */
static bool fits_title(struct str heading, struct str title)
{
	return heading.n >= 4 &&
	       (str_starts(title, heading) || (heading.n * 2 >= title.n && holds(title, heading)));
}

void html_choose_title(struct html *page)
{
	enum { NEAR = 40 }; /* blocks among which the page's heading is looked for */
	struct doc *doc = page->build->doc;
	struct str shared = meta_clean(doc, buf_str(&page->shared_title));
	struct str title = meta_clean(doc, buf_str(&page->title));

	for (uint32_t i = 0; i < doc->blocks.n && i < NEAR; i++) {
		struct str text = doc_block_text(doc, i);

		if (doc->blocks.p[i].kind == DOC_HEADING &&
		    (fits_title(text, shared) || fits_title(text, title))) {
			meta_set(doc, &doc->meta.title, text);
			return;
		}
	}
	meta_set(doc, &doc->meta.title, title_without_site(shared.n ? shared : title));
}
