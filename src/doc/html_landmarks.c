/* SPDX-License-Identifier: ISC
 *
 * HTML says which part of a page is what it is about: what stands outside <main> is the site's, as
 * are an <aside> and a <footer> that belong to no <article>. It is believed where enough of the
 * page is left, and where the articles are enough of it: one may be no more than a teaser.
 */
#include "config.h"

#include "doc/html.h"

/* The page's text has to be this part of all of it at least: some put a <main> round its head. */
enum { LEAST_PART = 4 };

static size_t now(struct html *page)
{
	doc_block_edge(page->build);
	return page->build->doc->text.n;
}

void html_begin_landmark(struct html *page)
{
	struct html_landmarks *l = &page->landmarks;
	size_t at = now(page);

	switch ((enum html_landmark)page->tag->arg) {
	case HTML_MAIN:
		/* There should be one; what stands between two may be the article. */
		if (l->mains++ == 0 && l->main.end == 0)
			l->main.begin = at;
		break;
	case HTML_ARTICLE:
		if (l->articles++ == 0 && l->asides == 0)
			l->article = at;
		break;
	case HTML_ASIDE:
		if (l->articles == 0 && l->asides++ == 0)
			vec_push(&l->asided, (struct doc_range){at, at});
		break;
	}
}

void html_end_landmark(struct html *page)
{
	struct html_landmarks *l = &page->landmarks;
	size_t at = now(page);

	switch ((enum html_landmark)page->tag->arg) {
	case HTML_MAIN:
		if (--l->mains == 0)
			l->main.end = at;
		break;
	case HTML_ARTICLE:
		if (--l->articles == 0 && l->asides == 0)
			l->in_articles += at - l->article;
		break;
	case HTML_ASIDE:
		if (l->articles == 0 && --l->asides == 0)
			l->asided.p[l->asided.n - 1].end = at;
		break;
	}
}

static void add(struct doc *doc, size_t begin, size_t end)
{
	if (begin < end)
		vec_push(&doc->around, (struct doc_range){begin, end});
}

void html_find_around(struct html *page)
{
	const struct html_landmarks *l = &page->landmarks;
	struct doc *doc = page->build->doc;
	struct doc_range all = {0, doc->text.n}, main = l->main;
	size_t left;

	if ((main.end - main.begin) * LEAST_PART < all.end || main.end == 0)
		main = all;
	left = main.end - main.begin;
	add(doc, 0, main.begin);
	for (size_t i = 0; i < l->asided.n && l->in_articles * LEAST_PART >= all.end; i++) {
		struct doc_range r = l->asided.p[i];

		if (r.begin < main.begin || r.end > main.end)
			continue;
		left -= r.end - r.begin;
		add(doc, r.begin, r.end);
	}
	add(doc, main.end, all.end);
	if (left * LEAST_PART < all.end)
		vec_clear(&doc->around);
}
